/** @file
 * Correlation matrices of several parties' features, shrunk where the rows are few, and
 * their determinants.
 */
#ifndef PHW_KGEN_COVARIANCE_H
#define PHW_KGEN_COVARIANCE_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/features.h"

PHW_BEGIN_C

/** Most series of all parties together. */
#define PHW_COVARIANCE_SERIES_MAX 512

/** Rows by series from which the correlations are taken as they are. */
#define PHW_COVARIANCE_ROWS_A_SERIES 20

/** A zeroed one may be freed. */
typedef struct phw_covariance {
    double *r; /**< n x n, row after row: correlations, 1 on the diagonal */
    size_t n;  /**< series: the parties' components one after the other */
    double
        shrinkage; /**< share in 0 .. 1 that was taken off what is off the diagonal */
} phw_covariance;

/** Of the components of party[0 .. n_parties - 1], which have equally many rows (3 or
 * more, asserted); to be freed. Below PHW_COVARIANCE_ROWS_A_SERIES rows a series they
 * are shrunk towards 0 by the share that minimises the expected squared error,
 *   sum Var(r_ij) / sum r_ij^2  over i != j,  Var(r) = (1 - r^2)^2 / (rows - 1)
 * (Schaefer and Strimmer, Stat. Appl. Genet. Mol. Biol. 4(1), 2005; the variance is the
 * normal's); or, however many, by `shrinkage` when that is 0 or more. PHW_EARG above
 * PHW_COVARIANCE_SERIES_MAX series; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_covariance_measure(phw_covariance *out,
                                                       const phw_features *const *party,
                                                       size_t n_parties,
                                                       double shrinkage);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_covariance_free(phw_covariance *c);

/** log2 of the determinant of the rows and columns of series [from, to) and, when
 * there are any, [also_from, also_to). An empty selection has 0. PHW_ESHORT when it is
 * singular: a series is told by the others; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_covariance_log2_det(double *out,
                                                        const phw_covariance *c,
                                                        size_t from, size_t to,
                                                        size_t also_from,
                                                        size_t also_to);

PHW_END_C

#endif
