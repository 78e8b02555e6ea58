/** @file
 * Power of every tap of the impulse response.
 */
#ifndef PHW_KGEN_FEATURE_TAPS_POWER_H
#define PHW_KGEN_FEATURE_TAPS_POWER_H

#include "kgen/feature.h"

PHW_BEGIN_C

/** The entry "taps-power": power of each tap in dB, by default over that of the packet
 * (which takes gain control out, and makes one number of N follow from the others).
 * Taps as phw_trace_taps_make() gives them. A tap without power is -300 dB. Taps of a
 * channel whose scatterers are uncorrelated are nearly independent; a window makes
 * neighbours hang together. PHW_EINPUT for a real trace. */
extern PHW_API const phw_feature phw_feature_taps_power;

PHW_END_C

#endif
