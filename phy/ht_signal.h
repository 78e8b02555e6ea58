/** @file
 * HT-SIG, the second header of an 802.11n frame: two symbols of 48 points turned by 90
 * degrees, 48 bits with a check of 8 (IEEE Std 802.11-2020, 19.3.9.4.3).
 */
#ifndef PHW_PHY_HT_SIGNAL_H
#define PHW_PHY_HT_SIGNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "core/status.h"
#include "phy/ofdm.h"

PHW_BEGIN_C

#define PHW_HT_SIGNAL_N_BITS     48
#define PHW_HT_SIGNAL_N_POINTS   (2 * PHW_OFDM_N_DATA)
#define PHW_HT_SIGNAL_LENGTH_MAX 65535
#define PHW_HT_SIGNAL_MCS_MAX    76

/** What the field says (table 19-11). */
typedef struct phw_ht_signal {
    unsigned mcs;             /**< 0..76: 0..7 one stream, 8..15 two ... */
    unsigned bandwidth_mhz;   /**< 20 or 40 */
    unsigned length;          /**< bytes, 0..65535; 0 is a sounding frame */
    bool smoothing;           /**< the channel may be smoothed over carriers */
    bool sounding;            /**< a sounding frame (the inverse of the bit sent) */
    bool aggregated;          /**< the bytes are an A-MPDU */
    unsigned stbc;            /**< streams of space-time code, 0..3 */
    bool ldpc;                /**< low-density parity check code, else convolutional */
    bool short_guard;         /**< guard intervals of 8 samples, else of 16 */
    unsigned n_extra_spatial; /**< extension spatial streams, 0..3 */
} phw_ht_signal;

/** The 48 bits in the order they are sent, a byte each. PHW_EARG names the field out of
 * range. */
PHW_API PHW_MUST_USE phw_status phw_ht_signal_write(uint8_t bit[PHW_HT_SIGNAL_N_BITS],
                                                    const phw_ht_signal *field);

/** Reads 48 bits. PHW_EINPUT when the check, the tail, the reserved bit or the MCS is
 * not one that is sent: random bits pass once in 2^15. */
PHW_API PHW_MUST_USE phw_status
phw_ht_signal_read(phw_ht_signal *out, const uint8_t bit[PHW_HT_SIGNAL_N_BITS]);

/** Whether the 8-bit check of two header symbols' bits is right, which HT-SIG and
 * VHT-SIG-A have in one place: over the first 34 bits, in bits 34 to 41, and that the
 * six tail bits are zero. */
PHW_API bool phw_ht_signal_check(const uint8_t bit[PHW_HT_SIGNAL_N_BITS]);

/** The values, +1 or -1, of the 48 data carriers of either symbol (on the imaginary
 * axis for HT-SIG), in the order of phw_ofdm_data: coded and interleaved. */
PHW_API void phw_ht_signal_code(float point[PHW_HT_SIGNAL_N_POINTS],
                                const uint8_t bit[PHW_HT_SIGNAL_N_BITS]);

/** The likeliest 48 bits of 96 soft values in that order, as phw_viterbi_decode() takes
 * them. */
PHW_API void phw_ht_signal_decode(uint8_t bit[PHW_HT_SIGNAL_N_BITS],
                                  const float soft[PHW_HT_SIGNAL_N_POINTS]);

PHW_END_C

#endif
