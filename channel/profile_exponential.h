/** @file
 * Equally spaced taps whose powers fall exponentially.
 */
#ifndef PHW_CHANNEL_PROFILE_EXPONENTIAL_H
#define PHW_CHANNEL_PROFILE_EXPONENTIAL_H

#include "channel/profile.h"

PHW_BEGIN_C

/** "exponential": n taps (2..PHW_TAPS_MAX, 24 unless said) over 30 dB of decay: p_l
 * falls by a factor 1000^(-1/n) a tap, and the spacing is the one that makes the RMS
 * delay spread exact. Its frequency correlation is within
 * 0.01 of the continuous profile's |1 / (1 + j 2 pi df DS)| up to df = 1 / (2 DS). */
PHW_API extern const phw_profile phw_profile_exponential;

PHW_END_C

#endif
