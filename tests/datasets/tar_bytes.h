/* Archives for tests, written entry by entry. */
#ifndef PHW_TESTS_DATASETS_TAR_BYTES_H
#define PHW_TESTS_DATASETS_TAR_BYTES_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

typedef struct tar_bytes {
    uint8_t byte[16384];
    size_t n;
} tar_bytes;

static inline void tar_seal(uint8_t *header)
{
    unsigned sum = 0;
    memset(header + 148, ' ', 8);
    for (size_t i = 0; i < 512; ++i)
        sum += header[i];
    (void)snprintf((char *)header + 148, 8, "%06o", sum);
}

/* Adds an entry; returns its header. */
static inline uint8_t *tar_add(tar_bytes *t, char type, const char *name,
                               const void *content, size_t size)
{
    uint8_t *header = t->byte + t->n;
    const size_t blocks = (size + 511) / 512;
    cr_assert(t->n + 512 * (1 + blocks) <= sizeof t->byte);
    memset(header, 0, 512 * (1 + blocks));
    (void)snprintf((char *)header, 100, "%s", name);
    (void)snprintf((char *)header + 100, 8, "0000644");
    (void)snprintf((char *)header + 124, 12, "%011zo", size);
    header[156] = (uint8_t)type;
    memcpy(header + 257, "ustar\00000", 8);
    if (size > 0)
        memcpy(header + 512, content, size);
    tar_seal(header);
    t->n += 512 * (1 + blocks);
    return header;
}

static inline void tar_end(tar_bytes *t)
{
    cr_assert(t->n + 1024 <= sizeof t->byte);
    memset(t->byte + t->n, 0, 1024);
    t->n += 1024;
}

#endif
