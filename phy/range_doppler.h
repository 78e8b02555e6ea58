/** @file
 * Delay and Doppler shift of what a known reference on an OFDM grid came back from: the
 * maximum of a two-dimensional periodogram, which is the maximum-likelihood estimate
 * for one path.
 *
 * The input is a channel estimate H on N subcarriers of M symbols, symbol by symbol
 * (H[l N + k]), and the model one path
 * H = a e^(-j 2 pi k df delay) e^(+j 2 pi l T doppler) + noise of variance 1 / snr.
 */
#ifndef PHW_PHY_RANGE_DOPPLER_H
#define PHW_PHY_RANGE_DOPPLER_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most subcarriers, symbols, and refinement of the image. */
#define PHW_RANGE_DOPPLER_MAX     4096
#define PHW_RANGE_DOPPLER_PAD_MAX 16

/** Where H was taken. */
typedef struct phw_range_doppler_grid {
    size_t n_subcarriers; /**< N, 2 to PHW_RANGE_DOPPLER_MAX */
    size_t n_symbols;     /**< M, the same */
    double spacing_hz;    /**< df > 0, between neighbouring subcarriers */
    double interval_s;    /**< T > 0, between the starts of neighbouring symbols */
} phw_range_doppler_grid;

/** A path. */
typedef struct phw_range_doppler_peak {
    double delay_s;    /**< in [0, 1 / df): later ones come around */
    double doppler_hz; /**< in [-1 / (2 T), 1 / (2 T)) */
    double power;      /**< |sum|^2 / (N M): N M |a|^2 for a path, about 1 for noise of
                            variance 1 */
} phw_range_doppler_peak;

/** Plans and scratch for one grid; belongs to one thread. */
typedef struct phw_range_doppler phw_range_doppler;

/** An image of pad N x pad M points; pad 1 has independent ones, from pad 2 on
 * estimates are the maximum-likelihood ones.
 * PHW_EARG, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_range_doppler_create(
    phw_range_doppler **out, const phw_range_doppler_grid *grid, size_t pad);

/** Takes NULL. */
PHW_API void phw_range_doppler_destroy(phw_range_doppler *rd);

/** The image of h[M N], kept until the next call: point [d n + i] with n = pad N is the
 * power (as in phw_range_doppler_peak) at delay i / (n df) and Doppler shift
 * d / (pad M T), from the middle on less 1 / T. */
PHW_API const float *phw_range_doppler_image(phw_range_doppler *rd, const phw_cf *h);

/** The highest point of the image, then parabolas through points a sixteenth of 1 / (N
 * df) and of 1 / (M T) around it, again and again until their error is far below the
 * bound's. With pad 1 the highest point as it is. Finite `h`. */
PHW_API void phw_range_doppler_estimate(phw_range_doppler_peak *out,
                                        phw_range_doppler *rd, const phw_cf *h);

/** Cramer and Rao's bounds of the standard deviations at signal to noise `snr` > 0 of a
 * resource element: sqrt(6 / ((2 pi df)^2 N M (N^2 - 1) snr)) seconds, and
 * sqrt(6 / ((2 pi T)^2 N M (M^2 - 1) snr)) Hz. */
PHW_API void phw_range_doppler_bound(double *delay_s, double *doppler_hz,
                                     const phw_range_doppler_grid *grid, double snr);

/** By how much the highest of `n_points` independent points of noise is above their
 * mean with probability `false_alarm` in (0, 1): -ln(1 - (1 - p)^(1 / n)). */
PHW_API double phw_range_doppler_threshold(double false_alarm, size_t n_points);

PHW_END_C

#endif
