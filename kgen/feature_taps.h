/** @file
 * In-phase and quadrature part of every tap.
 */
#ifndef PHW_KGEN_FEATURE_TAPS_H
#define PHW_KGEN_FEATURE_TAPS_H

#include "kgen/feature.h"

PHW_BEGIN_C

/** The entry "taps": component 2 k is the real, 2 k + 1 the imaginary part of tap k of
 * phw_trace_taps_make(), by default over the packet's rms. Both ends must share a phase
 * reference, or take that of a tap (`reference`): its imaginary part is then 0, and
 * over the rms its real one the root of what the others leave, so they are left out
 * and later components move up. PHW_EINPUT for a real trace. */
extern PHW_API const phw_feature phw_feature_taps;

PHW_END_C

#endif
