/** @file
 * How much two series tell about each other when one is moved in time: their cross
 * correlation at all lags at once.
 *
 * Lag L puts a[r + L] beside b[r].
 */
#ifndef PHW_KGEN_CROSSLAG_H
#define PHW_KGEN_CROSSLAG_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** The transforms for pairs of series of given lengths, and the correlation that was
 * made last. Belongs to one thread. */
typedef struct phw_crosslag phw_crosslag;

/** Where two series agree most. */
typedef struct phw_crosslag_peak {
    ptrdiff_t lag; /**< never 0 */
    double z;      /**< as phw_crosslag_z() of independent white series */
} phw_crosslag_peak;

/** For two series of n_rows values each, 8 .. 2^24, and lags up to half of them either
 * way; given back with phw_crosslag_destroy(). PHW_EARG, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_crosslag_create(phw_crosslag **out, size_t n_rows);

/** For series a and b of n_a and n_b values and all lags; given back with
 * phw_crosslag_destroy(). PHW_EARG above 2^26 values in all; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_crosslag_create_all(phw_crosslag **out, size_t n_a,
                                                        size_t n_b);

/** Takes NULL. Wipes. */
PHW_API void phw_crosslag_destroy(phw_crosslag *c);

/** Entries of a spectrum. */
PHW_API size_t phw_crosslag_spectrum_size(const phw_crosslag *c);

/** The spectrum of x[n] less its mean, over its deviation; 0 when x is constant. n is
 * that of the series a or b, at least 1; out[phw_crosslag_spectrum_size()] is caller's.
 */
PHW_API void phw_crosslag_spectrum(const phw_crosslag *c, phw_cf *out, const double *x,
                                   size_t n);

/** Correlates the series of spectra a and b: what phw_crosslag_z() reads. */
PHW_API void phw_crosslag_correlate(phw_crosslag *c, const phw_cf *a, const phw_cf *b);

/** Values of b that have one of a beside them at this lag. */
PHW_API size_t phw_crosslag_overlap(const phw_crosslag *c, ptrdiff_t lag);

/** |sum_r a[r + lag] b[r]| / sqrt(overlap inflation) of the series correlated last, the
 * overlap at least 1: standard deviations from 0 for independent ones, of memory that
 * phw_crosslag_inflation() tells (1: either is white). */
PHW_API double phw_crosslag_z(const phw_crosslag *c, ptrdiff_t lag, double inflation);

/** How much memory widens the correlation of independent series of spectra a and b:
 * sum over all lags of rho_a rho_b, at least 1 (Bartlett, J. R. Stat. Soc. 98(3),
 * 1935), by Parseval's theorem. Asks for phw_crosslag_create_all(). */
PHW_API double phw_crosslag_inflation(const phw_crosslag *c, const phw_cf *a,
                                      const phw_cf *b);

/** Correlates the series of spectra a and b, of equal length, and returns the lag, up
 * to half the length either way and not 0, of the largest z. */
PHW_API phw_crosslag_peak phw_crosslag_best(phw_crosslag *c, const phw_cf *a,
                                            const phw_cf *b);

/** The z from which a best lag counts: independent white series of n_rows exceed it
 * once in 10^6 pairs (Bonferroni over the lags, normal tails). */
PHW_API double phw_crosslag_threshold(size_t n_rows);

PHW_END_C

#endif
