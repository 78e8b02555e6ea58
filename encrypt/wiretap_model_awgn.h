/** @file
 * The entry "awgn" of the wiretap channels.
 */
#ifndef PHW_ENCRYPT_WIRETAP_MODEL_AWGN_H
#define PHW_ENCRYPT_WIRETAP_MODEL_AWGN_H

#include "encrypt/wiretap_model.h"

PHW_BEGIN_C

/** phw_wiretap_awgn_bits(). */
PHW_API extern const phw_wiretap_model phw_wiretap_model_awgn;

PHW_END_C

#endif
