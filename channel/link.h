/** @file
 * A simulated link: the one physical channel between Alice and Bob, read by either end
 * at any instant, and the channel by which Eve overhears.
 *
 * Every tap is a Gaussian process with Clarke's spectrum (channel/fading.h), so what is
 * to come can't be predicted from what was, beyond what the Doppler allows. Alice to
 * Bob and Bob to Alice are the same numbers at the same instant: reciprocity is exact,
 * and what the ends make of it differs by their instants and by the noise they add
 * (channel/noise.h).
 */
#ifndef PHW_CHANNEL_LINK_H
#define PHW_CHANNEL_LINK_H

#include <stddef.h>
#include <stdint.h>

#include "channel/profile.h"
#include "channel/taps.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Whose channel is read. */
typedef enum phw_link_observer {
    PHW_LINK_LEGITIMATE = 0, /**< Alice to Bob and Bob to Alice */
    PHW_LINK_EVE             /**< the sender to Eve */
} phw_link_observer;

/** What a link is. */
typedef struct phw_link_config {
    const phw_profile *profile; /**< delays and powers */
    double delay_spread_s;      /**< RMS, >= 0 */
    size_t n_taps;              /**< 0: the profile's own number */
    double doppler_hz;          /**< maximum Doppler shift fd = v / lambda, 0..1e9; 0
                                     freezes the channel */
    double rice_k;              /**< line of sight over diffuse power of tap 0, linear
                                     (not dB), 0..1e6; 0: Rayleigh */
    double eve_correlation;     /**< r, 0..1, of Eve's taps with the legitimate ones */
    uint64_t seed;              /**< the user's --seed */
    uint32_t trial;             /**< independent channels for each trial */
    uint32_t number;            /**< which of several independent links of a trial,
                                     0..4095 */
} phw_link_config;

/** One link. Belongs to one thread; two links of the same configuration give the same
 * bits whatever was read from them before. */
typedef struct phw_link phw_link;

/** Makes a link, given back with phw_link_destroy(). PHW_EARG names the value that is
 * out of range; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_link_create(phw_link **out,
                                                const phw_link_config *config);

/** Takes NULL. */
PHW_API void phw_link_destroy(phw_link *link);

/** Makes it the link of another trial: as created with that seed and trial, without the
 * cost of a creation. */
PHW_API void phw_link_reset(phw_link *link, uint64_t seed, uint32_t trial);

/** Delays and mean powers (their sum is 1) of the taps; lives as long as the link. */
PHW_API const phw_taps *phw_link_profile(const phw_link *link);

/** The taps h_l(time_s), out[phw_link_profile(link)->n], E|h_l|^2 = power[l].
 *
 * Tap 0 with K > 0 is sqrt(K/(K+1)) e^{j(2 pi 0.7 fd t + phi)} + sqrt(1/(K+1)) g, phi
 * uniform for each trial. Eve's diffuse parts are r g + sqrt(1 - r^2) w with an
 * independent w of the same law; her line of sight is as strong as the legitimate one
 * and its phase is that of r e^{j phi} + sqrt(1 - r^2) e^{j psi}, psi uniform: at r = 1
 * she has the same channel, at r = 0 an independent one.
 *
 * Any order of instants gives the same values; rising ones are fastest. PHW_EARG when
 * time_s is not finite or |time_s| * doppler_hz is above 2^40. */
PHW_API PHW_MUST_USE phw_status phw_link_taps(phw_link *link, phw_cf *out,
                                              phw_link_observer observer,
                                              double time_s);

PHW_END_C

#endif
