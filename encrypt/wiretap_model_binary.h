/** @file
 * The entry "binary" of the wiretap channels.
 */
#ifndef PHW_ENCRYPT_WIRETAP_MODEL_BINARY_H
#define PHW_ENCRYPT_WIRETAP_MODEL_BINARY_H

#include "encrypt/wiretap_model.h"

PHW_BEGIN_C

/** phw_wiretap_binary_bits() of both, ratios to real noise. */
PHW_API extern const phw_wiretap_model phw_wiretap_model_binary;

PHW_END_C

#endif
