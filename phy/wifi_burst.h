/** @file
 * The samples of a frame's beginning, for those who ask more of it than its channel.
 */
#ifndef PHW_PHY_WIFI_BURST_H
#define PHW_PHY_WIFI_BURST_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most data symbols after SIGNAL that a receiver keeps. */
#define PHW_WIFI_BURST_SYMBOLS_MAX 16

/** Samples at the channel bandwidth, as they were received: the carrier offset, of
 * which the frame tells cfo_hz, is still in them. sample[0] is the first of the short
 * training field when start_sample is exact, sample[PHW_OFDM_LONG_AT] the first of the
 * long training symbols, as phy/ofdm.h counts. The samples are the receiver's. */
typedef struct phw_wifi_burst {
    const phw_cf *sample;
    size_t from; /**< those before it lie before the recording, and are 0 */
    size_t to;   /**< PHW_OFDM_DATA_AT, and data symbols after it: as many as were asked
                    for, or up to the end of the recording. Those that follow the end
                    of the frame are noise, or the next frame */
} phw_wifi_burst;

PHW_END_C

#endif
