#include "kgen/session_keys.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/file.h"
#include "kgen/secret_kind.h"

enum {
    AT_SIZES = 8,
    HEADER_SIZE = 16,
    CHECK_SIZE = 32,
    FILE_SIZE_MAX = HEADER_SIZE + 2 * PHW_KEY_SIZE_MAX + CHECK_SIZE
};

void phw_session_keys_free(phw_session_keys *keys)
{
    phw_key_free(&keys->present);
    phw_key_free(&keys->former);
}

static phw_status copy_bytes(phw_key *out, const uint8_t *byte, size_t size)
{
    phw_key key = {0};
    if (size > 0) {
        PHW_TRY(phw_key_alloc(&key, size));
        memcpy(key.byte, byte, size);
    }
    *out = key;
    return PHW_OK;
}

phw_status phw_session_keys_copy(phw_session_keys *out, const phw_session_keys *keys)
{
    phw_session_keys copy = {0};
    PHW_TRY(copy_bytes(&copy.present, keys->present.byte, keys->present.size));
    const phw_status s = copy_bytes(&copy.former, keys->former.byte, keys->former.size);
    if (s) {
        phw_session_keys_free(&copy);
        return s;
    }
    *out = copy;
    return PHW_OK;
}

phw_status phw_session_keys_start(phw_session_keys *out, const phw_key *key)
{
    if (key->size < PHW_KEY_SIZE_MIN || key->size > PHW_KEY_SIZE_MAX)
        return phw_fail(PHW_EARG, "session keys: %zu bytes; expected %d to %d",
                        key->size, PHW_KEY_SIZE_MIN, PHW_KEY_SIZE_MAX);
    phw_session_keys keys = {0};
    PHW_TRY(copy_bytes(&keys.present, key->byte, key->size));
    *out = keys;
    return PHW_OK;
}

/* BLAKE2b under a key derived from `used`, over the identity and the agreed bits. */
static void mix(uint8_t *out, const phw_key *root, const phw_key *agreed,
                const uint8_t id[32])
{
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, root->byte, root->size, PHW_SESSION_KEY_SIZE);
    (void)crypto_generichash_update(&state, id, 32);
    (void)crypto_generichash_update(&state, agreed->byte, agreed->size);
    (void)crypto_generichash_final(&state, out, PHW_SESSION_KEY_SIZE);
    sodium_memzero(&state, sizeof state);
}

phw_status phw_session_keys_refresh(phw_session_keys *out, const phw_key *used,
                                    const phw_bits *agreed, const uint8_t id[32])
{
    phw_session_keys keys = {0};
    phw_key root = {0};
    phw_key bytes = {0};
    phw_status s = phw_key_alloc(&bytes, agreed->n / 8 + 1);
    if (!s)
        s = phw_key_derive(&root, PHW_SESSION_KEY_SIZE, used,
                           "phyward session key refresh");
    if (!s)
        s = phw_key_alloc(&keys.present, PHW_SESSION_KEY_SIZE);
    if (!s)
        s = copy_bytes(&keys.former, used->byte, used->size);
    if (!s) {
        phw_bits_to_bytes(bytes.byte, agreed);
        mix(keys.present.byte, &root, &bytes, id);
        *out = keys;
    } else {
        phw_session_keys_free(&keys);
    }
    phw_key_free(&bytes);
    phw_key_free(&root);
    return s;
}

void phw_session_keys_name(uint8_t out[PHW_SESSION_KEY_NAME_SIZE], const phw_key *key)
{
    char hex[PHW_FINGERPRINT_SIZE];
    phw_key_fingerprint(hex, key);
    (void)sodium_hex2bin(out, PHW_SESSION_KEY_NAME_SIZE, hex, sizeof hex - 1, NULL,
                         NULL, NULL);
}

static size_t load(const uint8_t *byte)
{
    return byte[0] | (size_t)byte[1] << 8 | (size_t)byte[2] << 16 |
           (size_t)byte[3] << 24;
}

static void store(uint8_t *byte, size_t value)
{
    for (unsigned i = 0; i < 4; ++i)
        byte[i] = (uint8_t)(value >> (8 * i));
}

static bool is_sized(size_t present, size_t former, size_t size)
{
    return present >= PHW_KEY_SIZE_MIN && present <= PHW_KEY_SIZE_MAX &&
           (former == 0 ||
            (former >= PHW_KEY_SIZE_MIN && former <= PHW_KEY_SIZE_MAX)) &&
           size == HEADER_SIZE + present + former + CHECK_SIZE;
}

static phw_status decode(phw_session_keys *out, const phw_key *image, const char *path)
{
    uint8_t check[CHECK_SIZE] = {0};
    const size_t size = image->size;
    const size_t present = size >= HEADER_SIZE ? load(image->byte + AT_SIZES) : 0;
    const size_t former = size >= HEADER_SIZE ? load(image->byte + AT_SIZES + 4) : 0;
    const bool sized = is_sized(present, former, size);
    if (sized)
        (void)crypto_generichash(check, sizeof check, image->byte, size - CHECK_SIZE,
                                 NULL, 0);
    if (!sized ||
        sodium_memcmp(check, image->byte + size - CHECK_SIZE, CHECK_SIZE) != 0)
        return phw_fail(PHW_EINPUT, "%s: session keys that are damaged", path);
    const phw_session_keys view = {
        .present = {image->byte + HEADER_SIZE, present},
        .former = {image->byte + HEADER_SIZE + present, former},
    };
    return phw_session_keys_copy(out, &view);
}

static phw_status take_plain(phw_session_keys *out, const phw_key *image,
                             const char *path)
{
    PHW_TRY(phw_secret_check_key(image->byte, image->size, path));
    if (image->size > PHW_KEY_SIZE_MAX)
        return phw_fail(PHW_EINPUT,
                        "%s: a key of more than %d bytes; expected %d to %d", path,
                        PHW_KEY_SIZE_MAX, PHW_KEY_SIZE_MIN, PHW_KEY_SIZE_MAX);
    return phw_session_keys_start(out, image);
}

phw_status phw_session_keys_read(phw_session_keys *out, const char *path)
{
    phw_key image = {0};
    PHW_TRY(phw_key_read_sized(&image, path, PHW_KEY_SIZE_MIN, FILE_SIZE_MAX));
    phw_status s = PHW_OK;
    if (phw_secret_kind_of(image.byte, image.size) == PHW_SECRET_KEYS)
        s = decode(out, &image, path);
    else
        s = take_plain(out, &image, path);
    phw_key_free(&image);
    return s;
}

static void encode(phw_key *image, const phw_session_keys *keys)
{
    uint8_t *at = image->byte;
    memcpy(at, phw_secret_magic(PHW_SECRET_KEYS), PHW_SECRET_MAGIC_SIZE);
    store(at + AT_SIZES, keys->present.size);
    store(at + AT_SIZES + 4, keys->former.size);
    at += HEADER_SIZE;
    memcpy(at, keys->present.byte, keys->present.size);
    at += keys->present.size;
    if (keys->former.size > 0)
        memcpy(at, keys->former.byte, keys->former.size);
    at += keys->former.size;
    (void)crypto_generichash(at, CHECK_SIZE, image->byte, (size_t)(at - image->byte),
                             NULL, 0);
}

phw_status phw_session_keys_write(const phw_session_keys *keys, const char *path)
{
    phw_key image = {0};
    phw_writer *w = NULL;
    const size_t size =
        HEADER_SIZE + keys->present.size + keys->former.size + CHECK_SIZE;
    if (!is_sized(keys->present.size, keys->former.size, size))
        return phw_fail(PHW_EARG, "%s: no session keys to write", path);
    PHW_TRY(phw_key_alloc(&image, size));
    encode(&image, keys);
    phw_status s = phw_writer_create(&w, path, true);
    if (!s) {
        phw_writer_write(w, image.byte, image.size);
        s = phw_writer_commit(w);
    }
    phw_key_free(&image);
    return s;
}
