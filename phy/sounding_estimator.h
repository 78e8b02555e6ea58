/** @file
 * From the samples of one burst, whose place is known, to its carrier offset, clock,
 * timing and channel.
 *
 * Each block's transform is multiplied by the conjugate of what was sent; the carrier
 * offset is where the blocks, turned back by it, add up to the most power over all bins
 * (maximum likelihood for a channel that nothing is known of: phy/sounding_bound.h),
 * and the channel is their sum over the power sent. The noise is what the blocks
 * disagree by.
 */
#ifndef PHW_PHY_SOUNDING_ESTIMATOR_H
#define PHW_PHY_SOUNDING_ESTIMATOR_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"
#include "phy/sounding_arrival.h"
#include "phy/sounding_waveform.h"

PHW_BEGIN_C

/** Plans and room, for one thread. */
typedef struct phw_sounding_estimator phw_sounding_estimator;

/** Borrows the waveform. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_sounding_estimator_create(
    phw_sounding_estimator **out, const phw_sounding_waveform *w);

/** Takes NULL. */
PHW_API void phw_sounding_estimator_destroy(phw_sounding_estimator *e);

/** Estimates a burst whose first sample is sample[0]; those up to the end of its last
 * block are read. `cfo` is its carrier offset to within half a turn over the blocks'
 * smallest distance (phw_sounding_waveform_lag()), in cycles a sample. Transforms start
 * phw_sounding_estimator_early() samples before their block, for paths that come before
 * the one whose place it is. `out` gets all but start_sample and metric (0 and NaN);
 * its pilots are the estimator's, until the next call. */
PHW_API void phw_sounding_estimator_run(phw_sounding_estimator *e,
                                        phw_sounding_arrival *out, const phw_cf *sample,
                                        double cfo);

/** A quarter of the guard: paths from that much before to three times as much after a
 * burst's place disturb nothing. */
PHW_API size_t phw_sounding_estimator_early(const phw_sounding_waveform *w);

PHW_END_C

#endif
