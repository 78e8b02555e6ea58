#include "kgen/polar_list.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "kgen/polar_code.h"

enum {
    WORDS = (1 << PHW_POLAR_ORDER_MAX) / 64
};

static uint64_t draw(uint32_t what, uint64_t index)
{
    const phw_rng rng = {5, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x706f), what};
    uint32_t word[2];
    phw_rng_words(word, &rng, 2 * index, 2);
    return word[0] | (uint64_t)word[1] << 32;
}

static bool bit_of(const uint64_t *word, size_t i)
{
    return word[i / 64] >> (i % 64) & 1;
}

/* Column by column: u_i reaches x_j where i has all ones of j. */
Test(polar_list, transform_is_the_kronecker_power)
{
    static const unsigned orders[] = {1, 3, 6, 8};
    for (unsigned c = 0; c < 4; ++c) {
        const size_t n = (size_t)1 << orders[c];
        for (size_t i = 0; i < n; ++i) {
            uint64_t x[WORDS] = {0};
            x[i / 64] = UINT64_C(1) << (i % 64);
            phw_polar_transform(x, orders[c]);
            for (size_t j = 0; j < n; ++j)
                cr_expect_eq(bit_of(x, j), (i & j) == j, "2^%u: %zu to %zu", orders[c],
                             i, j);
        }
    }
}

/* All 2^16 words of 16 bits, and random long ones. */
Test(polar_list, transform_is_its_own_inverse)
{
    for (uint64_t u = 0; u < 65536; ++u) {
        uint64_t x = u;
        phw_polar_transform(&x, 4);
        phw_polar_transform(&x, 4);
        cr_assert_eq(x, u);
    }
    for (unsigned order = 6; order <= PHW_POLAR_ORDER_MAX; ++order) {
        uint64_t u[WORDS] = {0};
        uint64_t x[WORDS];
        for (size_t w = 0; w < ((size_t)1 << order) / 64; ++w)
            u[w] = draw(order, w);
        memcpy(x, u, sizeof x);
        phw_polar_transform(x, order);
        cr_expect_neq(memcmp(x, u, sizeof x), 0);
        phw_polar_transform(x, order);
        cr_expect_eq(memcmp(x, u, sizeof x), 0);
    }
}

static phw_polar_list *decoder(unsigned order, const uint64_t *frozen)
{
    phw_polar_list *d = NULL;
    cr_assert_eq(phw_polar_list_create(&d, order, frozen), PHW_OK);
    return d;
}

/* What a word disagrees with: by min-sum a path's metric is exactly this. */
static double distance(const uint64_t *x, const float *llr, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        if (bit_of(x, i) == (llr[i] > 0))
            sum += fabs((double)llr[i]);
    return sum;
}

/* Three free bits of 64: the eight paths are all eight words, from the likeliest to the
 * least likely of them, as found by trying, for any frozen bits and values. */
Test(polar_list, is_maximum_likelihood_where_the_list_holds_all)
{
    for (uint32_t trial = 0; trial < 300; ++trial) {
        size_t place[3];
        uint64_t frozen = UINT64_MAX;
        for (unsigned k = 0; k < 3; ++k) {
            place[k] = draw(1000 + trial, k) % 64;
            while (!(frozen >> place[k] & 1))
                place[k] = (place[k] + 1) % 64;
            frozen &= ~(UINT64_C(1) << place[k]);
        }
        const uint64_t known = draw(2000 + trial, 0) & frozen;
        float llr[64];
        for (size_t i = 0; i < 64; ++i)
            llr[i] = (float)((double)(int64_t)draw(3000 + trial, i) * 0x1p-62);
        double want[8];
        for (unsigned m = 0; m < 8; ++m) {
            uint64_t x = known;
            for (unsigned k = 0; k < 3; ++k)
                x |= (uint64_t)(m >> k & 1U) << place[k];
            phw_polar_transform(&x, 6);
            want[m] = distance(&x, llr, 64);
        }
        for (unsigned i = 0; i < 8; ++i)
            for (unsigned j = i + 1; j < 8; ++j)
                if (want[j] < want[i]) {
                    const double t = want[i];
                    want[i] = want[j];
                    want[j] = t;
                }
        phw_polar_list *d = decoder(6, &frozen);
        phw_polar_list_decode(d, llr, &known);
        for (unsigned rank = 0; rank < 8; ++rank) {
            uint64_t x = 0;
            phw_polar_list_read(d, &x, rank);
            cr_expect_float_eq(distance(&x, llr, 64), want[rank], 1e-4,
                               "trial %u, rank %u", trial, rank);
            phw_polar_transform(&x, 6);
            cr_expect_eq(x & frozen, known);
        }
        phw_polar_list_destroy(d);
    }
}

/* Any frozen set, also none and all: without noise the word comes back first. */
Test(polar_list, clean_words_come_back)
{
    for (unsigned order = 6; order <= PHW_POLAR_ORDER_MAX; ++order) {
        const size_t n = (size_t)1 << order;
        for (unsigned share = 0; share <= 4; ++share) {
            uint64_t frozen[WORDS] = {0};
            uint64_t x[WORDS] = {0};
            uint64_t known[WORDS] = {0};
            uint64_t got[WORDS] = {0};
            static float llr[1 << PHW_POLAR_ORDER_MAX];
            cr_assert_eq(phw_polar_code_freeze(frozen, order, n, n * share / 4, 1.155),
                         PHW_OK);
            for (size_t w = 0; w < n / 64; ++w)
                x[w] = draw(order, w);
            for (size_t i = 0; i < n; ++i)
                llr[i] = bit_of(x, i) ? -2 : 2;
            memcpy(known, x, sizeof x);
            phw_polar_transform(known, order);
            for (size_t w = 0; w < n / 64; ++w)
                known[w] &= frozen[w];
            phw_polar_list *d = decoder(order, frozen);
            phw_polar_list_decode(d, llr, known);
            phw_polar_list_read(d, got, 0);
            cr_expect_eq(memcmp(got, x, sizeof x), 0, "2^%u, %u quarters", order,
                         share);
            phw_polar_list_destroy(d);
        }
    }
}

/* Paths that are read all have what is known, and metrics that rise. */
Test(polar_list, every_path_has_the_known_bits)
{
    const unsigned order = 9;
    const size_t n = 512;
    uint64_t frozen[WORDS] = {0};
    uint64_t known[WORDS] = {0};
    float llr[512];
    cr_assert_eq(phw_polar_code_freeze(frozen, order, n, 200, 1.155), PHW_OK);
    phw_polar_list *d = decoder(order, frozen);
    for (uint32_t trial = 0; trial < 30; ++trial) {
        for (size_t w = 0; w < n / 64; ++w)
            known[w] = draw(trial, w) & frozen[w];
        for (size_t i = 0; i < n; ++i)
            llr[i] = (float)((double)(int64_t)draw(77 + trial, i) * 0x1p-62);
        phw_polar_list_decode(d, llr, known);
        double last = 0;
        for (unsigned rank = 0; rank < PHW_POLAR_PATHS; ++rank) {
            uint64_t x[WORDS];
            phw_polar_list_read(d, x, rank);
            const double metric = distance(x, llr, n);
            cr_expect_geq(metric, last - 1e-3);
            last = metric;
            phw_polar_transform(x, order);
            for (size_t w = 0; w < n / 64; ++w)
                cr_expect_eq(x[w] & frozen[w], known[w]);
        }
    }
    phw_polar_list_destroy(d);
}

Test(polar_list, orders_out_of_range_are_refused)
{
    uint64_t frozen[WORDS] = {0};
    phw_polar_list *d = NULL;
    cr_expect_eq(phw_polar_list_create(&d, 5, frozen), PHW_EARG);
    cr_expect_eq(phw_polar_list_create(&d, 13, frozen), PHW_EARG);
    cr_expect_null(d);
    phw_polar_list_destroy(NULL);
}
