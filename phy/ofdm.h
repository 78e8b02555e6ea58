/** @file
 * The constants of legacy 802.11 OFDM (IEEE Std 802.11-2020, clause 17): carriers,
 * training sequences, pilots and lengths, in samples at the channel bandwidth.
 */
#ifndef PHW_PHY_OFDM_H
#define PHW_PHY_OFDM_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

#define PHW_OFDM_N_FFT     64  /**< points of a symbol's transform */
#define PHW_OFDM_N_GUARD   16  /**< samples of the guard interval */
#define PHW_OFDM_N_SYMBOL  80  /**< samples of a symbol with its guard interval */
#define PHW_OFDM_N_USED    52  /**< carriers in use: data and pilots */
#define PHW_OFDM_N_DATA    48  /**< data carriers */
#define PHW_OFDM_N_PILOTS  4   /**< pilot carriers */
#define PHW_OFDM_N_SHORT   16  /**< period of the short training sequence */
#define PHW_OFDM_SHORT_END 160 /**< where the short training field ends */
#define PHW_OFDM_LONG_AT   192 /**< where the first long training symbol starts */
#define PHW_OFDM_SIGNAL_AT 320 /**< where SIGNAL's guard interval starts */
#define PHW_OFDM_DATA_AT   400 /**< where the first data symbol starts */

/** Entry i of every array of 52: its carrier, -26..-1 then 1..26. */
PHW_API extern const int8_t phw_ofdm_carrier[PHW_OFDM_N_USED];

/** The long training symbol on the 52 carriers, +1 or -1 (equation 17-8). */
PHW_API extern const int8_t phw_ofdm_long[PHW_OFDM_N_USED];

/** The short training symbol on the 52 carriers: entry i stands for
 * phw_ofdm_short[i] * (1 + j) * sqrt(13 / 6) (equation 17-6). */
PHW_API extern const int8_t phw_ofdm_short[PHW_OFDM_N_USED];

/** Where the data carriers lie in an array of 52, rising. */
PHW_API extern const uint8_t phw_ofdm_data[PHW_OFDM_N_DATA];

/** Where the pilots (carriers -21, -7, 7, 21) lie in an array of 52. */
PHW_API extern const uint8_t phw_ofdm_pilot[PHW_OFDM_N_PILOTS];

/** The pilots' values where the polarity is +1: 1, 1, 1, -1. */
PHW_API extern const int8_t phw_ofdm_pilot_value[PHW_OFDM_N_PILOTS];

/** The polarity (+1 or -1) of the pilots of symbol `symbol`, 0 being SIGNAL; period 127
 * (equation 17-25). */
PHW_API int phw_ofdm_polarity(size_t symbol);

/** The bin of a transform of n_fft >= 53 points that entry i of 52 falls into. */
static inline size_t phw_ofdm_bin(size_t i, size_t n_fft)
{
    return i < PHW_OFDM_N_USED / 2 ? n_fft + i - PHW_OFDM_N_USED / 2
                                   : i + 1 - PHW_OFDM_N_USED / 2;
}

/** Distance of neighbouring carriers in Hz, bandwidth / 64. PHW_EARG unless the
 * bandwidth is 20e6, 10e6 or 5e6 Hz. */
PHW_API PHW_MUST_USE phw_status phw_ofdm_spacing(double *spacing_hz,
                                                 double bandwidth_hz);

/** How many whole times `bandwidth_hz` goes into `rate_hz`, 1..64. PHW_EARG for any
 * other rate and for bandwidths that phw_ofdm_spacing() refuses. */
PHW_API PHW_MUST_USE phw_status phw_ofdm_oversampling(size_t *factor, double rate_hz,
                                                      double bandwidth_hz);

PHW_END_C

#endif
