#include "encrypt/cipher_xor.h"

#include <sodium.h>

#include "core/vectorised.h"

#define BLOCK 16384

PHW_VECTORISED static void mix(uint8_t *restrict label, const uint8_t *restrict key,
                               size_t n, uint8_t mask)
{
    for (size_t i = 0; i < n; ++i)
        label[i] = (uint8_t)(label[i] ^ (key[i] & mask));
}

/* A byte of keystream for each label, whatever its width: the rest is thrown away. */
static phw_status labels(uint8_t *label, size_t n, unsigned n_bits,
                         const phw_keystream *keystream, bool undo)
{
    (void)undo; /* its own inverse */
    uint8_t key[BLOCK];
    const uint8_t mask = (uint8_t)((1U << n_bits) - 1);
    phw_status s = PHW_OK;
    for (size_t at = 0; at < n && !s; at += BLOCK) {
        const size_t take = n - at < BLOCK ? n - at : BLOCK;
        s = phw_keystream_read(key, keystream, at, take);
        if (!s)
            mix(label + at, key, take, mask);
    }
    sodium_memzero(key, n < BLOCK ? n : BLOCK);
    return s;
}

const phw_cipher phw_cipher_xor = {
    .name = "xor",
    .summary = "labels xored before modulation: hides them in any modulation, at no "
               "cost in SNR",
    .reference = "G. S. Vernam, J. AIEE 45 (1926) 109, on constellation labels",
    .use = "phyward symbol label",
    .domain = PHW_CIPHER_LABELS,
    .hides_labels = true,
    .labels = labels,
};
