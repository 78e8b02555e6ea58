/** @file
 * The randomizers of values at work: which values of an end are quantized, by a seed of
 * the transcript, and what the entropy of what came of it is.
 */
#ifndef PHW_KGEN_RANDOMIZATION_H
#define PHW_KGEN_RANDOMIZATION_H

#include <stdint.h>

#include "core/status.h"
#include "kgen/agreement_config.h"
#include "kgen/assessment.h"
#include "kgen/features.h"
#include "kgen/picks.h"
#include "kgen/raw.h"

PHW_BEGIN_C

/** Values on their way into the quantizer. A zeroed one is empty and may be freed. */
typedef struct phw_randomization {
    phw_picks picks;    /**< empty: the values are taken as they stand */
    phw_features whole; /**< all values in their own order; empty with the picks */
} phw_randomization;

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_randomization_free(phw_randomization *r);

/** Where the configuration's randomizer is one of values, puts the picked ones in place
 * of `values` and all of them into `out`; else leaves them and empties `out`. To be
 * freed. Errors as the entry's. */
PHW_API PHW_MUST_USE phw_status phw_randomize(phw_randomization *out,
                                              phw_features *values, uint64_t seed,
                                              const phw_agreement_config *config);

/** As phw_assess() of raw material that was made of `values` after phw_randomize():
 * what is public about an order must not look like chance, so symbols are assessed in
 * the values' own places; and where some rows were left out, all rows, quantized alike,
 * are assessed too and the lesser counts, because a part has at most the entropy of the
 * whole: a period that is longer than one step does not show in rows drawn at random.
 */
PHW_API PHW_MUST_USE phw_status phw_randomization_assess(
    phw_assessment *out, const phw_randomization *r, const phw_raw *raw,
    const phw_features *values, const phw_agreement_config *config);

PHW_END_C

#endif
