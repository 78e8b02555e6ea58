/** @file
 * The entry "split" of the wiretap channels.
 */
#ifndef PHW_ENCRYPT_WIRETAP_MODEL_SPLIT_H
#define PHW_ENCRYPT_WIRETAP_MODEL_SPLIT_H

#include "encrypt/wiretap_model.h"

PHW_BEGIN_C

/** phw_wiretap_budget_share() and what it gives; snr_bob and snr_eve are of
 * the carrier at full power. */
PHW_API extern const phw_wiretap_model phw_wiretap_model_split;

PHW_END_C

#endif
