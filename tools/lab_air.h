/** @file
 * One thread's copy of a scenario's air: the network of its nodes with all that stands
 * around them, and what is observed of it at coefficient level.
 */
#ifndef PHW_TOOLS_LAB_AIR_H
#define PHW_TOOLS_LAB_AIR_H

#include <stddef.h>
#include <stdint.h>

#include "channel/network.h"
#include "channel/taps.h"
#include "core/sample.h"
#include "core/status.h"
#include "tools/lab_plan.h"
#include "tools/lab_radio.h"

/** Belongs to one thread; what it gives depends on scenario, seed and trial alone. */
typedef struct phw_air phw_air;

/** For a checked scenario, which must outlive it. PHW_EINPUT when the channel can't be
 * made of it, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_air_create(phw_air **out, const phw_scenario *scenario,
                                       uint64_t seed, uint32_t trial);

/** Takes NULL. */
void phw_air_destroy(phw_air *air);

/** Makes it the air of another trial: as created with that seed and trial, at less
 * cost. PHW_ENOMEM, after which it can only be destroyed. */
PHW_MUST_USE phw_status phw_air_reset(phw_air *air, uint64_t seed, uint32_t trial);

/** Makes random from now on, over all trials, what the scenario says; nothing when it
 * says none. Only who probes wants it: the labs that hold the channel against its
 * closed forms look at it as it is. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_air_randomize(phw_air *air);

/** Hearings side by side in phw_air_observe(): 2 where an observer is told more than
 * what she hears of the hub, else 1; all as wide. */
size_t phw_air_hearings(const phw_air *air, size_t observation);

/** Its plan, which says what an observation is; lives as long as the air. */
const phw_lab_plan *phw_air_plan(const phw_air *air);

/** The instant of an observation in exchange `probe`, s. */
double phw_air_instant(const phw_air *air, size_t observation, size_t probe);

/** Its network; lives as long as the air. */
phw_network *phw_air_network(phw_air *air);

/** The nodes' radios; live as long as the air. */
phw_lab_radio *phw_air_radio(phw_air *air);

/** Channels of an observation: the receiver's ports times the sender's. */
size_t phw_air_channels(const phw_air *air, size_t observation);

/** The taps' delays and mean powers; lives as long as the air. */
const phw_taps *phw_air_profile(const phw_air *air, size_t observation);

/** The largest Doppler shift of those taps, Hz: where the widest of their spectra ends,
 * and twice that where what comes by way of a surface or tag has those of two hops;
 * times phw_law_widening() of their law. */
double phw_air_doppler_hz(const phw_air *air, size_t observation);

/** The taps of an observation's channels at any instant, of mean power 1 together where
 * no path loss says otherwise: out[taps][channels], the sender's port fastest.
 * PHW_EARG and PHW_ENOMEM as phw_network_taps(). */
PHW_MUST_USE phw_status phw_air_taps(phw_air *air, phw_cf *out, size_t observation,
                                     double time_s);

/** The amplitude that path loss and shadowing give an observation's link, by which its
 * taps are multiplied: 1 where the scenario says neither. PHW_EARG when the nodes meet
 * or are out of reach then. */
PHW_MUST_USE phw_status phw_air_amplitude(phw_air *air, double *out, size_t observation,
                                          double time_s);

/** The taps between the first antennas of an observation's nodes, without beams, tags
 * and surface: what the profile, the spectrum and the law say. out[PHW_TAPS_MAX]. */
PHW_MUST_USE phw_status phw_air_direct(phw_air *air, phw_cf *out, size_t observation,
                                       double time_s);

/** The taps of one channel: out[PHW_TAPS_MAX]. */
PHW_MUST_USE phw_status phw_air_lane(phw_air *air, phw_cf *out, size_t observation,
                                     size_t channel, double time_s);

/** The frequency responses of an observation's channels on the scenario's subcarriers,
 * as they are estimated in exchange `probe`, noise included:
 * out[hearings][channels][subcarriers]. Where something is random, ends multiply by
 * their draws what they send and what they measured. A second hearing is what an
 * observer who knows her own channels makes of all that she hears: of draws of the
 * pilots, both ends' times the channel between them at the first exchange; of a
 * surface, what she hears of the first partner, or, its phases being public or few, the
 * channel between the ends itself; and of antenna weights, where the channel has
 * several taps and so tells her more than one number, that channel too. */
PHW_MUST_USE phw_status phw_air_observe(phw_air *air, phw_cf *out, size_t observation,
                                        size_t probe);

/** The variance of that noise, linear, on the mean over the subcarriers and exchanges:
 * the receiver's with its noise figure, and what its estimates have of who disturbs it,
 * measured over up to PHW_AIR_EXCHANGES exchanges of the trial that the air was created
 * for. */
double phw_air_noise_variance(const phw_air *air, size_t observation);

/** Exchanges over which disturbance is measured. */
#define PHW_AIR_EXCHANGES 1000

/** The receiver's noise alone, of an estimate. */
double phw_air_receiver_noise(const phw_air *air, size_t observation);

/** The same of a sample whose mean power is that of a subcarrier: an estimate has
 * phw_lab_sounding_find_share() of it. */
double phw_air_sample_noise(const phw_air *air, size_t observation);

#endif
