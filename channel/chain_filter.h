/** @file
 * How one radio's transmit or receive chain differs from the nominal one: a gain, a
 * phase, and a short impulse response. Two radios' chains differ in both directions, so
 * what they measure of one channel is not the same until it is calibrated
 * (channel/calibration.h).
 */
#ifndef PHW_CHANNEL_CHAIN_FILTER_H
#define PHW_CHANNEL_CHAIN_FILTER_H

#include <stddef.h>

#include "core/rng.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most samples of an impulse response. */
#define PHW_CHAIN_FILTER_TAPS_MAX 16

/** Zeroed: none, samples pass as they are. */
typedef struct phw_chain_filter_config {
    double gain_db;   /**< of the whole chain, -60..60 */
    double phase_rad; /**< at most 2 pi either way */
    double ripple_db; /**< mean power of the later samples of the impulse response over
                         the first one's, -100..-3; 0: none */
    size_t n_taps;    /**< 2..PHW_CHAIN_FILTER_TAPS_MAX with ripple; 0: 4 */
} phw_chain_filter_config;

/** A plain value. */
typedef struct phw_chain_filter {
    size_t n;                               /**< samples of the impulse response */
    phw_cf tap[PHW_CHAIN_FILTER_TAPS_MAX];  /**< the first at delay 0 */
    phw_cf past[PHW_CHAIN_FILTER_TAPS_MAX]; /**< n - 1 input samples, the latest last */
} phw_chain_filter;

/** Draws the later samples, independent circular normals of equal power; the first is
 * the gain and the phase. A radio's filter is its own for good: the trial of `rng`
 * stays what it is while a radio lasts. PHW_EARG names the field. */
PHW_API PHW_MUST_USE phw_status phw_chain_filter_draw(
    phw_chain_filter *out, const phw_chain_filter_config *config, const phw_rng *rng);

/** H(f) = sum_i tap_i e^{-j 2 pi f i / rate}. */
PHW_API phw_cf phw_chain_filter_gain(const phw_chain_filter *filter, double offset_hz,
                                     double rate_hz);

/** Silence came before. */
PHW_API void phw_chain_filter_reset(phw_chain_filter *filter);

/** Filters the next n samples; the same for every division into blocks. */
PHW_API void phw_chain_filter_run(phw_chain_filter *filter, phw_cf *inout, size_t n);

PHW_END_C

#endif
