/** @file
 * Stationary Gaussian noise whose power spectrum is the amplitude spectrum |S(f)| of
 * the tag's pulse (not |S|^2): what is best without knowing where the edges are.
 */
#ifndef PHW_ENCRYPT_NOISE_LAW_SHAPED_H
#define PHW_ENCRYPT_NOISE_LAW_SHAPED_H

#include "encrypt/noise_law.h"

PHW_BEGIN_C

/** The entry "shaped". */
extern PHW_API const phw_noise_law phw_noise_law_shaped;

PHW_END_C

#endif
