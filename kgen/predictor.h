/** @file
 * How well one party's series can be told from another's: multiple regression of normal
 * scores.
 */
#ifndef PHW_KGEN_PREDICTOR_H
#define PHW_KGEN_PREDICTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "kgen/features.h"

PHW_BEGIN_C

/** Most regressors. */
#define PHW_PREDICTOR_REGRESSORS_MAX 48

/** Most components of one view that are looked at beyond linearly, in squares and
 * products. */
#define PHW_PREDICTOR_PRODUCTS_MAX 8

/** One way to look at what the other party has. */
typedef struct phw_predictor_view {
    phw_features x; /**< as many rows as the target, row by row */
    bool always;    /**< whether it is asked also where no correlation shows */
} phw_predictor_view;

/** share[c], in [0, 1], for each component c of the target: 1 - R'^2, what `n_views`
 * views leave open of its normal scores, R' the 99 % upper bound of their multiple
 * correlation R.
 *
 * Regressors are the components' normal scores, their plain values and, of the first
 * PHW_PREDICTOR_PRODUCTS_MAX of each view, squares and products of the scores. Normal
 * scores of views that are `always` there take part in any case, all others where their
 * own correlation is beyond chance (1 % among all of them, Bonferroni). The strongest
 * count: at most PHW_PREDICTOR_REGRESSORS_MAX and an eighth of the effective rows, n
 * over the mean phw_lag_inflation() of the target with the strongest four; likenesses
 * of others come last. R is that of the regression or of its normal scores, the larger.
 * R^2 is adjusted for p regressors and n effective rows and raised to its bound
 * (phw_regression_share()). Too few rows to tell leave nothing open.
 *
 * A dependence that is neither linear nor quadratic in any of them is not seen.
 * PHW_EARG when a view has other rows; PHW_EINPUT when a value is not finite;
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_predictor_open(double *share,
                                                   const phw_features *target,
                                                   const phw_predictor_view *view,
                                                   size_t n_views);

PHW_END_C

#endif
