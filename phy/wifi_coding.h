/** @file
 * How 802.11 puts bytes on carriers: puncturing, interleaving, constellations (IEEE Std
 * 802.11-2020, 17.3.5 and 19.3.11), one stream of 20 MHz.
 */
#ifndef PHW_PHY_WIFI_CODING_H
#define PHW_PHY_WIFI_CODING_H

#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most data carriers, and most coded bits, of a symbol. */
#define PHW_WIFI_CARRIERS_MAX 52
#define PHW_WIFI_CODED_MAX    (PHW_WIFI_CARRIERS_MAX * 6)

/** One rate. */
typedef struct phw_wifi_coding {
    unsigned n_carriers;       /**< with data: 48 legacy, 52 HT */
    unsigned bits_per_carrier; /**< 1, 2, 4 or 6: BPSK, QPSK, 16-QAM, 64-QAM */
    unsigned numerator;        /**< of the code rate: 1/2, 2/3, 3/4 or 5/6 */
    unsigned denominator;
    unsigned n_coded; /**< coded bits of a symbol */
    unsigned n_data;  /**< data bits of a symbol */
} phw_wifi_coding;

/** The legacy rate of that many Mb/s at 20 MHz: 6, 9, 12, 18, 24, 36, 48 or 54.
 * PHW_EARG for any other. */
PHW_API PHW_MUST_USE phw_status phw_wifi_coding_legacy(phw_wifi_coding *out,
                                                       unsigned rate_mbps);

/** HT of one stream, mcs 0..7. PHW_EARG for any other. */
PHW_API PHW_MUST_USE phw_status phw_wifi_coding_ht(phw_wifi_coding *out, unsigned mcs);

/** Symbols for the service field, `n_bytes` and the tail (equation 17-11). */
PHW_API size_t phw_wifi_coding_symbols(const phw_wifi_coding *c, size_t n_bytes);

/** Whether coded bit k of the rate-1/2 code is sent (17.3.5.6, 19.3.11.6). */
PHW_API int phw_wifi_coding_sends(const phw_wifi_coding *c, size_t k);

/** Where coded bit k < n_coded of a symbol goes: carrier place * bits_per_carrier +
 * bit (equations 17-16, 17-17 and 19-82, 19-83). */
PHW_API size_t phw_wifi_coding_interleaved(const phw_wifi_coding *c, size_t k);

/** The point, mean power 1, of bits_per_carrier bits (17.3.5.8). */
PHW_API phw_cf phw_wifi_coding_point(const phw_wifi_coding *c, const uint8_t *bit);

/** Sum of the squared distances of n equalised points to the nearest ones. */
PHW_API double phw_wifi_coding_error(const phw_wifi_coding *c, const phw_cf *x,
                                     size_t n);

/** Soft values of a carrier's bits, positive for 1, in the size of their likelihood
 * (the larger of two sums stands for them both) up to one factor for all carriers:
 * `matched` is what arrived times conj(h), `gain` is |h|^2. */
PHW_API void phw_wifi_coding_soft(float *soft, const phw_wifi_coding *c, phw_cf matched,
                                  float gain);

/** Scrambles, and descrambles, n bits with x^7 + x^4 + 1 from the state `seed`, 0..127
 * (17.3.5.5); the state after. */
PHW_API unsigned phw_wifi_scramble(uint8_t *bit, size_t n, unsigned seed);

/** The seed that made the first seven bits, which were zero before. */
PHW_API unsigned phw_wifi_scrambler_seed(const uint8_t bit[7]);

PHW_END_C

#endif
