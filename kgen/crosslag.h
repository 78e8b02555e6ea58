/** @file
 * At which lag one series tells most about another: their cross correlation at all lags
 * at once.
 */
#ifndef PHW_KGEN_CROSSLAG_H
#define PHW_KGEN_CROSSLAG_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** The transforms for series of one length. Belongs to one thread. */
typedef struct phw_crosslag phw_crosslag;

/** Where two series agree most. */
typedef struct phw_lag {
    ptrdiff_t lag; /**< L of a[r + L] beside b[r]; never 0 */
    double z;      /**< |correlation| sqrt(overlap): standard deviations from 0 for
                        independent white series */
} phw_lag;

/** For series of n_rows values, 8 .. 2^24; given back with phw_crosslag_destroy().
 * PHW_EARG, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_crosslag_create(phw_crosslag **out, size_t n_rows);

/** Takes NULL. */
PHW_API void phw_crosslag_destroy(phw_crosslag *c);

/** Entries of a spectrum. */
PHW_API size_t phw_crosslag_spectrum_size(const phw_crosslag *c);

/** The spectrum of x[n_rows], of mean 0 and any scale;
 * out[phw_crosslag_spectrum_size()] is caller's. */
PHW_API void phw_crosslag_spectrum(phw_crosslag *c, phw_cf *out, const double *x);

/** The lag, up to half the length either way and not 0, at which the series of spectra
 * a and b, each of norm 1 (sum of squares), agree most: |sum_r a[r + L] b[r]| n / (n -
 * |L|)^(1/2) is largest. */
PHW_API phw_lag phw_crosslag_best(phw_crosslag *c, const phw_cf *a, const phw_cf *b);

/** The z from which a best lag counts: independent white series of n_rows exceed it
 * once in 10^6 pairs (Bonferroni over the lags, normal tails). */
PHW_API double phw_crosslag_threshold(size_t n_rows);

PHW_END_C

#endif
