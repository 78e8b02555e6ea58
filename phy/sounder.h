/** @file
 * From samples to the bursts of a sounding waveform in them: found by matched filter,
 * synchronised, and their channels estimated.
 *
 * At every place the blocks are correlated with what was sent, each by itself, so that
 * the carrier offset need be known to a fraction of a turn over a block only; offsets
 * are tried a third of a turn apart. The metric is the correlations' power over the
 * samples' energy, without their mean (a constant has no part in it). In white Gaussian
 * noise it has a beta distribution with parameters B and B (N - 2), for B blocks of N
 * samples: the threshold is where its tail is the probability asked for, whatever the
 * noise's level. A burst is where, above it, the correlations' power is largest within
 * a burst's length of the first place above: the strongest path.
 *
 * Chirps (chirp, zadoff-chu, half a lora) hardly tell an offset from a delay: search
 * them no wider than cfo_max = 0 does, except lora, whose two directions do tell. Where
 * an offset has moved one, the burst is where its strongest path comes.
 */
#ifndef PHW_PHY_SOUNDER_H
#define PHW_PHY_SOUNDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "phy/sounding_arrival.h"
#include "phy/sounding_waveform.h"

PHW_BEGIN_C

/** What false_alarm = 0 means. */
#define PHW_SOUNDER_FALSE_ALARM 1e-9

/** How to look. A zeroed one is the usual way. */
typedef struct phw_sounder_config {
    double false_alarm; /**< probability that a sample of noise alone is taken for a
                           burst's place, 1e-15..0.1; 0 for PHW_SOUNDER_FALSE_ALARM */
    double cfo_max; /**< greatest carrier offset, cycles a sample, 0..0.5; 0 for what
                       the blocks' distance tells without doubt, 1 / (2 lag) */
} phw_sounder_config;

/** Opaque; for one thread. The samples may be cut into blocks of any size: the arrivals
 * are the same. */
typedef struct phw_sounder phw_sounder;

/** What was met on the way. */
typedef struct phw_sounder_counts {
    uint64_t n_samples; /**< pushed */
    uint64_t n_above;   /**< places whose metric was above the threshold */
    uint64_t n_bursts;  /**< arrivals made of them */
    double largest;     /**< metric met, 0..1: what is too weak shows here */
} phw_sounder_counts;

/** Borrows the waveform. `config` may be NULL. Given back with phw_sounder_destroy().
 * PHW_EARG for values out of range, or a cfo_max so wide for a waveform so long that it
 * would take more than 1 GB; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_sounder_create(phw_sounder **out,
                                                   const phw_sounding_waveform *w,
                                                   const phw_sounder_config *config);

/** Takes NULL. */
PHW_API void phw_sounder_destroy(phw_sounder *r);

/** The metric that a burst must exceed. */
PHW_API double phw_sounder_threshold(const phw_sounder *r);

/** An arrival can be taken at the latest when that many samples after its burst's first
 * one were pushed. */
PHW_API size_t phw_sounder_latency(const phw_sounder *r);

/** Hands in the next n samples, of any scale (amplitudes of 1e-9 to 1e9). Arrivals wait
 * in the receiver until they are taken. PHW_EARG after phw_sounder_finish();
 * PHW_ENOMEM.
 */
PHW_API PHW_MUST_USE phw_status phw_sounder_push(phw_sounder *r, const phw_cf *sample,
                                                 size_t n);

/** No more samples will come: looks through what is left. A burst is only reported when
 * its last block is complete. PHW_EARG when called twice; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_sounder_finish(phw_sounder *r);

/** The next arrival, in the order of time; false, and `out` untouched, when there is
 * none (yet). Its pilots may be read until the next call with this receiver. */
PHW_API bool phw_sounder_take(phw_sounder *r, phw_sounding_arrival *out);

/** The counts so far. */
PHW_API phw_sounder_counts phw_sounder_counts_of(const phw_sounder *r);

PHW_END_C

#endif
