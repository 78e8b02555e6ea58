/** @file
 * What two traces tell about each other, and a third about both.
 */
#ifndef PHW_TOOLS_INFORMATION_H
#define PHW_TOOLS_INFORMATION_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"
#include "kgen/agreement_config.h"
#include "kgen/features.h"
#include "kgen/information.h"
#include "kgen/secret_capacity.h"

/** Most methods and windows of one run. */
#define PHW_INFORMATION_METHODS_MAX 8
#define PHW_INFORMATION_WINDOWS_MAX 8

/** The parties' series at their common rows. A zeroed one may be freed. */
typedef struct phw_information_rows {
    phw_features alice, bob;         /**< the rows that both have */
    phw_features eve;                /**< with her: of the rows that all three have */
    phw_features alice_eve, bob_eve; /**< the others at those */
    phw_features plain_alice, plain_bob; /**< as alice and bob, before any transform */
} phw_information_rows;

/** Extracts, filters, pairs and transforms (bases from Alice's series); `eve` may be
 * NULL. As the parts; PHW_ESHORT when there is no common row. To be freed. */
PHW_MUST_USE phw_status phw_information_rows_make(phw_information_rows *out,
                                                  const phw_trace *alice,
                                                  const phw_trace *bob,
                                                  const phw_trace *eve,
                                                  const phw_agreement_config *config);

/** Gives back. */
void phw_information_rows_free(phw_information_rows *r);

/** Correlation of what a moving average takes off and of what it leaves. */
typedef struct phw_information_split {
    size_t window;      /**< rows */
    double trend;       /**< correlation of the averages, mean over the components */
    double fading;      /**< and of what is left */
    double trend_share; /**< of Alice's variance, mean over the components */
} phw_information_split;

/** Splits both series by a moving average of `window` rows (odd). As
 * phw_features_detrend(). */
PHW_MUST_USE phw_status phw_information_split_by(phw_information_split *out,
                                                 const phw_features *alice,
                                                 const phw_features *bob,
                                                 size_t window);

#endif
