/** @file
 * Which carriers a symbol uses, legacy or HT of 20 MHz, and for what (IEEE Std
 * 802.11-2020, 17.3.5.9, 19.3.11.10).
 */
#ifndef PHW_PHY_WIFI_CARRIERS_H
#define PHW_PHY_WIFI_CARRIERS_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "phy/ofdm.h"

PHW_BEGIN_C

/** Carriers of an HT symbol, and those with data. */
#define PHW_HT_N_USED 56
#define PHW_HT_N_DATA 52

/** Plain tables. */
typedef struct phw_wifi_carriers {
    size_t n_used;
    size_t n_data;
    int16_t carrier[PHW_HT_N_USED];   /**< n_used, rising, without 0 */
    int8_t training[PHW_HT_N_USED];   /**< of the long training symbol, +1 or -1 */
    uint8_t data[PHW_HT_N_DATA];      /**< where the n_data data carriers lie */
    uint8_t pilot[PHW_OFDM_N_PILOTS]; /**< where the pilots -21, -7, 7, 21 lie */
} phw_wifi_carriers;

/** The 52 legacy carriers. */
PHW_API void phw_wifi_carriers_legacy(phw_wifi_carriers *out);

/** The 56 HT carriers. */
PHW_API void phw_wifi_carriers_ht(phw_wifi_carriers *out);

/** The bin of a transform of n_fft >= 57 points that a carrier falls into. */
static inline size_t phw_wifi_carriers_bin(int carrier, size_t n_fft)
{
    return carrier < 0 ? n_fft - (size_t)-carrier : (size_t)carrier;
}

PHW_END_C

#endif
