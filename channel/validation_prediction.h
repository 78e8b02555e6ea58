/** @file
 * How well the next value is foreseen by who has listened long.
 */
#ifndef PHW_CHANNEL_VALIDATION_PREDICTION_H
#define PHW_CHANNEL_VALIDATION_PREDICTION_H

#include "channel/validation.h"

PHW_BEGIN_C

/** The entry "prediction". */
PHW_API extern const phw_validation phw_validation_prediction;

PHW_END_C

#endif
