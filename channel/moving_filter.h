/** @file
 * A filter whose coefficients move while samples go through: the arithmetic of
 * channel/delay_line.h, on real and imaginary parts apart.
 */
#ifndef PHW_CHANNEL_MOVING_FILTER_H
#define PHW_CHANNEL_MOVING_FILTER_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most samples of one run: sums and times stay in the first cache. */
#define PHW_MOVING_FILTER_SAMPLES_MAX 512

/** Values that a cubic goes through. */
#define PHW_MOVING_FILTER_KNOTS 4

/** One coefficient: re[0] + re[1] t + re[2] t^2 + re[3] t^3, t from 0 to 1. */
typedef struct phw_coefficient {
    float re[PHW_MOVING_FILTER_KNOTS];
    float im[PHW_MOVING_FILTER_KNOTS];
} phw_coefficient;

/** The filter at work. Everything it points to stays the caller's. */
typedef struct phw_moving_filter {
    size_t n_knots; /**< 2: the coefficients are lines (re[0], re[1] alone are looked
                         at); PHW_MOVING_FILTER_KNOTS: cubics */
    size_t n;       /**< coefficients, 1 or more */
    const ptrdiff_t *lag;               /**< n, >= 0: how many samples ago */
    const phw_coefficient *coefficient; /**< n */
} phw_moving_filter;

/** n coefficients as straight lines from knot[0][i] at t = 0 to knot[1][i] at 1. */
void phw_moving_filter_lines(phw_coefficient *out, phw_cf *const *knot, size_t n);

/** n coefficients as the cubics (Lagrange's) through knot[0..3][i] at t = -1, 0, 1, 2.
 */
void phw_moving_filter_cubics(phw_coefficient *out, phw_cf *const *knot, size_t n);

/** Samples that come out, and when. One object, so that the compiler knows its parts
 * apart. */
typedef struct phw_moving_tile {
    float re[PHW_MOVING_FILTER_SAMPLES_MAX];
    float im[PHW_MOVING_FILTER_SAMPLES_MAX];
    float along[PHW_MOVING_FILTER_SAMPLES_MAX]; /**< t of each sample, 0 to 1 */
} phw_moving_tile;

/** y[i] = sum_k c_k(along[i]) x[i - lag[k]], i < n <= PHW_MOVING_FILTER_SAMPLES_MAX:
 * the tile's re[n] and im[n] from its along[n] and the input's parts, which reach back
 * by the largest lag. One sample does not depend on how many are asked for at once. */
void phw_moving_filter_run(const phw_moving_filter *filter, phw_moving_tile *inout,
                           const float *re, const float *im, size_t n);

PHW_END_C

#endif
