/** @file
 * Random Manchester of constant amplitude: looks like protection and is none.
 */
#ifndef PHW_ENCRYPT_NOISE_LAW_BINARY_H
#define PHW_ENCRYPT_NOISE_LAW_BINARY_H

#include "encrypt/noise_law.h"

PHW_BEGIN_C

/** The entry "binary". */
extern PHW_API const phw_noise_law phw_noise_law_binary;

PHW_END_C

#endif
