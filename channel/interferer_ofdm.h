/** @file
 * Another OFDM transmission in the same channel.
 */
#ifndef PHW_CHANNEL_INTERFERER_OFDM_H
#define PHW_CHANNEL_INTERFERER_OFDM_H

#include "channel/interferer.h"

PHW_BEGIN_C

/** "ofdm": symbols of 64 samples and a prefix of 16 without a pause, 52 carriers (all
 * but DC and the 11 at the edges) of random QPSK, as IEEE Std 802.11-2020, 17.3 at the
 * rate of the samples. Its grid of symbols begins at a place of its own. */
PHW_API extern const phw_interferer phw_interferer_ofdm;

PHW_END_C

#endif
