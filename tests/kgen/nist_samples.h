/** @file
 * NIST's sample files of SP 800-90B, for the tests of the estimators.
 */
#ifndef PHW_TESTS_KGEN_NIST_SAMPLES_H
#define PHW_TESTS_KGEN_NIST_SAMPLES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/file.h"
#include "kgen/estimator.h"

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

/** What the reference program prints for one of the files; 0 where it has no verdict.
 */
typedef struct reference_verdict {
    const char *file;
    unsigned width;
    double symbol; /**< of a sample ("Literal") */
    double bit;    /**< of a bit ("Bitstring") */
} reference_verdict;

static inline double verdict(const phw_estimator *e, const uint8_t *symbol, size_t n,
                             unsigned n_symbols)
{
    double h = -1;
    cr_assert_eq(e->symbols(&h, symbol, n, n_symbols, NULL), PHW_OK, "%s: %s", e->name,
                 phw_error_message());
    return h;
}

/** Agreement to 1e-10 bit with the reference's doubles. */
static inline void expect_reference(const phw_estimator *e, const reference_verdict *v,
                                    size_t n_verdicts)
{
    for (size_t i = 0; i < n_verdicts; ++i) {
        size_t n = 0;
        uint8_t *symbol = read_samples(v[i].file, &n);
        if (v[i].symbol > 0)
            cr_expect_float_eq(verdict(e, symbol, n, 1U << v[i].width), v[i].symbol,
                               1e-10, "%s", v[i].file);
        if (v[i].bit > 0) {
            uint8_t *bit = bit_string(symbol, n, v[i].width);
            cr_expect_float_eq(verdict(e, bit, n * v[i].width, 2), v[i].bit, 1e-10,
                               "%s", v[i].file);
            free(bit);
        }
        free(symbol);
    }
}

/** Refuses symbols outside the alphabet, alphabets outside its range, and sequences of
 * fewer than `least` symbols, and leaves the result alone. */
static inline void expect_refusals(const phw_estimator *e, size_t least)
{
    uint8_t symbol[8192] = {0};
    double h = 7;
    for (size_t i = 0; i < sizeof symbol; ++i)
        symbol[i] = (uint8_t)(i * i / 7 % 2);
    cr_expect_eq(e->symbols(&h, symbol, 8192, e->n_symbols_max + 1, NULL), PHW_EARG);
    cr_expect_eq(e->symbols(&h, symbol, 8192, 1, NULL), PHW_EARG);
    cr_expect_eq(e->symbols(&h, symbol, least - 1, 2, NULL), PHW_ESHORT);
    cr_expect_eq(e->symbols(&h, symbol, 0, 2, NULL), PHW_ESHORT);
    symbol[8000] = 2;
    cr_expect_eq(e->symbols(&h, symbol, 8192, 2, NULL), PHW_EARG);
    cr_expect_eq(h, 7);
    symbol[8000] = 1;
    cr_expect_eq(e->symbols(&h, symbol, least, 2, NULL), PHW_OK, "%s: %s", e->name,
                 phw_error_message());
    cr_expect(h >= 0 && h <= 1, "%s: %g", e->name, h);
}

#endif
