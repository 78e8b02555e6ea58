/** @file
 * Delay spread, and the correlation over frequency.
 */
#ifndef PHW_CHANNEL_VALIDATION_DELAY_H
#define PHW_CHANNEL_VALIDATION_DELAY_H

#include "channel/validation.h"

PHW_BEGIN_C

/** The entry "delay". */
PHW_API extern const phw_validation phw_validation_delay;

PHW_END_C

#endif
