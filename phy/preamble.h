/** @file
 * A legacy OFDM frame for simulation: short and long training, SIGNAL, and data symbols
 * of random points (IEEE Std 802.11-2020, 17.3.3).
 */
#ifndef PHW_PHY_PREAMBLE_H
#define PHW_PHY_PREAMBLE_H

#include <stddef.h>

#include "core/rng.h"
#include "core/signal.h"
#include "core/status.h"

PHW_BEGIN_C

/** What to send. */
typedef struct phw_preamble_config {
    double rate_hz;           /**< a whole multiple, 1..64, of the bandwidth */
    double bandwidth_hz;      /**< 20e6, 10e6 or 5e6 */
    unsigned rate_mbps;       /**< in SIGNAL; 6 and 9 make BPSK payload, others QPSK */
    unsigned length;          /**< in SIGNAL, 1..4095 bytes */
    size_t n_payload_symbols; /**< data symbols to append, 0..1366; not tied to length:
                                 phw_signal_field_symbols() tells what it implies */
    phw_rng payload;          /**< the data carriers' points */
} phw_preamble_config;

/** One frame: 400 + 80 n_payload_symbols samples times rate / bandwidth, given back
 * with phw_signal_free(). Every transform's samples have mean power 1 and only the 52
 * carriers are in use at any rate (no window between symbols). The first long training
 * symbol starts at sample 192 * rate / bandwidth. PHW_EARG, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_preamble_write(phw_signal *out,
                                                   const phw_preamble_config *config);

PHW_END_C

#endif
