/** @file
 * The long training symbols of 802.11 OFDM.
 */
#ifndef PHW_PHY_SOUNDING_WIFI_LTF_H
#define PHW_PHY_SOUNDING_WIFI_LTF_H

#include "core/status.h"
#include "phy/sounding.h"

PHW_BEGIN_C

/** 52 carriers of 64, half a symbol of guard, twice. */
PHW_API extern const phw_sounding phw_sounding_wifi_ltf;

PHW_END_C

#endif
