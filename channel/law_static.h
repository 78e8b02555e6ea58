/** @file
 * A channel that does not fade.
 */
#ifndef PHW_CHANNEL_LAW_STATIC_H
#define PHW_CHANNEL_LAW_STATIC_H

#include "channel/law.h"

PHW_BEGIN_C

/** "static": one wave of unit power and no shift; the phase is the trial's, the
 * envelope always 1. */
PHW_API extern const phw_law phw_law_static;

PHW_END_C

#endif
