/** @file
 * Gaussian noise, independent from half bit to half bit and constant inside.
 */
#ifndef PHW_ENCRYPT_NOISE_LAW_HALFBIT_H
#define PHW_ENCRYPT_NOISE_LAW_HALFBIT_H

#include "encrypt/noise_law.h"

PHW_BEGIN_C

/** The entry "halfbit". */
extern PHW_API const phw_noise_law phw_noise_law_halfbit;

PHW_END_C

#endif
