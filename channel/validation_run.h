/** @file
 * What one long run shows: its mean power, and where its spectrum ends.
 */
#ifndef PHW_CHANNEL_VALIDATION_RUN_H
#define PHW_CHANNEL_VALIDATION_RUN_H

#include "channel/validation.h"

PHW_BEGIN_C

/** The entry "run". */
PHW_API extern const phw_validation phw_validation_one_run;

PHW_END_C

#endif
