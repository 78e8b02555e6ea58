#include "kgen/estimator_90b_lz78y.h"

#include <math.h>

#include "core/rng.h"

#include "tests/kgen/nist_samples.h"

/* What NIST's program prints of its own samples. */
Test(estimator_90b_lz78y, agrees_with_the_reference_on_its_samples)
{
    static const reference_verdict table[] = {
        {"rand1_short.bin", 1, 0.96144624595247796, 0},
        {"rand4_short.bin", 4, 3.8824956640559631, 0.98014517335640094},
        {"rand8_short.bin", 8, 7.3533553938353844, 0.98808180379990307},
        {"truerand_1bit.packed", 1, 0.99705004757897153, 0},
        {"biased-random-bits.packed", 1, 0.028635020154766919, 0},
    };

    expect_reference(&phw_estimator_90b_lz78y, table, sizeof table / sizeof table[0]);
}

/* Fifty symbols in turn. */
Test(estimator_90b_lz78y, learns_what_is_repeated)
{
    uint8_t symbol[5000];
    for (size_t i = 0; i < sizeof symbol; ++i)
        symbol[i] = (uint8_t)(i % 50);
    cr_expect_lt(verdict(&phw_estimator_90b_lz78y, symbol, sizeof symbol, 50), 0.05);
}

/* 16 new strings a symbol: full after some 5,000. What it learnt stays. */
Test(estimator_90b_lz78y, goes_on_with_a_full_dictionary)
{
    enum {
        N = 20000
    };

    const phw_rng rng = {26, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x177), 0};
    static uint8_t symbol[N];
    for (size_t i = 0; i < N; ++i)
        symbol[i] = (uint8_t)phw_rng_below(&rng, i, 200);
    const double h = verdict(&phw_estimator_90b_lz78y, symbol, N, 200);
    cr_expect(h > 6.5 && h <= log2(200), "%g", h);
}

Test(estimator_90b_lz78y, refuses_what_it_cannot_judge)
{
    expect_refusals(&phw_estimator_90b_lz78y, 19);
}
