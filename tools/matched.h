/** @file
 * The features of all parties at the probes that Alice and Bob have in common: what
 * correlations and pictures are made of.
 */
#ifndef PHW_TOOLS_MATCHED_H
#define PHW_TOOLS_MATCHED_H

#include <stdbool.h>

#include "core/status.h"
#include "core/trace.h"
#include "kgen/agreement_config.h"
#include "kgen/features.h"
#include "kgen/public_facts.h"

/** A zeroed one is empty and may be freed. */
typedef struct phw_matched {
    phw_features alice;
    phw_features bob;
    phw_features eve; /**< no rows without her, or where she lacks a probe */
} phw_matched;

/** Takes probe numbers for instants when neither trace has any, and then moves Alice's
 * by `delay` (s, or probes): the two ways of an exchange are not simultaneous. Eve's
 * trace, which may be empty, follows Bob's. PHW_EINPUT when one alone has instants. */
PHW_MUST_USE phw_status phw_matched_delay(phw_trace *alice, phw_trace *bob,
                                          phw_trace *eve, double delay);

/** Refuses pairs that can't be: traces of another kind or width, or without a common
 * probe. PHW_EINPUT names both files and what they have. Pairing by time needs
 * instants, or, when `delayed`, phw_matched_delay() before. */
PHW_MUST_USE phw_status phw_matched_check(const phw_trace *alice,
                                          const char *alice_name, const phw_trace *bob,
                                          const char *bob_name, phw_pairing pairing,
                                          bool delayed);

/** Features, filtered but not transformed, at the rows of the facts; `eve` may be
 * NULL. Empty when the facts have no rows. To be freed. */
PHW_MUST_USE phw_status phw_matched_make(phw_matched *out, const phw_trace *alice,
                                         const phw_trace *bob, const phw_trace *eve,
                                         const phw_agreement_config *config,
                                         const phw_public_facts *facts);

/** Mean over the components of Pearson's correlation of two parties' series; NaN when
 * no component varies. */
double phw_matched_correlation(const phw_features *a, const phw_features *b);

/** Wipes and gives back. */
void phw_matched_free(phw_matched *m);

#endif
