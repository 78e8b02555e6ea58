/** @file
 * NIST's sample files of SP 800-90B, for the tests of the estimators.
 */
#ifndef PHW_TESTS_KGEN_SP80090B_H
#define PHW_TESTS_KGEN_SP80090B_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/file.h"

/** The samples of a file, one a byte, to be freed; ".packed" ones hold eight bits a
 * byte, lowest first. */
static inline uint8_t *read_samples(const char *file, size_t *n)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/tests/kat/sp80090b/%s", getenv("PHW_SOURCE"),
                   file);
    uint8_t *byte = NULL;
    cr_assert_eq(phw_file_read(&byte, n, path, 1 << 20), PHW_OK, "%s",
                 phw_error_message());
    if (strstr(file, ".packed") == NULL)
        return byte;
    uint8_t *bit = malloc(8 * *n);
    cr_assert_not_null(bit);
    for (size_t i = 0; i < 8 * *n; ++i)
        bit[i] = (byte[i / 8] >> (i % 8)) & 1U;
    *n *= 8;
    free(byte);
    return bit;
}

/** The bit string of n symbols of `width` bits, highest first, to be freed. */
static inline uint8_t *bit_string(const uint8_t *symbol, size_t n, unsigned width)
{
    uint8_t *bit = malloc(n * width);
    cr_assert_not_null(bit);
    for (size_t i = 0; i < n * width; ++i)
        bit[i] = (symbol[i / width] >> (width - 1 - i % width)) & 1U;
    return bit;
}

#endif
