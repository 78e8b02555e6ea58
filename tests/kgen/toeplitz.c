#include "kgen/toeplitz.h"

#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

static phw_bits parse(const char *text)
{
    phw_bits b = {0};
    cr_assert_eq(phw_bits_alloc(&b, strlen(text)), PHW_OK);
    for (size_t i = 0; i < b.n; ++i)
        phw_bits_set(&b, i, text[i] == '1');
    return b;
}

static phw_bits draw(size_t n, uint32_t trial)
{
    const phw_rng rng = {
        .seed = 5, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 1), .trial = trial};
    phw_bits b = {0};
    for (size_t i = 0; b.n < n; ++i) {
        uint32_t word;
        phw_rng_words(&word, &rng, i, 1);
        const unsigned take = n - b.n < 32 ? (unsigned)(n - b.n) : 32;
        cr_assert_eq(phw_bits_push(&b, word, take), PHW_OK);
    }
    return b;
}

static phw_bits hash(const phw_bits *x, const phw_bits *seed, size_t m,
                     phw_toeplitz_method method)
{
    phw_bits y = {0};
    cr_assert_eq(phw_toeplitz_hash(&y, x, seed, m, method), PHW_OK, "%s",
                 phw_error_message());
    return y;
}

static void expect_hash(const char *x_text, const char *seed_text, const char *y_text)
{
    phw_bits x = parse(x_text);
    phw_bits seed = parse(seed_text);
    phw_bits want = parse(y_text);
    for (int method = 0; method < PHW_N_TOEPLITZ_METHODS; ++method) {
        if (!phw_toeplitz_has((phw_toeplitz_method)method))
            continue;
        phw_bits y = hash(&x, &seed, want.n, (phw_toeplitz_method)method);
        cr_expect(phw_bits_equal(&y, &want), "method %d", method);
        phw_bits_free(&y);
    }
    phw_bits_free(&x);
    phw_bits_free(&seed);
    phw_bits_free(&want);
}

/* Made by matrix and by integer product independently. */
Test(toeplitz, gives_the_known_answers)
{
    expect_hash("10110010", "10011010111", "1011");
    expect_hash("1000000000000001", "1011001110001111010101101", "0001100011");
}

static void expect_formula(size_t n, size_t m, size_t weight, const char *first,
                           const char *last)
{
    phw_bits x = {0};
    phw_bits seed = {0};
    cr_assert_eq(phw_bits_alloc(&x, n), PHW_OK);
    cr_assert_eq(phw_bits_alloc(&seed, n + m - 1), PHW_OK);
    for (size_t j = 0; j < n; ++j)
        phw_bits_set(&x, j, (j * j + 3 * j) / 2 % 2 != 0);
    for (size_t j = 0; j < seed.n; ++j)
        phw_bits_set(&seed, j, (7 * j + j / 5 + j / 11) % 2 != 0);
    for (int method = 0; method < PHW_N_TOEPLITZ_METHODS; ++method) {
        if (!phw_toeplitz_has((phw_toeplitz_method)method))
            continue;
        phw_bits y = hash(&x, &seed, m, (phw_toeplitz_method)method);
        cr_expect_eq(phw_bits_count(&y), weight, "method %d n %zu", method, n);
        for (size_t i = 0; first[i] != '\0'; ++i)
            cr_expect_eq(phw_bits_get(&y, i), first[i] == '1');
        for (size_t i = 0; i < 8; ++i)
            cr_expect_eq(phw_bits_get(&y, m - 8 + i), last[i] == '1');
        phw_bits_free(&y);
    }
    phw_bits_free(&x);
    phw_bits_free(&seed);
}

Test(toeplitz, gives_the_known_answers_of_longer_strings)
{
    expect_formula(256, 128, 90, "11111110011110011111111010110011", "11100111");
    expect_formula(1000, 300, 218, "01101110111011011101110110111011", "10111011");
    expect_formula(4096, 1024, 262, "00010000101001000010010100001000", "00100011");
}

static void expect_methods_agree(size_t n, size_t m, uint32_t trial)
{
    phw_bits x = draw(n, 2 * trial);
    phw_bits seed = draw(n + m - 1, 2 * trial + 1);
    phw_bits want = hash(&x, &seed, m, PHW_TOEPLITZ_PLAIN);
    for (int method = PHW_TOEPLITZ_PORTABLE; method < PHW_N_TOEPLITZ_METHODS;
         ++method) {
        if (!phw_toeplitz_has((phw_toeplitz_method)method))
            continue;
        phw_bits y = hash(&x, &seed, m, (phw_toeplitz_method)method);
        cr_expect(phw_bits_equal(&y, &want), "method %d n %zu m %zu", method, n, m);
        phw_bits_free(&y);
    }
    phw_bits_free(&x);
    phw_bits_free(&seed);
    phw_bits_free(&want);
}

Test(toeplitz, methods_agree_for_all_small_sizes)
{
    for (size_t n = 1; n <= 130; ++n)
        for (size_t m = 1; m <= 130; m += 1 + n % 3)
            expect_methods_agree(n, m, (uint32_t)(n * 131 + m));
}

Test(toeplitz, methods_agree_for_large_sizes)
{
    expect_methods_agree(5000, 3000, 1);
    expect_methods_agree(20000, 64, 2);
    expect_methods_agree(129, 9001, 3);
    expect_methods_agree(16384, 4096, 4);
}

Test(toeplitz, is_linear)
{
    const size_t n = 777;
    const size_t m = 333;
    phw_bits x = draw(n, 1);
    phw_bits z = draw(n, 2);
    phw_bits seed = draw(n + m - 1, 3);
    phw_bits tx = hash(&x, &seed, m, PHW_TOEPLITZ_BEST);
    phw_bits tz = hash(&z, &seed, m, PHW_TOEPLITZ_BEST);
    phw_bits_xor(&x, &z);
    phw_bits both = hash(&x, &seed, m, PHW_TOEPLITZ_BEST);
    phw_bits_xor(&tx, &tz);
    cr_expect(phw_bits_equal(&both, &tx));
    phw_bits_free(&x);
    phw_bits_free(&z);
    phw_bits_free(&seed);
    phw_bits_free(&tx);
    phw_bits_free(&tz);
    phw_bits_free(&both);
}

Test(toeplitz, maps_unit_vectors_to_columns)
{
    const size_t n = 70;
    const size_t m = 66;
    phw_bits seed = draw(n + m - 1, 9);
    for (size_t j = 0; j < n; ++j) {
        phw_bits x = {0};
        cr_assert_eq(phw_bits_alloc(&x, n), PHW_OK);
        phw_bits_set(&x, j, true);
        phw_bits y = hash(&x, &seed, m, PHW_TOEPLITZ_BEST);
        for (size_t i = 0; i < m; ++i)
            cr_expect_eq(phw_bits_get(&y, i), phw_bits_get(&seed, i + n - 1 - j));
        phw_bits_free(&x);
        phw_bits_free(&y);
    }
    phw_bits_free(&seed);
}

/* n = 6, m = 2: over all 2^7 seeds every nonzero x hits every output 2^7 / 4 times. */
Test(toeplitz, is_universal)
{
    for (unsigned value = 1; value < 64; ++value) {
        unsigned hits[4] = {0};
        for (unsigned s = 0; s < 128; ++s) {
            const uint8_t x_byte = (uint8_t)value;
            const uint8_t s_byte = (uint8_t)s;
            phw_bits x = {0};
            phw_bits seed = {0};
            cr_assert_eq(phw_bits_from_bytes(&x, &x_byte, 6), PHW_OK);
            cr_assert_eq(phw_bits_from_bytes(&seed, &s_byte, 7), PHW_OK);
            phw_bits y = hash(&x, &seed, 2, PHW_TOEPLITZ_BEST);
            ++hits[y.word[0]];
            phw_bits_free(&x);
            phw_bits_free(&seed);
            phw_bits_free(&y);
        }
        for (unsigned i = 0; i < 4; ++i)
            cr_expect_eq(hits[i], 32, "x %u output %u", value, i);
    }
}

Test(toeplitz, refuses_wrong_lengths)
{
    phw_bits x = draw(10, 1);
    phw_bits seed = draw(12, 2);
    phw_bits none = {0};
    phw_bits y = {0};
    cr_expect_eq(phw_toeplitz_hash(&y, &x, &seed, 4, PHW_TOEPLITZ_BEST), PHW_EARG);
    cr_expect_eq(phw_toeplitz_hash(&y, &x, &seed, 0, PHW_TOEPLITZ_BEST), PHW_EARG);
    cr_expect_eq(phw_toeplitz_hash(&y, &none, &seed, 13, PHW_TOEPLITZ_BEST), PHW_EARG);
    cr_expect_null(y.word);
    phw_bits_free(&x);
    phw_bits_free(&seed);
}
