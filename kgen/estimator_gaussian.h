/** @file
 * Gaussian model: each component an autoregressive process, the components jointly
 * Gaussian. A model, not a bound: the report names it.
 */
#ifndef PHW_KGEN_ESTIMATOR_GAUSSIAN_H
#define PHW_KGEN_ESTIMATOR_GAUSSIAN_H

#include "kgen/estimator.h"

PHW_BEGIN_C

/** The entry "gaussian". */
extern PHW_API const phw_estimator phw_estimator_gaussian;

/** The part of a series' variance that its past leaves open, in (0, 1]: the innovation
 * variance of an autoregressive model of the normal scores (Levinson-Durbin), lowered
 * to its 99 % confidence bound by Fisher's z of the multiple correlation. `order` 0
 * takes the least AIC up to min(16, n / 10). PHW_ESHORT for n below 16 or a constant
 * series. */
PHW_API PHW_MUST_USE phw_status phw_gaussian_innovation(double *fraction,
                                                        const double *x, size_t n,
                                                        unsigned order);

/** Min-entropy, bits, of an m-bit equal-probability symbol of a unit Gaussian that is
 * known up to a Gaussian error of variance `fraction` in (0, 1]:
 * -log2 E[max_s P(s | prediction)]. n_bits 1..4. */
PHW_API double phw_gaussian_min_entropy(double fraction, unsigned n_bits);

PHW_END_C

#endif
