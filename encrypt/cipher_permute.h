/** @file
 * Symbol order: the symbols of a frame in an order that the key draws.
 */
#ifndef PHW_ENCRYPT_CIPHER_PERMUTE_H
#define PHW_ENCRYPT_CIPHER_PERMUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "encrypt/cipher.h"

PHW_BEGIN_C

/** out[i] = in[order[i]] by a uniform order. Hides the order alone: which symbols there
 * are stays visible, so it goes with xor or a rotation. Which memory it touches depends
 * on the order, so other programs on the same core can learn of it through the cache.
 */
PHW_API extern const phw_cipher phw_cipher_permute;

/** The draws of a Fisher-Yates shuffle: j[i] uniform in [0, i] for i from n - 1 down to
 * 1, j[0] = 0; entries i and j[i] change places in that order. Each draw is Lemire's
 * bounded multiplication of a little-endian 32-bit word of keystream, with rejection
 * (ACM Trans. Model. Comput. Simul. 29(1), 2019), so without bias. n up to
 * PHW_FRAME_SYMBOLS_MAX; PHW_EARG beyond, and the keystream's errors. */
PHW_API PHW_MUST_USE phw_status phw_shuffle_draw(uint32_t *j, size_t n,
                                                 const phw_keystream *keystream);

/** The draw of one word for a bound of 1 or more: true and `*out` below it, or false
 * when the word has to be thrown away, which is for bound's 2^32 mod bound words. */
PHW_API bool phw_shuffle_bounded(uint32_t *out, uint32_t word, uint32_t bound);

PHW_END_C

#endif
