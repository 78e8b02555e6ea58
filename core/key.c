#include "core/key.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "core/file.h"

phw_status phw_key_alloc(phw_key *out, size_t size)
{
    if (sodium_init() < 0)
        return phw_fail(PHW_EIO, "key: libsodium could not start");
    uint8_t *byte = sodium_malloc(size);
    if (byte == NULL)
        return phw_fail(PHW_ENOMEM, "key: no guarded memory for %zu bytes", size);
    sodium_memzero(byte, size);
    *out = (phw_key){.byte = byte, .size = size};
    return PHW_OK;
}

void phw_key_free(phw_key *key)
{
    sodium_free(key->byte);
    *key = (phw_key){0};
}

phw_status phw_key_from_bits(phw_key *out, const phw_bits *bits, size_t size)
{
    if (bits->n / 8 < size)
        return phw_fail(PHW_EARG, "key: %zu bits do not fill %zu bytes", bits->n, size);
    phw_key key = {0};
    PHW_TRY(phw_key_alloc(&key, size));
    for (size_t i = 0; i < size; ++i)
        key.byte[i] = (uint8_t)(bits->word[i / 8] >> (8 * (i % 8)));
    *out = key;
    return PHW_OK;
}

phw_status phw_key_derive(phw_key *out, size_t size, const phw_key *key,
                          const char *context)
{
    if (size < crypto_generichash_BYTES_MIN || size > crypto_generichash_BYTES_MAX)
        return phw_fail(PHW_EARG, "key: %zu bytes to derive; expected %u to %u", size,
                        crypto_generichash_BYTES_MIN, crypto_generichash_BYTES_MAX);
    /* BLAKE2b takes keys of 16..64 bytes only: a longer one is hashed first. */
    uint8_t root[crypto_generichash_BYTES_MAX];
    (void)crypto_generichash(root, sizeof root, key->byte, key->size, NULL, 0);
    phw_key derived = {0};
    const phw_status s = phw_key_alloc(&derived, size);
    if (!s) {
        (void)crypto_generichash(derived.byte, size, (const unsigned char *)context,
                                 strlen(context), root, sizeof root);
        *out = derived;
    }
    sodium_memzero(root, sizeof root);
    return s;
}

void phw_key_fingerprint(char out[PHW_FINGERPRINT_SIZE], const phw_key *key)
{
    static const char label[] = "phyward key fingerprint";
    uint8_t digest[crypto_generichash_BYTES_MIN];
    (void)crypto_generichash(digest, sizeof digest, key->byte, key->size,
                             (const unsigned char *)label, sizeof label - 1);
    (void)sodium_bin2hex(out, PHW_FINGERPRINT_SIZE, digest, 8);
}

phw_status phw_key_write(const phw_key *key, const char *path)
{
    if (key->size < PHW_KEY_SIZE_MIN || key->size > PHW_KEY_SIZE_MAX)
        return phw_fail(PHW_EARG, "%s: a key of %zu bytes; expected %d to %d", path,
                        key->size, PHW_KEY_SIZE_MIN, PHW_KEY_SIZE_MAX);
    phw_writer *w = NULL;
    PHW_TRY(phw_writer_create(&w, path, true));
    phw_writer_write(w, key->byte, key->size);
    return phw_writer_commit(w);
}

/* Straight from the file into guarded memory: no buffer in between keeps a copy. */
static phw_status read_whole(phw_key *key, size_t *n, int fd, const char *path)
{
    *n = 0;
    while (*n < key->size) {
        const ssize_t got = read(fd, key->byte + *n, key->size - *n);
        if (got < 0 && errno != EINTR)
            return phw_fail(PHW_EINPUT, "%s: %s", path, strerror(errno));
        if (got == 0)
            break;
        *n += got > 0 ? (size_t)got : 0;
    }
    return PHW_OK;
}

/* `key` has room for one byte more than `most`. */
static phw_status check_read(size_t n, const char *path, size_t least, size_t most)
{
    if (n > most)
        return phw_fail(PHW_EINPUT,
                        "%s: a key of more than %zu bytes; expected %zu to %zu", path,
                        most, least, most);
    if (n < least)
        return phw_fail(PHW_EINPUT, "%s: a key of %zu bytes; expected %zu to %zu", path,
                        n, least, most);
    return PHW_OK;
}

static phw_status check_mode(int fd, const char *path)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return phw_fail(PHW_EINPUT, "%s: %s", path, strerror(errno));
    if (S_ISDIR(info.st_mode))
        return phw_fail(PHW_EINPUT, "%s: is a folder; expected a key file", path);
    if ((info.st_mode & 077) != 0)
        return phw_fail(PHW_EAUTH,
                        "%s: mode %03o lets others read the key: chmod 600 it", path,
                        (unsigned)info.st_mode & 0777);
    return PHW_OK;
}

phw_status phw_key_read_sized(phw_key *out, const char *path, size_t least, size_t most)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return phw_file_refuse(path);
    phw_key room = {0};
    phw_key key = {0};
    size_t size = 0;
    phw_status s = check_mode(fd, path);
    if (!s)
        s = phw_key_alloc(&room, most + 1);
    if (!s)
        s = read_whole(&room, &size, fd, path);
    if (!s)
        s = check_read(size, path, least, most);
    if (!s)
        s = phw_key_alloc(&key, size);
    if (!s) {
        memcpy(key.byte, room.byte, size);
        *out = key;
    }
    phw_key_free(&room);
    (void)close(fd);
    return s;
}

phw_status phw_key_read(phw_key *out, const char *path)
{
    return phw_key_read_sized(out, path, PHW_KEY_SIZE_MIN, PHW_KEY_SIZE_MAX);
}
