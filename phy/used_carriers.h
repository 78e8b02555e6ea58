/** @file
 * Which subcarriers an 802.11 OFDM signal uses: the others, at the band's edges and
 * around its middle, hold no channel, whatever a capture has there.
 */
#ifndef PHW_PHY_USED_CARRIERS_H
#define PHW_PHY_USED_CARRIERS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** Formats of 802.11 with subcarriers of their own. */
typedef enum phw_carrier_plan {
    PHW_CARRIERS_LEGACY = 0, /**< 802.11a/g, and its duplicates over 40 MHz and more:
                                  1..26 either side of each 20 MHz' middle */
    PHW_CARRIERS_HT, /**< HT and VHT: 1..28 in 20, 2..58 in 40, 2..122 in 80 MHz,
                          and 160 as two of 80 */
    PHW_CARRIERS_HE, /**< HE: a quarter of the distance; 2..122, 3..244, 3..500,
                          and 160 as two of 80 */
    PHW_N_CARRIER_PLANS
} phw_carrier_plan;

/** "legacy", "ht", "he"; NULL for others. */
PHW_API const char *phw_carrier_plan_name(phw_carrier_plan plan);

/** Subcarriers' distance at 20 MHz and multiples of it, Hz: 312500, of HE 78125. */
PHW_API double phw_carrier_spacing_hz(phw_carrier_plan plan);

/** Whether a signal of `width_mhz` (20, 40, 80 or 160) has power on subcarrier k, 0 in
 * the middle of its band. IEEE 802.11-2020, 17.3.5.10, 19.3.7, 21.3.7; IEEE
 * 802.11ax-2021, 27.3.2.2 (all of a band to one user). */
PHW_API bool phw_carrier_is_used(phw_carrier_plan plan, int width_mhz, int k);

PHW_END_C

#endif
