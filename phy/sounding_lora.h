/** @file
 * The preamble of a LoRa frame.
 */
#ifndef PHW_PHY_SOUNDING_LORA_H
#define PHW_PHY_SOUNDING_LORA_H

#include "core/status.h"
#include "phy/sounding.h"

PHW_BEGIN_C

/** Up chirps, two of the sync word, down chirps. */
PHW_API extern const phw_sounding phw_sounding_lora;

PHW_END_C

#endif
