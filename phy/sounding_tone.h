/** @file
 * A single tone.
 */
#ifndef PHW_PHY_SOUNDING_TONE_H
#define PHW_PHY_SOUNDING_TONE_H

#include "core/status.h"
#include "phy/sounding.h"

PHW_BEGIN_C

/** One bin: its amplitude and phase, and its frequency. */
PHW_API extern const phw_sounding phw_sounding_tone;

PHW_END_C

#endif
