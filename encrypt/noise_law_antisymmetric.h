/** @file
 * Gaussian noise, one draw a pair of half bits, with opposite signs in the two: all
 * of it lies where the tag's signal lies.
 */
#ifndef PHW_ENCRYPT_NOISE_LAW_ANTISYMMETRIC_H
#define PHW_ENCRYPT_NOISE_LAW_ANTISYMMETRIC_H

#include "encrypt/noise_law.h"

PHW_BEGIN_C

/** The entry "antisymmetric". */
extern PHW_API const phw_noise_law phw_noise_law_antisymmetric;

PHW_END_C

#endif
