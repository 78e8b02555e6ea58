/** @file
 * Multiple regression of series of mean 0 and norm 1 (phw_series_normalise()), a
 * regressor at a time: rows of the Cholesky factor of their correlations.
 */
#ifndef PHW_KGEN_REGRESSION_H
#define PHW_KGEN_REGRESSION_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** What the regressors leave open of a series' variance, below which it is rounding. */
#define PHW_REGRESSION_SINGULAR 1e-12

/** The regressors taken so far. A zeroed one may be freed. */
typedef struct phw_regression {
    double *factor;           /**< row after row of n_max + 1 entries; one a regressor,
                                   and behind them that of the series tried last */
    const double **regressor; /**< the caller's series, and the one tried last */
    size_t n;                 /**< regressors; 0 starts again */
    size_t n_max;
    size_t n_rows; /**< values of a series */
} phw_regression;

/** No regressor yet, room for n_max; given back with phw_regression_free(). PHW_ENOMEM.
 */
PHW_API PHW_MUST_USE phw_status phw_regression_alloc(phw_regression *out, size_t n_rows,
                                                     size_t n_max);

/** Wipes what came of the series, and gives back. */
PHW_API void phw_regression_free(phw_regression *g);

/** Tries x[n_rows], the caller's: the share in [0, 1] of its variance that the
 * regressors leave open, 1 - R^2. */
PHW_API double phw_regression_try(phw_regression *g, const double *x);

/** Takes the series tried last as a regressor, n < n_max; the caller keeps it as long
 * as this. One of which less than PHW_REGRESSION_SINGULAR was open adds nothing. */
PHW_API void phw_regression_take(phw_regression *g);

/** out[n_rows]: the regressors' prediction of the series tried last, once. */
PHW_API void phw_regression_predict(double *out, phw_regression *g);

/** The 99 % lower bound of a share that p >= 1 regressors left open of n values (or as
 * many as they are worth): phw_regression_bound() of 1 - share, adjusted for the
 * regressors. 0 for n <= p + 3 and for a share below PHW_REGRESSION_SINGULAR. */
PHW_API double phw_regression_share(double open, double n, size_t p);

/** 1 - R'^2 for a multiple correlation R = sqrt(r_squared), r_squared in [0, 1], of n
 * values, with p regressors: R' = tanh(atanh(R) + 2.576 / sqrt(n - p - 3)) is its 99 %
 * upper bound (Fisher's transform). 0 for n <= p + 3. */
PHW_API double phw_regression_bound(double r_squared, size_t n, size_t p);

PHW_END_C

#endif
