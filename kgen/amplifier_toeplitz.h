/** @file
 * The entry "toeplitz" of the amplifiers.
 */
#ifndef PHW_KGEN_AMPLIFIER_TOEPLITZ_H
#define PHW_KGEN_AMPLIFIER_TOEPLITZ_H

#include "kgen/amplifier.h"

PHW_BEGIN_C

/** See kgen/toeplitz.h. */
PHW_API extern const phw_amplifier phw_amplifier_toeplitz;

PHW_END_C

#endif
