/** @file
 * Whole 802.11 frames from bytes, for simulation and tests: legacy at every rate, and
 * HT-mixed ones of one stream (IEEE Std 802.11-2020, clauses 17 and 19).
 */
#ifndef PHW_PHY_WIFI_TRANSMITTER_H
#define PHW_PHY_WIFI_TRANSMITTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/signal.h"
#include "core/status.h"

PHW_BEGIN_C

/** What to send. */
typedef struct phw_wifi_transmission {
    double bandwidth_hz; /**< 20e6, 10e6 or 5e6; the rate of the samples */
    bool ht;             /**< an HT-mixed frame, else a legacy one */
    unsigned rate_mbps;  /**< legacy: 6 to 54, as at 20 MHz */
    unsigned mcs;        /**< HT: 0..7 */
    bool short_guard;    /**< HT */
    bool aggregated;     /**< HT: says so in HT-SIG; the bytes are the A-MPDU */
    unsigned seed;       /**< of the scrambler, 1..127 */
    const uint8_t *byte; /**< the PSDU as it is sent, check sequence included */
    size_t n_bytes;      /**< legacy 1..4095; HT 1..65535, at most 5.46 ms */
} phw_wifi_transmission;

/** One frame, given back with phw_signal_free(): every transform's samples have mean
 * power 1, at the bandwidth, no window between symbols. PHW_EARG, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_wifi_transmit(phw_signal *out,
                                                  const phw_wifi_transmission *t);

PHW_END_C

#endif
