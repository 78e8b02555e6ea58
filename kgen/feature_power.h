/** @file
 * Received power: one component, dB.
 */
#ifndef PHW_KGEN_FEATURE_POWER_H
#define PHW_KGEN_FEATURE_POWER_H

#include "kgen/feature.h"

PHW_BEGIN_C

/** The entry "power". */
extern PHW_API const phw_feature phw_feature_power;

PHW_END_C

#endif
