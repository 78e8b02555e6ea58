/** @file
 * Sums over pairs of rows, by blocks of time, from which correlations and crossings are
 * told with any one block left out.
 */
#ifndef PHW_KGEN_COHERENCE_SUMS_H
#define PHW_KGEN_COHERENCE_SUMS_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/features.h"

PHW_BEGIN_C

/** Blocks of time. */
#define PHW_COHERENCE_BLOCKS 8

/** No block is left out. */
#define PHW_COHERENCE_ALL PHW_COHERENCE_BLOCKS

/** A zeroed one is empty and may be freed. Entries b * (n_lags + 1) + k are of pairs of
 * rows i and i + k, i in block b, of all series. */
typedef struct phw_coherence_sums {
    double *product; /**< of the scaled values */
    double *crossed; /**< pairs on two sides of the series' median */
    double *pairs;
    size_t n_lags;
} phw_coherence_sums;

/** The sums over the first n_rows rows of the series c < n_series of x that are not
 * constant, to be freed. n_lags < n_rows. PHW_ESHORT when all are constant; PHW_EINPUT
 * when a value is not finite; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_coherence_sums_make(phw_coherence_sums *out,
                                                        const phw_features *x,
                                                        size_t n_rows, size_t n_series,
                                                        size_t n_lags);

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_coherence_sums_free(phw_coherence_sums *s);

/** rho[0 .. n_lags], rho[0] = 1, without block `left_out`. */
PHW_API void phw_coherence_sums_correlation(double *rho, const phw_coherence_sums *s,
                                            size_t left_out);

/** share[0 .. n_lags] of the pairs that crossed, without block `left_out`. */
PHW_API void phw_coherence_sums_crossed(double *share, const phw_coherence_sums *s,
                                        size_t left_out);

PHW_END_C

#endif
