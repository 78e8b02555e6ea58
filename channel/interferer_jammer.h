/** @file
 * A jammer that is always on.
 */
#ifndef PHW_CHANNEL_INTERFERER_JAMMER_H
#define PHW_CHANNEL_INTERFERER_JAMMER_H

#include "channel/interferer.h"

PHW_BEGIN_C

/** "jammer": circular white noise without a pause: barrage jamming. */
PHW_API extern const phw_interferer phw_interferer_jammer;

PHW_END_C

#endif
