#include "kgen/toeplitz_fft.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "kgen/field_kernel_portable.h"
#include "kgen/field_kernels.h"

static phw_bits draw(size_t n, uint32_t trial)
{
    const phw_rng rng = {
        .seed = 6, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 24), .trial = trial};
    phw_bits b = {0};
    cr_assert_eq(phw_bits_alloc(&b, n), PHW_OK);
    for (size_t i = 0; i < phw_bits_words(n); ++i) {
        uint32_t half[2];
        phw_rng_words(half, &rng, 2 * i, 2);
        b.word[i] = half[0] | (uint64_t)half[1] << 32;
    }
    if (n % 64 != 0)
        b.word[n / 64] &= (UINT64_C(1) << n % 64) - 1;
    return b;
}

static phw_bits product(const phw_bits *x, const phw_bits *seed, size_t m,
                        const phw_field_kernel *kernel)
{
    phw_bits y = {0};
    cr_assert_eq(phw_bits_alloc(&y, m), PHW_OK);
    cr_assert_eq(phw_toeplitz_fft(&y, x, seed, kernel), PHW_OK);
    return y;
}

/* The best that is here. */
static const phw_field_kernel *fastest(void)
{
    size_t n = 0;
    const phw_field_kernel *const *list = phw_field_kernel_list(&n);
    while (n > 1 && !list[n - 1]->has())
        --n;
    return list[n - 1];
}

/* All n by all m to 300 by the matrix. The seed's first n + m - 1 bits make the first m
 * outputs, so that one matrix serves all m. */
static void expect_all_outputs(size_t n, const phw_field_kernel *kernel, size_t step)
{
    phw_bits x = draw(n, (uint32_t)(2 * n));
    phw_bits all = draw(n + 299, (uint32_t)(2 * n + 1));
    phw_bits want = {0};
    cr_assert_eq(phw_bits_alloc(&want, 300), PHW_OK);
    for (size_t i = 0; i < 300; ++i) {
        bool parity = false;
        for (size_t j = 0; j < n; ++j)
            parity ^= phw_bits_get(&x, j) && phw_bits_get(&all, i + n - 1 - j);
        phw_bits_set(&want, i, parity);
    }
    for (size_t m = 1 + n % step; m <= 300; m += step) {
        phw_bits seed = {0};
        phw_bits prefix = {0};
        cr_assert_eq(phw_bits_slice(&seed, &all, 0, n + m - 1), PHW_OK);
        cr_assert_eq(phw_bits_slice(&prefix, &want, 0, m), PHW_OK);
        phw_bits y = product(&x, &seed, m, kernel);
        cr_assert(phw_bits_equal(&y, &prefix), "%s n %zu m %zu", kernel->name, n, m);
        phw_bits_free(&y);
        phw_bits_free(&seed);
        phw_bits_free(&prefix);
    }
    phw_bits_free(&x);
    phw_bits_free(&all);
    phw_bits_free(&want);
}

Test(toeplitz_fft, is_the_matrix_product_for_all_lengths_to_300)
{
    const size_t step = fastest() == &phw_field_kernel_portable ? 7 : 1;
    for (size_t n = 1; n <= 300; ++n)
        expect_all_outputs(n, fastest(), step);
}

Test(toeplitz_fft, is_the_matrix_product_in_plain_words)
{
    for (size_t n = 1; n <= 300; n += 2)
        expect_all_outputs(n, &phw_field_kernel_portable, 13);
}

/* Each kind against the plain words, at lengths spread evenly in their logarithm. */
Test(toeplitz_fft, kinds_agree_for_random_lengths_to_30000)
{
    const phw_rng rng = {.seed = 6, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 25)};
    size_t n_kinds = 0;
    const phw_field_kernel *const *list = phw_field_kernel_list(&n_kinds);
    for (uint32_t trial = 0; trial < 120; ++trial) {
        uint32_t word[2];
        phw_rng_words(word, &rng, 2 * trial, 2);
        const size_t n = (size_t)exp2(14.87 * word[0] / 4294967296.0);
        const size_t m = (size_t)exp2(14.87 * word[1] / 4294967296.0);
        phw_bits x = draw(n, 10000 + 2 * trial);
        phw_bits seed = draw(n + m - 1, 10001 + 2 * trial);
        phw_bits want = product(&x, &seed, m, &phw_field_kernel_portable);
        for (size_t i = 1; i < n_kinds; ++i) {
            if (!list[i]->has())
                continue;
            phw_bits y = product(&x, &seed, m, list[i]);
            cr_assert(phw_bits_equal(&y, &want), "%s n %zu m %zu", list[i]->name, n, m);
            phw_bits_free(&y);
        }
        phw_bits_free(&x);
        phw_bits_free(&seed);
        phw_bits_free(&want);
    }
}

/* T e_j is the column j: the seed's bits from n - 1 - j on. */
Test(toeplitz_fft, maps_unit_vectors_to_columns)
{
    const size_t n = 7001;
    const size_t m = 5003;
    phw_bits seed = draw(n + m - 1, 1);
    for (size_t j = 0; j < n; j += 61) {
        phw_bits x = {0};
        phw_bits column = {0};
        cr_assert_eq(phw_bits_alloc(&x, n), PHW_OK);
        phw_bits_set(&x, j, true);
        phw_bits y = product(&x, &seed, m, fastest());
        cr_assert_eq(phw_bits_slice(&column, &seed, n - 1 - j, n - 1 - j + m), PHW_OK);
        cr_expect(phw_bits_equal(&y, &column), "column %zu", j);
        phw_bits_free(&x);
        phw_bits_free(&y);
        phw_bits_free(&column);
    }
    phw_bits_free(&seed);
}

/* A fixed difference of 3000 bits under 20000 seeds: each of the 16 outputs comes with
 * probability 1/16, 1250 times with a standard deviation of 34.2; 5 sigma are 172. */
Test(toeplitz_fft, is_statistically_universal)
{
    unsigned hits[16] = {0};
    phw_bits x = draw(3000, 1);
    for (uint32_t s = 0; s < 20000; ++s) {
        phw_bits seed = draw(3003, 100000 + s);
        phw_bits y = product(&x, &seed, 4, fastest());
        ++hits[y.word[0]];
        phw_bits_free(&seed);
        phw_bits_free(&y);
    }
    for (size_t i = 0; i < 16; ++i)
        cr_expect_leq(fabs((double)hits[i] - 1250), 172, "output %zu", i);
    phw_bits_free(&x);
}

/* 4096 to 2048 bits: 128 + 64 - 1 runs, 3 leaves, 8 levels. */
Test(toeplitz_fft, counts_its_butterflies)
{
    cr_expect_eq(phw_toeplitz_fft_butterflies(4096, 2048), 1.5 * 192 * 8);
    cr_expect_eq(phw_toeplitz_fft_butterflies(1, 1), 1.5 * 64 * 6);
}
