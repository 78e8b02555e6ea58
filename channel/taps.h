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

/** PHW_EARG when there is no tap or there are too many, or a delay is negative, a power
 * negative, a steady share outside 0..1, one of them not finite, or all power zero. */
PHW_API PHW_MUST_USE phw_status phw_taps_check(const phw_taps *taps);

/** Scales the powers so that they sum to 1. PHW_EARG as phw_taps_check(); `taps` is
 * then as it was. */
PHW_API PHW_MUST_USE phw_status phw_taps_normalize(phw_taps *taps);

/** Mean excess delay in s, weighted by power: sum p tau / sum p. */
PHW_API double phw_taps_mean_delay(const phw_taps *taps);

/** RMS delay spread in s: the standard deviation of the delay, weighted by power. */
PHW_API double phw_taps_delay_spread(const phw_taps *taps);

/** Reads taps as users write them, by commas: of each its delay and mean power, then
 * perhaps Rice's factor, `k=6dB` or `k=los` (no scatter at all), and the Doppler
 * spectrum of the scatter by its name, with its parameters at their defaults:
 *     0ns 0dB k=6dB, 30ns -1dB, 1.2us -10dB spectrum=gauss2
 * Delays in any order, powers relative: they are normalised to sum to 1. PHW_EARG names
 * the tap, counted from 0, and what is wrong with it. */
PHW_API PHW_MUST_USE phw_status phw_taps_read(phw_taps *out, const char *text);

PHW_END_C

#endif
