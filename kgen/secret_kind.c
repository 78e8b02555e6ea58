#include "kgen/secret_kind.h"

#include <string.h>

static const uint8_t keys[PHW_SECRET_MAGIC_SIZE] = {'P', 'H', 'W', 'K',
                                                    'E', 'Y', 'S', '1'};
static const uint8_t pool[PHW_SECRET_MAGIC_SIZE] = {'P', 'H', 'W', 'P',
                                                    'O', 'O', 'L', '1'};

const uint8_t *phw_secret_magic(phw_secret_kind kind)
{
    switch (kind) {
    case PHW_SECRET_KEYS:
        return keys;
    case PHW_SECRET_POOL:
        return pool;
    default:
        return NULL;
    }
}

phw_secret_kind phw_secret_kind_of(const uint8_t *byte, size_t size)
{
    if (size >= sizeof keys && memcmp(byte, keys, sizeof keys) == 0)
        return PHW_SECRET_KEYS;
    if (size >= sizeof pool && memcmp(byte, pool, sizeof pool) == 0)
        return PHW_SECRET_POOL;
    return PHW_SECRET_KEY;
}

phw_status phw_secret_check_key(const uint8_t *byte, size_t size, const char *name)
{
    const phw_secret_kind kind = phw_secret_kind_of(byte, size);
    if (kind == PHW_SECRET_KEY)
        return PHW_OK;
    return phw_fail(PHW_EINPUT, "%s: %s; expected a fresh key", name,
                    kind == PHW_SECRET_POOL ? "a pool of one-time keys"
                                            : "a pair of refreshed session keys");
}
