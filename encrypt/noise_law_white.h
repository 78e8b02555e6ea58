/** @file
 * Gaussian noise, independent from sample to sample.
 */
#ifndef PHW_ENCRYPT_NOISE_LAW_WHITE_H
#define PHW_ENCRYPT_NOISE_LAW_WHITE_H

#include "encrypt/noise_law.h"

PHW_BEGIN_C

/** The entry "white". */
extern PHW_API const phw_noise_law phw_noise_law_white;

PHW_END_C

#endif
