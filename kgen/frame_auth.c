#include "kgen/frame_auth.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

#include <sodium.h>

phw_status phw_frame_key_derive(phw_key *out, const phw_key *key, const char *purpose,
                                const uint8_t id[PHW_TRANSCRIPT_SIZE])
{
    char hex[2 * PHW_TRANSCRIPT_SIZE + 1];
    char context[sizeof hex + 64];
    (void)sodium_bin2hex(hex, sizeof hex, id, PHW_TRANSCRIPT_SIZE);
    (void)snprintf(context, sizeof context, "phyward session %s %s", purpose, hex);
    return phw_key_derive(out, crypto_auth_hmacsha512256_KEYBYTES, key, context);
}

void phw_frame_tag(uint8_t tag[PHW_FRAME_TAG_SIZE], const phw_key *key,
                   const uint8_t before[PHW_TRANSCRIPT_SIZE], const uint8_t *byte,
                   size_t size)
{
    crypto_auth_hmacsha512256_state state;
    (void)crypto_auth_hmacsha512256_init(&state, key->byte, key->size);
    (void)crypto_auth_hmacsha512256_update(&state, before, PHW_TRANSCRIPT_SIZE);
    (void)crypto_auth_hmacsha512256_update(&state, byte, size);
    (void)crypto_auth_hmacsha512256_final(&state, tag);
    sodium_memzero(&state, sizeof state);
}

void phw_one_time_tag(uint8_t tag[PHW_ONE_TIME_TAG_SIZE], const phw_key *key,
                      const uint8_t *first, size_t first_size, const uint8_t *second,
                      size_t second_size)
{
    assert(key->size == crypto_onetimeauth_KEYBYTES);
    crypto_onetimeauth_state state;
    (void)crypto_onetimeauth_init(&state, key->byte);
    (void)crypto_onetimeauth_update(&state, first, first_size);
    (void)crypto_onetimeauth_update(&state, second, second_size);
    (void)crypto_onetimeauth_final(&state, tag);
    sodium_memzero(&state, sizeof state);
}

double phw_one_time_forging_log2(uint64_t size)
{
    const double blocks = ceil((double)size / 16);
    return log2(8 * fmax(1, blocks)) - 106;
}
