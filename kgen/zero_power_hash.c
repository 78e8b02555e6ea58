#include "kgen/zero_power_hash.h"

#include <stdlib.h>

#include <sodium.h>

void phw_zero_power_count_blake2b(phw_zero_power_work *work, size_t size)
{
    const uint64_t blocks = size == 0 ? 1 : (uint64_t)(size - 1) / 128 + 1;
    work->additions += blocks * (UINT64_C(12) * 8 * 6 + 1);
    work->logic += blocks * (UINT64_C(12) * 8 * (4 + 4) + 24);
}

/* The string's bytes, to be wiped and freed. */
static phw_status copy_bytes(uint8_t **out, size_t *size, const phw_bits *bits)
{
    *size = bits->n / 8 + (bits->n % 8 != 0);
    *out = malloc(*size + 1);
    if (*out == NULL)
        return phw_fail(PHW_ENOMEM, "zero power: no memory for %zu bytes", *size);
    phw_bits_to_bytes(*out, bits);
    return PHW_OK;
}

static void wipe_bytes(uint8_t *byte, size_t size)
{
    sodium_memzero(byte, size);
    free(byte);
}

phw_status phw_zero_power_tag(uint64_t *out, phw_zero_power_work *work,
                              const phw_bits *bits,
                              const uint8_t nonce[PHW_ZERO_POWER_NONCE_SIZE])
{
    uint8_t *byte = NULL;
    size_t size = 0;
    uint8_t hash[crypto_generichash_BYTES_MIN];
    PHW_TRY(copy_bytes(&byte, &size, bits));
    (void)crypto_generichash(hash, sizeof hash, byte, size, nonce,
                             PHW_ZERO_POWER_NONCE_SIZE);
    phw_zero_power_count_blake2b(work, 128 + size); /* a keyed hash has a block more */
    wipe_bytes(byte, size);
    uint64_t tag = 0;
    for (unsigned i = 0; i < 8; ++i)
        tag |= (uint64_t)hash[i] << (8 * i);
    *out = tag;
    return PHW_OK;
}

/* 64 bits of s from bit `from` on, from < s->n; those past its end are 0. */
static inline uint64_t window(const phw_bits *s, size_t from)
{
    const size_t w = from / 64;
    const unsigned shift = from % 64;
    const uint64_t low = s->word[w] >> shift;
    const bool more = shift > 0 && w + 1 < phw_bits_words(s->n);
    return more ? low | s->word[w + 1] << (64 - shift) : low;
}

/* y = T x by columns: x[j] adds the m bits of the seed from n - 1 - j on, so the seed
 * may pass by bit after bit while the string is read backwards. */
phw_status phw_zero_power_key(phw_bits *out, phw_zero_power_work *work,
                              const phw_bits *x, const phw_bits *seed, size_t m)
{
    if (m == 0 || x->n == 0 || seed->n != x->n + m - 1)
        return phw_fail(PHW_EARG,
                        "zero power: a seed of %zu bits for %zu bits in and %zu out",
                        seed->n, x->n, m);
    const size_t n_words = phw_bits_words(m);
    phw_bits key = {0};
    PHW_TRY(phw_bits_alloc(&key, m));
    for (size_t j = x->n; j-- > 0;) {
        const uint64_t mask = 0 - (uint64_t)phw_bits_get(x, j);
        for (size_t w = 0; w < n_words; ++w)
            key.word[w] ^= window(seed, x->n - 1 - j + 64 * w) & mask;
    }
    if (m % 64 != 0)
        key.word[n_words - 1] &= (UINT64_C(1) << (m % 64)) - 1;
    work->additions += x->n * (2 + n_words);
    work->logic += x->n * (3 + 5 * n_words);
    *out = key;
    return PHW_OK;
}

phw_status phw_zero_power_confirm(uint8_t mac[PHW_TRANSCRIPT_SIZE],
                                  phw_zero_power_work *work, const phw_bits *key,
                                  phw_role role,
                                  const uint8_t digest[PHW_TRANSCRIPT_SIZE])
{
    static const char label[2][32] = {"phyward zero power reader",
                                      "phyward zero power device"};
    uint8_t derived[PHW_TRANSCRIPT_SIZE];
    uint8_t *byte = NULL;
    size_t size = 0;
    crypto_generichash_state state;
    PHW_TRY(copy_bytes(&byte, &size, key));
    (void)crypto_generichash_init(&state, NULL, 0, sizeof derived);
    (void)crypto_generichash_update(&state, (const uint8_t *)label[role],
                                    sizeof label[role]);
    (void)crypto_generichash_update(&state, byte, size);
    (void)crypto_generichash_final(&state, derived, sizeof derived);
    (void)crypto_generichash(mac, PHW_TRANSCRIPT_SIZE, digest, PHW_TRANSCRIPT_SIZE,
                             derived, sizeof derived);
    phw_zero_power_count_blake2b(work, sizeof label[role] + size);
    phw_zero_power_count_blake2b(work, 128 + PHW_TRANSCRIPT_SIZE);
    sodium_memzero(&state, sizeof state);
    sodium_memzero(derived, sizeof derived);
    wipe_bytes(byte, size);
    return PHW_OK;
}
