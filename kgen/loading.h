/** @file
 * How many bit planes of each component go on to reconciliation.
 */
#ifndef PHW_KGEN_LOADING_H
#define PHW_KGEN_LOADING_H

#include <stdint.h>

#include "core/status.h"
#include "kgen/assessment.h"
#include "kgen/features.h"
#include "kgen/raw.h"
#include "kgen/sampling.h"

PHW_BEGIN_C

/** Who decides. */
typedef enum phw_loading {
    PHW_LOADING_RATE = 0, /**< the public sample alone: planes whose error rate is at
                               most PHW_RECONCILE_RATE_MAX */
    PHW_LOADING_GAIN,     /**< of those, Alice, by what each brings, and she says so */
    PHW_N_LOADINGS
} phw_loading;

/** Parities that a reconciler is taken to disclose, by the least there have to be. */
#define PHW_LOADING_EFFICIENCY 1.15

/** Alice's choice, into n_planes[raw->n_components]: of each component the number of
 * planes j, selection->n_planes at most, for which
 *
 *     H(j) - said - sum over planes i <= j of n_i 1.15 h2(rate_i) - positions(j)
 *
 * is greatest, 0 when it is never above 0: H is her assessment of the component alone
 * at j planes, `said` what was said of it, n_i the bits to be reconciled, rate_i
 * their estimated error rate, and positions(j) what phw_positions_charge() would charge
 * for errors of those rates. What is too short for the assessment, or can't be judged
 * by it, has none. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_loading_choose(uint8_t *n_planes,
                                                   const phw_raw *raw,
                                                   const phw_selection *selection,
                                                   const phw_features *values,
                                                   phw_assessment_kind kind);

/** Most bits that the choice tells of her raw bits: log2 of how many there are, rounded
 * up. */
PHW_API uint64_t phw_loading_charge(const phw_raw *raw, const phw_selection *selection);

PHW_END_C

#endif
