/** @file
 * Powers, fourth moments and K factors, over the ensemble.
 */
#ifndef PHW_CHANNEL_VALIDATION_MOMENTS_H
#define PHW_CHANNEL_VALIDATION_MOMENTS_H

#include "channel/validation.h"

PHW_BEGIN_C

/** The entry "moments". */
PHW_API extern const phw_validation phw_validation_moments;

PHW_END_C

#endif
