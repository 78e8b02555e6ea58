#include "kgen/estimator_markov.h"

#include "kgen/quantizer_guard.h"

#include "tests/kgen/nist_samples.h"
#include "tests/kgen/pair.h"

static double assess(const uint8_t *symbol, size_t n, unsigned n_symbols)
{
    double h = -1;
    cr_assert_eq(phw_estimator_markov.symbols(&h, symbol, n, n_symbols, NULL), PHW_OK);
    return h;
}

/* reference/reliability 2.5: what NIST's tool prints. */
Test(estimator_markov, agrees_with_the_reference_on_its_samples)
{
    static const struct {
        const char *file;
        unsigned width;
        double h;
    } table[] = {
        {"rand1_short.bin", 1, 0.98759610445940904},
        {"rand4_short.bin", 4, 0.99061680777094752},
        {"rand8_short.bin", 8, 0.99772497672796534},
        {"truerand_1bit.packed", 1, 0.99848647555611059},
        {"biased-random-bits.packed", 1, 0.029123023940057065},
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; ++i) {
        size_t n = 0;
        uint8_t *symbol = read_samples(table[i].file, &n);
        uint8_t *bit = bit_string(symbol, n, table[i].width);
        cr_expect_float_eq(assess(bit, n * table[i].width, 2), table[i].h, 1e-12, "%s",
                           table[i].file);
        free(bit);
        free(symbol);
    }
}

/* Alice's 1029 one-sided guard bits of the indoor recording, of which the recording's
 * own project counts 780 as key: they repeat their neighbour 908 of 1028 times. */
Test(estimator_markov, gives_the_indoor_guard_bits_0_1769_bit_each)
{
    pair p = pair_indoor();
    const phw_params params = {{0.6, 0}};
    phw_symbols s = {0};
    cr_assert_eq(phw_quantizer_guard.label(&s, p.x, p.n, 1, &params, true, NULL),
                 PHW_OK);
    size_t n = 0;
    size_t repeats = 0;
    for (size_t i = 0; i < s.n; ++i) {
        if (s.keep[i])
            s.symbol[n++] = s.symbol[i];
    }
    for (size_t i = 1; i < n; ++i)
        repeats += s.symbol[i] == s.symbol[i - 1];
    cr_assert_eq(n, 1029);
    cr_expect_float_eq((double)repeats / 1028, 0.8833, 5e-5);
    cr_expect_float_eq(assess(s.symbol, n, 2), 0.1769065101233186, 1e-12);
    phw_symbols_free(&s);
    pair_free(&p);
}

Test(estimator_markov, claims_nothing_for_what_its_own_past_gives)
{
    uint8_t symbol[400];
    for (size_t i = 0; i < 400; ++i)
        symbol[i] = i % 2;
    /* The start alone is open: 1 bit over 128 steps. */
    cr_expect_float_eq(assess(symbol, 400, 2), 1.0 / 128, 1e-12);
    for (size_t i = 0; i < 400; ++i)
        symbol[i] = i % 4;
    cr_expect_lt(assess(symbol, 400, 4), 2.0 / 128 + 1e-12);
    cr_expect_eq(assess(symbol, 1, 2), 0);
    cr_expect_eq(assess(symbol, 0, 2), 0);
}

/* A chain over four symbols that stays with probability 3/4: the most likely path
 * stays, so -log2(3/4) = 0.415 bit a step and log2(4) for the start; the margin of the
 * 2016 draft, sqrt(ln(1 / (1 - 0.99^128)) / (2 N / 4)), and the selection of the
 * largest estimate (5 sigma of p over N / 4 draws) only lower it. */
Test(estimator_markov, follows_the_most_likely_path_of_a_chain)
{
    enum {
        N = 200000
    };

    const phw_rng rng = {3, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x77), 0};
    uint8_t *symbol = calloc(N, 1);
    cr_assert_not_null(symbol);
    for (size_t i = 1; i < N; ++i) {
        const uint32_t draw = phw_rng_below(&rng, i, 12);
        symbol[i] =
            draw < 9 ? symbol[i - 1] : (uint8_t)((symbol[i - 1] + 1 + (draw - 9)) % 4);
    }
    const double truth = (-127 * log2(0.75) + 2) / 128;
    const double margin = sqrt(-log(1 - pow(0.99, 128)) / (2 * N / 4.0)) +
                          5 * sqrt(0.75 * 0.25 / (N / 4.0));
    const double h = assess(symbol, N, 4);
    cr_expect_lt(h, truth + 5 * sqrt(0.75 * 0.25 / (N / 4.0)) / 0.75 / log(2));
    cr_expect_gt(h, truth - margin / 0.75 / log(2) - 0.01);
    free(symbol);
}

/* Few observations claim less: independent fair symbols of a growing number. */
Test(estimator_markov, claims_more_of_fair_symbols_the_more_there_are)
{
    enum {
        N = 100000
    };

    const phw_rng rng = {4, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x78), 0};
    uint8_t *symbol = calloc(N, 1);
    cr_assert_not_null(symbol);
    for (size_t i = 0; i < N; ++i)
        symbol[i] = (uint8_t)phw_rng_below(&rng, i, 4);
    double before = 0;
    for (size_t n = 100; n <= N; n *= 10) {
        const double h = assess(symbol, n, 4);
        cr_expect_gt(h, before, "%zu symbols: %g", n, h);
        cr_expect_leq(h, 2);
        before = h;
    }
    cr_expect_gt(before, 1.9);
    free(symbol);
}

Test(estimator_markov, refuses_symbols_outside_the_alphabet)
{
    const uint8_t symbol[] = {0, 1, 2, 4};
    double h = 7;
    cr_expect_eq(phw_estimator_markov.symbols(&h, symbol, 4, 4, NULL), PHW_EARG);
    cr_expect_eq(phw_estimator_markov.symbols(&h, symbol, 4, 17, NULL), PHW_EARG);
    cr_expect_eq(phw_estimator_markov.symbols(&h, symbol, 4, 1, NULL), PHW_EARG);
    cr_expect_eq(h, 7);
}
