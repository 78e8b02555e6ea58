#include "kgen/estimator_90b_multi_mcw.h"

#include <math.h>

#include "core/rng.h"
#include "kgen/prediction.h"

#include "tests/kgen/nist_samples.h"

/* What NIST's program prints of its own samples. */
Test(estimator_90b_multi_mcw, agrees_with_the_reference_on_its_samples)
{
    static const reference_verdict table[] = {
        {"rand1_short.bin", 1, 0.95261806053262654, 0},
        {"rand4_short.bin", 4, 3.8669546824826764, 0.98656086459231696},
        {"rand8_short.bin", 8, 7.3751922497299107, 0.99453711551450596},
        {"truerand_1bit.packed", 1, 0.99697224801623707, 0},
        {"biased-random-bits.packed", 1, 0.028634892142081356, 0},
    };

    expect_reference(&phw_estimator_90b_multi_mcw, table,
                     sizeof table / sizeof table[0]);
}

/* Fair bits whose bias turns every 2000: a window follows it, so nine in ten are
 * predicted in most places; the whole has no bias at all. */
Test(estimator_90b_multi_mcw, follows_a_bias_that_turns)
{
    enum {
        N = 40000
    };

    const phw_rng rng = {22, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x173), 0};
    static uint8_t bit[N];
    for (size_t i = 0; i < N; ++i)
        bit[i] = (phw_rng_below(&rng, i, 10) == 0) ^ (i / 2000 % 2);
    const double h = verdict(&phw_estimator_90b_multi_mcw, bit, N, 2);
    cr_expect(h > -log2(0.92) && h < -log2(0.85), "%g", h);
}

/* The most common symbol of symbol[from .. to - 1], of equals the one seen last. */
static uint8_t most_common(const uint8_t *symbol, size_t from, size_t to)
{
    size_t count[256] = {0};
    size_t most = 0;
    uint8_t best = 0;
    for (size_t i = from; i < to; ++i) {
        const size_t c = ++count[symbol[i]];
        most = c > most ? c : most;
    }
    for (size_t i = from; i < to; ++i)
        best = count[symbol[i]] == most ? symbol[i] : best;
    return best;
}

/* Many symbols tie all the time: windows counted anew at every step. */
static void expect_counted_anew(unsigned k, uint32_t trial)
{
    enum {
        N = 5000
    };

    static const size_t width[] = {63, 255, 1023, 4095};
    const phw_rng rng = {27, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x17b), trial};
    static uint8_t symbol[N];
    size_t score[4] = {0};
    size_t best = 0;
    phw_prediction p = {.n = N - 63};
    for (size_t i = 0; i < N; ++i) {
        symbol[i] = (uint8_t)phw_rng_below(&rng, i, k);
        uint8_t guess[4] = {0};
        for (size_t w = 0; w < 4 && i >= width[w]; ++w)
            guess[w] = most_common(symbol, i - width[w], i);
        if (i >= 63)
            phw_prediction_count(&p, guess[best] == symbol[i]);
        for (size_t w = 0; w < 4 && i >= width[w]; ++w) {
            if (guess[w] == symbol[i] && ++score[w] >= score[best])
                best = w;
        }
    }
    cr_expect_eq(verdict(&phw_estimator_90b_multi_mcw, symbol, N, k),
                 phw_prediction_entropy(&p, k), "%u symbols, %u", k, trial);
}

Test(estimator_90b_multi_mcw, predicts_what_counting_anew_predicts)
{
    for (uint32_t trial = 0; trial < 8; ++trial) {
        expect_counted_anew(10, trial);
        expect_counted_anew(30, trial);
        expect_counted_anew(100, trial);
    }
}

Test(estimator_90b_multi_mcw, refuses_what_it_cannot_judge)
{
    expect_refusals(&phw_estimator_90b_multi_mcw, 4096);
}
