/** @file
 * An amplifier without flaws.
 */
#ifndef PHW_CHANNEL_POWER_AMPLIFIER_NONE_H
#define PHW_CHANNEL_POWER_AMPLIFIER_NONE_H

#include "channel/power_amplifier.h"

PHW_BEGIN_C

/** "none": y = x. */
PHW_API extern const phw_power_amplifier phw_power_amplifier_none;

PHW_END_C

#endif
