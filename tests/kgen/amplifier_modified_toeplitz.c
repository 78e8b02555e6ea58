#include "kgen/amplifier_modified_toeplitz.h"

#include <criterion/criterion.h>

#include "core/rng.h"
#include "kgen/toeplitz.h"

static const phw_amplifier *const modified = &phw_amplifier_modified_toeplitz;

static phw_bits draw(size_t n, uint32_t trial)
{
    const phw_rng rng = {
        .seed = 5, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 21), .trial = trial};
    phw_bits b = {0};
    for (size_t i = 0; b.n < n; ++i) {
        uint32_t word;
        phw_rng_words(&word, &rng, i, 1);
        const unsigned take = n - b.n < 32 ? (unsigned)(n - b.n) : 32;
        cr_assert_eq(phw_bits_push(&b, word, take), PHW_OK);
    }
    return b;
}

static phw_bits amplify(const phw_bits *x, const phw_bits *seed, size_t m)
{
    phw_bits y = {0};
    cr_assert_eq(modified->amplify(&y, x, seed, m, NULL), PHW_OK, "%s",
                 phw_error_message());
    return y;
}

/* y_i = x_i + sum over j of s[i - j + n - m - 1] x[m + j]. */
static void expect_matrix(size_t n, size_t m)
{
    phw_bits x = draw(n, (uint32_t)(2 * (n * 331 + m)));
    phw_bits seed = draw(modified->seed_bits(n, m), (uint32_t)(2 * (n * 331 + m) + 1));
    phw_bits y = amplify(&x, &seed, m);
    cr_assert_eq(y.n, m);
    for (size_t i = 0; i < m; ++i) {
        bool want = phw_bits_get(&x, i);
        for (size_t j = 0; j < n - m; ++j)
            want ^= phw_bits_get(&x, m + j) && phw_bits_get(&seed, i + n - m - 1 - j);
        cr_assert_eq(phw_bits_get(&y, i), want, "n %zu m %zu bit %zu", n, m, i);
    }
    phw_bits_free(&x);
    phw_bits_free(&seed);
    phw_bits_free(&y);
}

Test(amplifier_modified_toeplitz, is_the_matrix_it_says)
{
    for (size_t n = 1; n <= 140; n += 1 + n / 30)
        for (size_t m = 1; m <= n; m += 1 + m / 10)
            expect_matrix(n, m);
    expect_matrix(1000, 999);
    expect_matrix(1000, 1);
}

Test(amplifier_modified_toeplitz, takes_less_seed_than_toeplitz)
{
    cr_expect_eq(modified->seed_bits(1000, 500), 999);
    cr_expect_eq(modified->seed_bits(1000, 1), 999);
    cr_expect_eq(modified->seed_bits(1000, 1000), 0);
    cr_expect_eq(modified->seed_bits(1000, 1001), 0);
    cr_expect_eq(modified->seed_bits(1000, 0), 0);
}

Test(amplifier_modified_toeplitz, keeps_all_bits_when_none_are_to_go)
{
    phw_bits x = draw(77, 1);
    const phw_bits none = {0};
    phw_bits y = amplify(&x, &none, 77);
    cr_expect(phw_bits_equal(&x, &y));
    phw_bits_free(&x);
    phw_bits_free(&y);
}

/* n = 6, m = 2 over all 2^5 seeds. An x with bits past the first two hits each output
 * 2^5 / 4 times; one without is never 0: as a difference of two inputs it never
 * collides. */
Test(amplifier_modified_toeplitz, is_universal)
{
    for (unsigned value = 1; value < 64; ++value) {
        unsigned hits[4] = {0};
        for (unsigned s = 0; s < 32; ++s) {
            const uint8_t x_byte = (uint8_t)value;
            const uint8_t s_byte = (uint8_t)s;
            phw_bits x = {0};
            phw_bits seed = {0};
            cr_assert_eq(phw_bits_from_bytes(&x, &x_byte, 6), PHW_OK);
            cr_assert_eq(phw_bits_from_bytes(&seed, &s_byte, 5), PHW_OK);
            phw_bits y = amplify(&x, &seed, 2);
            ++hits[y.word[0]];
            phw_bits_free(&x);
            phw_bits_free(&seed);
            phw_bits_free(&y);
        }
        for (unsigned i = 0; i < 4; ++i) {
            const unsigned fixed = i == value ? 32 : 0;
            cr_expect_eq(hits[i], value >= 4 ? 8 : fixed, "x %u output %u", value, i);
        }
    }
}

Test(amplifier_modified_toeplitz, gives_the_same_key_by_every_method)
{
    phw_bits x = draw(3000, 1);
    phw_bits seed = draw(2999, 2);
    phw_bits want = amplify(&x, &seed, 1100);
    for (int i = 0; i < PHW_N_TOEPLITZ_METHODS; ++i) {
        const phw_toeplitz_method method = (phw_toeplitz_method)i;
        phw_bits y = {0};
        if (!phw_toeplitz_has(method))
            continue;
        cr_assert_eq(modified->amplify_by(&y, &x, &seed, 1100, NULL, method), PHW_OK);
        cr_expect(phw_bits_equal(&y, &want), "%s", phw_toeplitz_method_name(method));
        phw_bits_free(&y);
    }
    phw_bits_free(&x);
    phw_bits_free(&seed);
    phw_bits_free(&want);
}

Test(amplifier_modified_toeplitz, refuses_wrong_lengths)
{
    phw_bits x = draw(10, 1);
    phw_bits seed = draw(8, 2);
    const phw_bits none = {0};
    phw_bits y = {0};
    cr_expect_eq(modified->amplify(&y, &x, &seed, 4, NULL), PHW_EARG);
    cr_expect_eq(modified->amplify(&y, &x, &seed, 10, NULL), PHW_EARG);
    cr_expect_eq(modified->amplify(&y, &x, &none, 11, NULL), PHW_EARG);
    cr_expect_eq(modified->amplify(&y, &x, &none, 0, NULL), PHW_EARG);
    cr_expect_eq(modified->amplify(&y, &none, &none, 1, NULL), PHW_EARG);
    cr_expect_null(y.word);
    phw_bits_free(&x);
    phw_bits_free(&seed);
}
