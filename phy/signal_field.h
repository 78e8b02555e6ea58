/** @file
 * The SIGNAL field of a legacy OFDM frame: rate and length in 24 bits, sent as one BPSK
 * symbol at rate 1/2 (IEEE Std 802.11-2020, 17.3.4).
 */
#ifndef PHW_PHY_SIGNAL_FIELD_H
#define PHW_PHY_SIGNAL_FIELD_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "phy/ofdm.h"

PHW_BEGIN_C

#define PHW_SIGNAL_N_BITS     24
#define PHW_SIGNAL_LENGTH_MAX 4095

/** What the field says. */
typedef struct phw_signal_field {
    unsigned rate_mbps; /**< 6, 9, 12, 18, 24, 36, 48 or 54, as at 20 MHz; a channel of
                           10 or 5 MHz carries a half or a quarter of it */
    unsigned length;    /**< bytes of the frame, 1..4095 */
} phw_signal_field;

/** The 24 bits in the order they are sent, a byte each. PHW_EARG for another rate or
 * length. */
PHW_API PHW_MUST_USE phw_status phw_signal_field_write(uint8_t bit[PHW_SIGNAL_N_BITS],
                                                       const phw_signal_field *field);

/** Reads 24 bits. PHW_EINPUT when the parity, the reserved bit, the tail, the rate or
 * the length is not one that is sent; one in 512 strings of random bits passes, so that
 * passing is not yet a detection. */
PHW_API PHW_MUST_USE phw_status
phw_signal_field_read(phw_signal_field *out, const uint8_t bit[PHW_SIGNAL_N_BITS]);

/** The 48 data carriers' values, +1 or -1, in the order of phw_ofdm_data: coded and
 * interleaved. PHW_EARG as phw_signal_field_write(). */
PHW_API PHW_MUST_USE phw_status phw_signal_field_encode(float point[PHW_OFDM_N_DATA],
                                                        const phw_signal_field *field);

/** The field from 48 soft values, as phw_viterbi_decode() takes them. PHW_EINPUT as
 * phw_signal_field_read(). */
PHW_API PHW_MUST_USE phw_status
phw_signal_field_decode(phw_signal_field *out, const float soft[PHW_OFDM_N_DATA]);

/** Data symbols that follow a SIGNAL field which phw_signal_field_write() takes:
 * service, bytes and tail, rounded up (equation 17-11); 0 for any other. */
PHW_API size_t phw_signal_field_symbols(const phw_signal_field *field);

PHW_END_C

#endif
