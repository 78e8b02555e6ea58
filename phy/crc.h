/** @file
 * Cyclic redundancy checks over bits that lie one to a byte, in the order of the air.
 */
#ifndef PHW_PHY_CRC_H
#define PHW_PHY_CRC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** One check: the remainder's highest coefficient leaves first. */
typedef struct phw_crc {
    unsigned width;      /**< 1..32 bits */
    uint32_t polynomial; /**< without its highest coefficient */
    uint32_t preset;     /**< of the register */
    uint32_t complement; /**< XORed onto the register at the end */
} phw_crc;

/** EPC Gen2's CRC-16: x^16 + x^12 + x^5 + 1, preset FFFF, ones-complemented (GS1 EPC
 * UHF Gen2 2.0.1, annex F.2). */
extern PHW_API const phw_crc phw_crc_16_gen2;

/** EPC Gen2's CRC-5: x^5 + x^3 + 1, preset 01001 (annex F.1). */
extern PHW_API const phw_crc phw_crc_5_gen2;

/** The parity of Mode S: x^24 + x^23 + ... + x^10 + x^3 + 1, generator FFF409 (ICAO
 * Annex 10, volume IV, 3.1.2.3.3). */
extern PHW_API const phw_crc phw_crc_24_mode_s;

/** The check of HT-SIG: x^8 + x^2 + x + 1, preset and complement of ones (IEEE Std
 * 802.11-2020, 19.3.9.4.4). */
extern PHW_API const phw_crc phw_crc_8_ht;

/** The register after `n` bits (each 0 or 1), before the complement: what is left of a
 * whole message, its check at the end, is a constant of the code. */
PHW_API uint32_t phw_crc_remainder(const phw_crc *crc, const uint8_t *bit, size_t n);

/** The check value of `n` bits. */
PHW_API uint32_t phw_crc_value(const phw_crc *crc, const uint8_t *bit, size_t n);

/** Whether the last `crc->width` of `n` bits are the check of those before; false for
 * n <= width. */
PHW_API bool phw_crc_matches(const phw_crc *crc, const uint8_t *bit, size_t n);

/** The bits [0, n), n <= 64, as a number, the first one highest: how a check and a
 * field are read. */
PHW_API uint64_t phw_crc_number(const uint8_t *bit, size_t n);

/** CRC-32 of 802.11 and Ethernet over n whole bytes, the lowest bit of each first: the
 * four bytes that follow them are this value's, the lowest first (IEEE Std 802.11-2020,
 * 9.2.4.8). */
PHW_API uint32_t phw_crc_32(const uint8_t *byte, size_t n);

PHW_END_C

#endif
