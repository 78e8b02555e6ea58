/** @file
 * Random permutations of packed bits that cost a few word operations a word: the bits
 * of each word change places at random, then the words exchange random halves of their
 * bits with random partners, again and again.
 *
 * In the second part a bit keeps its column (its position in the word), and the columns
 * are permuted among the words independently of each other. Read by columns of n / 64
 * places, no two bits of one word come to stand in one column: two short ranges of
 * bits, one before in a word and one after in a column, never share two bits, which a
 * uniform permutation now and then lets happen.
 */
#ifndef PHW_KGEN_NETWORK_H
#define PHW_KGEN_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/rng.h"
#include "core/status.h"

PHW_BEGIN_C

/** Two words exchange the bits of a mask. */
typedef struct phw_network_exchange {
    uint32_t a, b;
    uint64_t mask;
} phw_network_exchange;

/** A zeroed one is empty and may be freed. */
typedef struct phw_network {
    size_t n;        /**< bits */
    size_t n_places; /**< n rounded up to a multiple of 64; places without a bit hold
                          zero */
    bool columns;    /**< whether the places go by columns */
    uint64_t *inner; /**< bits of each word that change places with the one 32, 16, 8,
                          4, 2 and 1 above, words side by side */
    uint8_t column[64];             /**< by columns: which comes when */
    phw_network_exchange *exchange; /**< in order */
    size_t n_exchanges;
} phw_network;

/** Draws a network for n bits, 1 .. 2^31, from a public stream. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_network_make(phw_network *out, size_t n,
                                                 bool columns, const phw_rng *rng);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_network_free(phw_network *net);

/** Sends n bits of `in` to n_places of `out`; the bits of `in` past n are zero. The
 * scratch has room for n_places / 64 + 64 words, which hold something; it has bits of
 * `in` afterwards. */
PHW_API void phw_network_apply(uint64_t *out, const phw_network *net,
                               const uint64_t *in, uint64_t *scratch);

/** Where each bit goes, and which bit stands at each place (UINT32_MAX: none). Room for
 * n and n_places. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_network_tables(uint32_t *place_of_bit,
                                                   uint32_t *bit_of_place,
                                                   const phw_network *net);

PHW_END_C

#endif
