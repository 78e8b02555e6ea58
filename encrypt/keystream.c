#include "encrypt/keystream.h"

#include <string.h>

#include <sodium.h>

#define BLOCK 64

phw_status phw_keystream_derive(phw_key *out, const phw_key *key, const char *use)
{
    return phw_key_derive(out, PHW_KEYSTREAM_KEY_SIZE, key, use);
}

static void nonce_of(uint8_t nonce[crypto_stream_chacha20_ietf_NONCEBYTES],
                     const phw_keystream *keystream)
{
    for (unsigned i = 0; i < 4; ++i)
        nonce[i] = (uint8_t)(keystream->stream >> (8 * i));
    for (unsigned i = 0; i < 8; ++i)
        nonce[4 + i] = (uint8_t)(keystream->frame >> (8 * i));
}

/* What lies in a block that begins before `from`: at most its last BLOCK - 1 bytes. */
static size_t read_within(uint8_t *out, const uint8_t *nonce, const uint8_t *key,
                          uint64_t from, size_t n)
{
    const size_t skip = (size_t)(from % BLOCK);
    if (skip == 0)
        return 0;
    const size_t take = n < BLOCK - skip ? n : BLOCK - skip;
    uint8_t block[BLOCK] = {0};
    (void)crypto_stream_chacha20_ietf_xor_ic(block, block, sizeof block, nonce,
                                             (uint32_t)(from / BLOCK), key);
    memcpy(out, block + skip, take);
    sodium_memzero(block, sizeof block);
    return take;
}

phw_status phw_keystream_read(uint8_t *out, const phw_keystream *keystream,
                              uint64_t from, size_t n)
{
    if (keystream->key->size != PHW_KEYSTREAM_KEY_SIZE)
        return phw_fail(PHW_EARG, "keystream: a key of %zu bytes; expected %d",
                        keystream->key->size, PHW_KEYSTREAM_KEY_SIZE);
    if (from > PHW_KEYSTREAM_SIZE_MAX || n > PHW_KEYSTREAM_SIZE_MAX - from)
        return phw_fail(PHW_EARG,
                        "keystream: bytes past 2^38 of a frame; use another frame");
    uint8_t nonce[crypto_stream_chacha20_ietf_NONCEBYTES];
    nonce_of(nonce, keystream);
    const uint8_t *key = keystream->key->byte;
    const size_t done = read_within(out, nonce, key, from, n);
    if (done == n)
        return PHW_OK;
    memset(out + done, 0, n - done);
    (void)crypto_stream_chacha20_ietf_xor_ic(out + done, out + done, n - done, nonce,
                                             (uint32_t)((from + done) / BLOCK), key);
    return PHW_OK;
}
