/** @file
 * That taps, and the two quadratures of each, are independent.
 */
#ifndef PHW_CHANNEL_VALIDATION_INDEPENDENCE_H
#define PHW_CHANNEL_VALIDATION_INDEPENDENCE_H

#include "channel/validation.h"

PHW_BEGIN_C

/** The entry "independence". */
PHW_API extern const phw_validation phw_validation_independence;

PHW_END_C

#endif
