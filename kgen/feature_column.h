/** @file
 * A column of the trace: an angle, a delay, a level.
 */
#ifndef PHW_KGEN_FEATURE_COLUMN_H
#define PHW_KGEN_FEATURE_COLUMN_H

#include "kgen/feature.h"

PHW_BEGIN_C

/** The entry "column": what was measured beside the channel, as phyward estimate and
 * import write it: angles, delays and powers of rays, received levels. Probes where it
 * is not a number have no row (which those are becomes public). Only what both ends
 * measure alike makes a key: an angle of arrival does where both arrays stand parallel;
 * of a known place it is no secret. PHW_EINPUT when the trace has no such column,
 * PHW_ESHORT when it never has a number. */
extern PHW_API const phw_feature phw_feature_column;

PHW_END_C

#endif
