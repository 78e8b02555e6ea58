/** @file
 * The figures of a run of the asymmetric agreement, as results tell them.
 */
#ifndef PHW_TOOLS_ASYMMETRIC_RESULT_H
#define PHW_TOOLS_ASYMMETRIC_RESULT_H

#include "tools/asymmetric.h"
#include "tools/result.h"

/** Adds all of them; `explanation` is phw_asymmetric_explain()'s. */
void phw_asymmetric_fields(phw_result *out, const phw_asymmetric *a,
                           const phw_zero_power_config *config,
                           const char *explanation);

#endif
