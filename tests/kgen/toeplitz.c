#include "kgen/toeplitz.h"

#include <math.h>
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

/* x read backwards, to be freed. */
static phw_bits reversed(const phw_bits *x)
{
    phw_bits b = {0};
    cr_assert_eq(phw_bits_alloc(&b, x->n), PHW_OK);
    for (size_t j = 0; j < x->n; ++j)
        phw_bits_set(&b, x->n - 1 - j, phw_bits_get(x, j));
    return b;
}

/* Output i: the parity of x read backwards and the seed's n bits from i on. */
static bool row_of(const phw_bits *backwards, const phw_bits *seed, size_t i)
{
    const uint64_t *s = seed->word + i / 64;
    const size_t n_left = phw_bits_words(seed->n) - i / 64;
    uint64_t sum = 0;
    for (size_t k = 0; k < phw_bits_words(backwards->n); ++k) {
        const uint64_t high = k + 1 < n_left ? s[k + 1] : 0;
        const uint64_t w = i % 64 > 0 ? s[k] >> i % 64 | high << (64 - i % 64) : s[k];
        sum ^= w & backwards->word[k];
    }
    return __builtin_parityll(sum) != 0;
}

static void by_matrix(phw_bits *y, const phw_bits *x, const phw_bits *seed)
{
    phw_bits backwards = reversed(x);
    for (size_t i = 0; i < y->n; ++i)
        phw_bits_set(y, i, row_of(&backwards, seed, i));
    phw_bits_free(&backwards);
}

/* The seed's first n + m - 1 bits make the first m outputs: one matrix serves all m. */
static void expect_all_outputs(size_t n, size_t m_max)
{
    phw_bits x = draw(n, (uint32_t)(2 * n));
    phw_bits all = draw(n + m_max - 1, (uint32_t)(2 * n + 1));
    phw_bits want = {0};
    cr_assert_eq(phw_bits_alloc(&want, m_max), PHW_OK);
    by_matrix(&want, &x, &all);
    for (size_t m = 1; m <= m_max; ++m) {
        phw_bits seed = {0};
        phw_bits prefix = {0};
        cr_assert_eq(phw_bits_slice(&seed, &all, 0, n + m - 1), PHW_OK);
        cr_assert_eq(phw_bits_slice(&prefix, &want, 0, m), PHW_OK);
        for (int method = PHW_TOEPLITZ_PORTABLE; method < PHW_N_TOEPLITZ_METHODS;
             ++method) {
            if (!phw_toeplitz_has((phw_toeplitz_method)method))
                continue;
            phw_bits y = hash(&x, &seed, m, (phw_toeplitz_method)method);
            cr_assert(phw_bits_equal(&y, &prefix), "method %d n %zu m %zu", method, n,
                      m);
            phw_bits_free(&y);
        }
        phw_bits_free(&prefix);
        phw_bits_free(&seed);
    }
    phw_bits_free(&x);
    phw_bits_free(&all);
    phw_bits_free(&want);
}

/* All n and m to 300: a quarter of the n each, for the time that a test may take. */
Test(toeplitz, is_the_matrix_product_for_every_fourth_length_to_300)
{
    for (size_t n = 4; n <= 300; n += 4)
        expect_all_outputs(n, 300);
}

Test(toeplitz, is_the_matrix_product_for_the_next_quarter_of_lengths_to_300)
{
    for (size_t n = 1; n <= 300; n += 4)
        expect_all_outputs(n, 300);
}

Test(toeplitz, is_the_matrix_product_for_the_third_quarter_of_lengths_to_300)
{
    for (size_t n = 2; n <= 300; n += 4)
        expect_all_outputs(n, 300);
}

Test(toeplitz, is_the_matrix_product_for_the_last_quarter_of_lengths_to_300)
{
    for (size_t n = 3; n <= 300; n += 4)
        expect_all_outputs(n, 300);
}

Test(toeplitz, plain_method_agrees_for_small_sizes)
{
    for (size_t n = 1; n <= 130; n += 3)
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

/* Lengths spread evenly in their logarithm up to 10^5, each against the matrix. */
Test(toeplitz, is_the_matrix_product_for_random_lengths_to_100000)
{
    const phw_rng rng = {.seed = 5, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 22)};
    for (uint32_t trial = 0; trial < 24; ++trial) {
        uint32_t word[2];
        phw_rng_words(word, &rng, 2 * trial, 2);
        const size_t n = (size_t)(300 * exp2(8.38 * word[0] / 4294967296.0));
        const size_t m = (size_t)(1 + (double)n * word[1] / 4294967296.0);
        phw_bits x = draw(n, 1000 + 2 * trial);
        phw_bits seed = draw(n + m - 1, 1001 + 2 * trial);
        phw_bits want = {0};
        cr_assert_eq(phw_bits_alloc(&want, m), PHW_OK);
        by_matrix(&want, &x, &seed);
        for (int method = PHW_TOEPLITZ_PORTABLE; method < PHW_N_TOEPLITZ_METHODS;
             ++method) {
            if (!phw_toeplitz_has((phw_toeplitz_method)method))
                continue;
            phw_bits y = hash(&x, &seed, m, (phw_toeplitz_method)method);
            cr_assert(phw_bits_equal(&y, &want), "method %d n %zu m %zu", method, n, m);
            phw_bits_free(&y);
        }
        phw_bits_free(&x);
        phw_bits_free(&seed);
        phw_bits_free(&want);
    }
}

/* A million bits: all methods give the same, and 1500 outputs spread over all are
 * the parities that the matrix has. */
Test(toeplitz, is_the_matrix_product_for_a_million_bits)
{
    const size_t n = 1000000;
    const size_t m = 499979;
    phw_bits x = draw(n, 1);
    phw_bits seed = draw(n + m - 1, 2);
    phw_bits want = hash(&x, &seed, m, PHW_TOEPLITZ_BEST);
    phw_bits backwards = reversed(&x);
    for (size_t i = 0; i < m; i += 333)
        cr_assert_eq(phw_bits_get(&want, i), row_of(&backwards, &seed, i), "row %zu",
                     i);
    phw_bits_free(&backwards);
    for (int method = PHW_TOEPLITZ_PORTABLE; method < PHW_N_TOEPLITZ_METHODS;
         ++method) {
        if (!phw_toeplitz_has((phw_toeplitz_method)method))
            continue;
        phw_bits y = hash(&x, &seed, m, (phw_toeplitz_method)method);
        cr_expect(phw_bits_equal(&y, &want), "method %d", method);
        phw_bits_free(&y);
    }
    phw_bits_free(&x);
    phw_bits_free(&seed);
    phw_bits_free(&want);
}

Test(toeplitz, takes_the_longest_strings)
{
    const size_t n = PHW_TOEPLITZ_BITS_MAX;
    if (phw_toeplitz_best() == PHW_TOEPLITZ_PORTABLE)
        cr_skip_test("takes seconds in plain C");
    phw_bits x = {0};
    phw_bits seed = {0};
    cr_assert_eq(phw_bits_alloc(&x, n), PHW_OK);
    cr_assert_eq(phw_bits_alloc(&seed, n + n - 1), PHW_OK);
    phw_bits_set(&x, n - 1, true);
    phw_bits_set(&x, 77, true);
    for (size_t i = 0; i < seed.n; i += 1 + i % 4099)
        phw_bits_set(&seed, i, true);
    phw_bits y = hash(&x, &seed, n, PHW_TOEPLITZ_BEST);
    for (size_t i = 0; i < n; i += 97)
        cr_assert_eq(phw_bits_get(&y, i),
                     phw_bits_get(&seed, i) != phw_bits_get(&seed, i + n - 1 - 77));
    phw_bits_free(&x);
    phw_bits_free(&seed);
    phw_bits_free(&y);
}

Test(toeplitz, methods_are_found_by_name)
{
    phw_toeplitz_method found = PHW_TOEPLITZ_PLAIN;
    for (int i = 0; i < PHW_N_TOEPLITZ_METHODS; ++i) {
        const phw_toeplitz_method method = (phw_toeplitz_method)i;
        const char *name = phw_toeplitz_method_name(method);
        const bool here = phw_toeplitz_has(method);
        cr_expect_eq(phw_toeplitz_method_find(&found, name), here ? PHW_OK : PHW_EARG);
        if (here)
            cr_expect_eq(found, method);
    }
    cr_expect_eq(phw_toeplitz_method_find(&found, "magic"), PHW_EARG);
    cr_expect_null(phw_toeplitz_method_name(PHW_N_TOEPLITZ_METHODS));
    cr_expect(phw_toeplitz_has(phw_toeplitz_best()));
    cr_expect_not(phw_toeplitz_has(PHW_N_TOEPLITZ_METHODS));
}

/* Short strings by blocks, long ones by transforms, whatever multiplies. */
Test(toeplitz, chooses_the_algorithm_by_the_lengths)
{
    for (int i = PHW_TOEPLITZ_PORTABLE; i < PHW_N_TOEPLITZ_METHODS; ++i) {
        const phw_toeplitz_method method = (phw_toeplitz_method)i;
        cr_expect_eq(phw_toeplitz_choose(1000, 500, method), PHW_TOEPLITZ_BLOCKS);
        cr_expect_eq(phw_toeplitz_choose(100000, 50000, method), PHW_TOEPLITZ_FFT);
        cr_expect_eq(phw_toeplitz_choose(100000, 128, method), PHW_TOEPLITZ_BLOCKS);
    }
    cr_expect_eq(phw_toeplitz_choose(1000, 500, PHW_TOEPLITZ_PLAIN), PHW_TOEPLITZ_ROWS);
    cr_expect_str_eq(phw_toeplitz_algorithm_name(PHW_TOEPLITZ_FFT), "fft");
    cr_expect_null(phw_toeplitz_algorithm_name(PHW_N_TOEPLITZ_ALGORITHMS));
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

/* Fixed differences of 1500 bits under 20000 seeds each: each of the 16 outputs comes
 * with probability 1/16, 1250 times with a standard deviation of sqrt(20000 15/16^2) =
 * 34.2; 5 sigma are 172, and none of the 64 counts is off by more but with 4e-5. */
Test(toeplitz, is_statistically_universal)
{
    const size_t n = 1500;
    for (uint32_t kind = 0; kind < 4; ++kind) {
        unsigned hits[16] = {0};
        phw_bits x = draw(n, kind);
        if (kind < 3)
            memset(x.word, 0, x.n_words * sizeof *x.word);
        phw_bits_set(&x, kind == 1 ? n - 1 : 0, true);
        if (kind == 2)
            phw_bits_set(&x, n / 2, true);
        for (uint32_t s = 0; s < 20000; ++s) {
            phw_bits seed = draw(n + 3, 100000 * (1 + kind) + s);
            phw_bits y = hash(&x, &seed, 4, PHW_TOEPLITZ_BEST);
            ++hits[y.word[0]];
            phw_bits_free(&seed);
            phw_bits_free(&y);
        }
        for (size_t i = 0; i < 16; ++i)
            cr_expect_leq(fabs((double)hits[i] - 1250), 172, "kind %u output %zu", kind,
                          i);
        phw_bits_free(&x);
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
