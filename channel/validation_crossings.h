/** @file
 * How often the envelope crosses a level, and how long it stays below.
 */
#ifndef PHW_CHANNEL_VALIDATION_CROSSINGS_H
#define PHW_CHANNEL_VALIDATION_CROSSINGS_H

#include "channel/validation.h"

PHW_BEGIN_C

/** The entry "crossings". */
PHW_API extern const phw_validation phw_validation_crossings;

PHW_END_C

#endif
