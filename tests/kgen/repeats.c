#include "kgen/repeats.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

/* Pairs of places with the same w symbols, and the most places of one string. */
static void count_plainly(uint64_t *pairs, uint32_t *most, const uint8_t *symbol,
                          size_t n, size_t w)
{
    *pairs = 0;
    *most = 0;
    for (size_t i = 0; i + w <= n; ++i) {
        uint32_t same = 1;
        for (size_t j = i + 1; j + w <= n; ++j)
            same += memcmp(symbol + i, symbol + j, w) == 0;
        *pairs += same - 1;
        *most = same > *most ? same : *most;
    }
}

static void expect_plain_counts(const uint8_t *symbol, size_t n, unsigned k)
{
    phw_repeats r = {0};
    cr_assert_eq(phw_repeats_measure(&r, symbol, n, k), PHW_OK);
    uint64_t pairs = 0;
    uint32_t most = 0;
    for (size_t w = 1; w <= r.longest; ++w) {
        count_plainly(&pairs, &most, symbol, n, w);
        cr_assert_eq(r.pairs[w], pairs, "%zu symbols of %u, length %zu", n, k, w);
        cr_assert_eq(r.most[w], most, "%zu symbols of %u, length %zu", n, k, w);
        cr_assert_gt(most, 1);
    }
    count_plainly(&pairs, &most, symbol, n, r.longest + 1);
    cr_assert_eq(pairs, 0, "%zu symbols of %u: longer than %zu", n, k, r.longest);
    phw_repeats_free(&r);
}

Test(repeats, are_those_that_counting_finds)
{
    static const size_t sizes[] = {1, 2, 3, 9, 11, 63, 64, 65, 150};
    uint8_t symbol[150];
    for (size_t t = 0; t < sizeof sizes / sizeof sizes[0]; ++t) {
        for (unsigned k = 2; k <= 256; k = k * k < 256 ? k + 1 : k + 51) {
            const phw_rng rng = {41, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x179), k};
            for (size_t i = 0; i < sizes[t]; ++i)
                symbol[i] = (uint8_t)phw_rng_below(&rng, i, k);
            expect_plain_counts(symbol, sizes[t], k);
        }
    }
}

Test(repeats, of_periods_and_constants_are_those_that_counting_finds)
{
    uint8_t symbol[120];
    for (size_t period = 1; period <= 9; ++period) {
        for (size_t i = 0; i < sizeof symbol; ++i)
            symbol[i] = i % period == 0;
        expect_plain_counts(symbol, sizeof symbol, 2);
    }
}

/* n equal symbols: the string of w comes n - w + 1 times. */
Test(repeats, of_a_long_constant_take_no_longer_than_their_sorting)
{
    enum {
        N = 100000
    };

    uint8_t *symbol = calloc(N, 1);
    phw_repeats r = {0};
    cr_assert_not_null(symbol);
    cr_assert_eq(phw_repeats_measure(&r, symbol, N, 2), PHW_OK);
    cr_assert_eq(r.longest, N - 1);
    for (size_t w = 1; w < N; w += 997) {
        const uint64_t places = N - w + 1;
        cr_expect_eq(r.most[w], places);
        cr_expect_eq(r.pairs[w], places * (places - 1) / 2);
    }
    phw_repeats_free(&r);
    free(symbol);
}

Test(repeats, refuse_what_is_no_sequence)
{
    const uint8_t symbol[] = {0, 1, 2};
    phw_repeats r = {.longest = 7};
    cr_expect_eq(phw_repeats_measure(&r, symbol, 3, 2), PHW_EARG);
    cr_expect_eq(phw_repeats_measure(&r, symbol, 3, 1), PHW_EARG);
    cr_expect_eq(phw_repeats_measure(&r, symbol, 3, 257), PHW_EARG);
    cr_expect_eq(r.longest, 7);
    cr_assert_eq(phw_repeats_measure(&r, symbol, 0, 2), PHW_OK);
    cr_expect_eq(r.longest, 0);
    phw_repeats_free(&r);
}
