/** @file
 * Amplitude of every coefficient, by default free of the receiver's gain.
 */
#ifndef PHW_KGEN_FEATURE_AMPLITUDE_H
#define PHW_KGEN_FEATURE_AMPLITUDE_H

#include "kgen/feature.h"

PHW_BEGIN_C

/** The entry "amplitude". */
extern PHW_API const phw_feature phw_feature_amplitude;

PHW_END_C

#endif
