#include "core/entropy.h"

#include <string.h>

#include <sodium.h>

static phw_status start(void)
{
    if (sodium_init() < 0)
        return phw_fail(PHW_EIO,
                        "entropy: libsodium could not start: the system's random "
                        "generator is not available");
    return PHW_OK;
}

phw_status phw_entropy_system(phw_entropy *out)
{
    PHW_TRY(start());
    *out = (phw_entropy){.seeded = false};
    return PHW_OK;
}

phw_status phw_entropy_seeded(phw_entropy *out, uint64_t seed, const char *role)
{
    PHW_TRY(start());
    uint8_t key[32] = {0};
    for (unsigned i = 0; i < 8; ++i)
        key[i] = (uint8_t)(seed >> (8 * i));
    phw_entropy e = {.seeded = true};
    (void)crypto_generichash(e.key, sizeof e.key, (const unsigned char *)role,
                             strlen(role), key, sizeof key);
    *out = e;
    return PHW_OK;
}

void phw_entropy_bytes(phw_entropy *e, void *out, size_t size)
{
    if (!e->seeded) {
        randombytes_buf(out, size);
        return;
    }
    uint8_t nonce[crypto_stream_chacha20_NONCEBYTES];
    for (unsigned i = 0; i < sizeof nonce; ++i)
        nonce[i] = (uint8_t)(e->counter >> (8 * i));
    (void)crypto_stream_chacha20(out, size, nonce, e->key);
    ++e->counter;
}

uint64_t phw_entropy_u64(phw_entropy *e)
{
    uint64_t value = 0;
    phw_entropy_bytes(e, &value, sizeof value);
    return value;
}

void phw_entropy_wipe(phw_entropy *e)
{
    sodium_memzero(e, sizeof *e);
}
