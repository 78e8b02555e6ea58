/** @file
 * A confidence interval of an equal error rate.
 */
#ifndef PHW_TOOLS_EQUAL_ERROR_H
#define PHW_TOOLS_EQUAL_ERROR_H

#include "auth/roc.h"
#include "tools/interval.h"

/** From the least to the greatest value that phw_interval_share() allows the two error
 * rates at the equal error's threshold, so never without a width: as if scores were
 * independent and the threshold had been fixed before. */
phw_interval phw_equal_error_interval(const phw_roc *roc);

#endif
