/** @file
 * The entry "jamming" of the wiretap channels.
 */
#ifndef PHW_ENCRYPT_WIRETAP_MODEL_JAMMING_H
#define PHW_ENCRYPT_WIRETAP_MODEL_JAMMING_H

#include "encrypt/wiretap_model.h"

PHW_BEGIN_C

/** phw_wiretap_jamming_tail(): Bob's channel is known and steady, his SNR is
 * share x snr_bob; Eve's fades. */
PHW_API extern const phw_wiretap_model phw_wiretap_model_jamming;

PHW_END_C

#endif
