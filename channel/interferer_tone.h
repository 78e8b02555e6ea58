/** @file
 * A carrier.
 */
#ifndef PHW_CHANNEL_INTERFERER_TONE_H
#define PHW_CHANNEL_INTERFERER_TONE_H

#include "channel/interferer.h"

PHW_BEGIN_C

/** "tone": e^{j (2 pi offset_hz t + phase)}, the phase drawn once. */
PHW_API extern const phw_interferer phw_interferer_tone;

PHW_END_C

#endif
