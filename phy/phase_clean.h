/** @file
 * What the cleaners `phase` and `timing` have in common. Not installed.
 */
#ifndef PHW_PHY_PHASE_CLEAN_H
#define PHW_PHY_PHASE_CLEAN_H

#include <stdbool.h>

#include "core/status.h"
#include "core/trace.h"
#include "phy/cleaner.h"

/** The parameters of both, in their order: fit, to. */
#define PHW_PHASE_CLEAN_PARAMS 2
extern const phw_param phw_phase_clean_param[PHW_PHASE_CLEAN_PARAMS];

/** Takes each probe's line off, or with `slope_alone` what of it is a slope. As
 * phw_cleaner.apply. */
PHW_MUST_USE phw_status phw_phase_clean(phw_clean_report *report, phw_trace *inout,
                                        const phw_params *params, bool slope_alone);

#endif
