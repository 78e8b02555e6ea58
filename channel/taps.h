/** @file
 * A power delay profile: the delays of a channel's taps and their mean powers.
 */
#ifndef PHW_CHANNEL_TAPS_H
#define PHW_CHANNEL_TAPS_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** Most taps of one channel. */
#define PHW_TAPS_MAX 64

struct phw_spectrum; /* channel/spectrum.h */

/** A plain value: copy it freely. A zeroed tap scatters with Clarke's spectrum. */
typedef struct phw_taps {
    size_t n;                     /**< taps, 1..PHW_TAPS_MAX */
    double delay_s[PHW_TAPS_MAX]; /**< excess delays, >= 0, in the profile's order */
    double power[PHW_TAPS_MAX];   /**< mean powers E|h|^2, linear, all of the tap */
    /** Shares, 0..1, of the powers that are a steady line of sight, K / (K + 1) of
     * Rice's factor: 0 scatters only, 1 does not fade at all. */
    double steady[PHW_TAPS_MAX];
    /** Doppler spectra of what scatters, static and constant; NULL is Clarke's. */
    const struct phw_spectrum *spectrum[PHW_TAPS_MAX];
} phw_taps;

/** Scales the powers so that they sum to 1. PHW_EARG when one is negative or not
 * finite, or all are zero; `taps` is then as it was. */
PHW_API PHW_MUST_USE phw_status phw_taps_normalize(phw_taps *taps);

/** Mean excess delay in s, weighted by power: sum p tau / sum p. */
PHW_API double phw_taps_mean_delay(const phw_taps *taps);

/** RMS delay spread in s: the standard deviation of the delay, weighted by power. */
PHW_API double phw_taps_delay_spread(const phw_taps *taps);

PHW_END_C

#endif
