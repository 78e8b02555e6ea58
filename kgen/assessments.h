/** @file
 * The ways of assessing raw key material that can be chosen by name.
 */
#ifndef PHW_KGEN_ASSESSMENTS_H
#define PHW_KGEN_ASSESSMENTS_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/assessment.h"

PHW_BEGIN_C

/** One of them: which estimators have a say, and what for. */
typedef struct phw_assessment_entry {
    const char *name;      /**< as users write it */
    const char *summary;   /**< one line */
    const char *reference; /**< where it comes from */
} phw_assessment_entry;

/** The entry of that kind (phw_assessment_kind); NULL past the last. */
PHW_API const phw_assessment_entry *phw_assessment_at(size_t kind);

/** The kind of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_assessment_find(phw_assessment_kind *out,
                                                    const char *name);

PHW_END_C

#endif
