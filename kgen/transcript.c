#include "kgen/transcript.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

struct phw_transcript {
    crypto_generichash_state state;
};

/* Names what a derived key is for; both have the same length. */
static const char *const confirm_label[] = {
    [PHW_ALICE] = "phyward confirm A",
    [PHW_BOB] = "phyward confirm B",
};

phw_status phw_transcript_create(phw_transcript **out)
{
    /* libsodium wants its state on a 64-byte boundary. */
    const size_t size = (sizeof(phw_transcript) + 63) / 64 * 64;
    phw_transcript *t = aligned_alloc(64, size);
    if (t == NULL)
        return phw_fail(PHW_ENOMEM, "transcript: no memory");
    (void)crypto_generichash_init(&t->state, NULL, 0, PHW_TRANSCRIPT_SIZE);
    *out = t;
    return PHW_OK;
}

void phw_transcript_destroy(phw_transcript *t)
{
    if (t != NULL)
        sodium_memzero(t, sizeof *t);
    free(t);
}

void phw_transcript_add(phw_transcript *t, const void *frame, size_t size)
{
    uint8_t length[8];
    for (unsigned i = 0; i < sizeof length; ++i)
        length[i] = (uint8_t)((uint64_t)size >> (8 * i));
    (void)crypto_generichash_update(&t->state, length, sizeof length);
    (void)crypto_generichash_update(&t->state, frame, size);
}

void phw_transcript_digest(uint8_t out[PHW_TRANSCRIPT_SIZE], const phw_transcript *t)
{
    crypto_generichash_state now = t->state;
    (void)crypto_generichash_final(&now, out, PHW_TRANSCRIPT_SIZE);
}

uint64_t phw_transcript_seed(const char *label,
                             const uint8_t digest[PHW_TRANSCRIPT_SIZE],
                             const uint8_t nonce[PHW_TRANSCRIPT_SIZE])
{
    crypto_generichash_state state;
    uint8_t hash[PHW_TRANSCRIPT_SIZE];
    (void)crypto_generichash_init(&state, NULL, 0, sizeof hash);
    (void)crypto_generichash_update(&state, (const uint8_t *)label, strlen(label) + 1);
    (void)crypto_generichash_update(&state, digest, PHW_TRANSCRIPT_SIZE);
    (void)crypto_generichash_update(&state, nonce, PHW_TRANSCRIPT_SIZE);
    (void)crypto_generichash_final(&state, hash, sizeof hash);
    uint64_t seed = 0;
    for (unsigned i = 0; i < 8; ++i)
        seed |= (uint64_t)hash[i] << (8 * i);
    return seed;
}

phw_status phw_transcript_confirm(uint8_t mac[PHW_TRANSCRIPT_SIZE], const phw_bits *key,
                                  phw_role role,
                                  const uint8_t digest[PHW_TRANSCRIPT_SIZE])
{
    const size_t size = key->n / 8 + (key->n % 8 != 0);
    uint8_t *bytes = malloc(size + 1);
    if (bytes == NULL)
        return phw_fail(PHW_ENOMEM, "transcript: no memory for %zu bytes", size);
    phw_bits_to_bytes(bytes, key);
    const char *label = confirm_label[role];
    uint8_t derived[crypto_auth_KEYBYTES];
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, NULL, 0, sizeof derived);
    (void)crypto_generichash_update(&state, (const uint8_t *)label, strlen(label) + 1);
    (void)crypto_generichash_update(&state, bytes, size);
    (void)crypto_generichash_final(&state, derived, sizeof derived);
    (void)crypto_auth(mac, digest, PHW_TRANSCRIPT_SIZE, derived);
    sodium_memzero(&state, sizeof state);
    sodium_memzero(derived, sizeof derived);
    sodium_memzero(bytes, size);
    free(bytes);
    return PHW_OK;
}
