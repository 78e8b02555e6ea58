#include "kgen/estimator_90b_multi_mmc.h"

#include "core/rng.h"

#include "tests/kgen/nist_samples.h"

/* What NIST's program prints of its own samples. */
Test(estimator_90b_multi_mmc, agrees_with_the_reference_on_its_samples)
{
    static const reference_verdict table[] = {
        {"rand1_short.bin", 1, 0.96161666782888089, 0},
        {"rand4_short.bin", 4, 3.8846552794933751, 0.97769651208720298},
        {"rand8_short.bin", 8, 7.3276276791880877, 0.98781454404229407},
        {"truerand_1bit.packed", 1, 0.99665994380395218, 0},
        {"biased-random-bits.packed", 1, 0.02863458625634421, 0},
    };

    expect_reference(&phw_estimator_90b_multi_mmc, table,
                     sizeof table / sizeof table[0]);
}

/* A shift register of 9 bits (x^9 + x^4 + 1): every bit follows from the last 9. */
Test(estimator_90b_multi_mmc, learns_a_shift_register)
{
    uint8_t bit[20000] = {1};
    for (size_t i = 9; i < sizeof bit; ++i)
        bit[i] = bit[i - 9] ^ bit[i - 5];
    cr_expect_lt(verdict(&phw_estimator_90b_multi_mmc, bit, sizeof bit, 2), 0.1);
}

/* The first models of a large alphabet are full after 100,000 pairs; what they learnt
 * stays. 5 sigma of a uniform guess and P_local of a short run. */
Test(estimator_90b_multi_mmc, goes_on_with_full_models)
{
    enum {
        N = 120000
    };

    const phw_rng rng = {24, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x175), 0};
    uint8_t *symbol = malloc(N);
    cr_assert_not_null(symbol);
    for (size_t i = 0; i < N; ++i)
        symbol[i] = (uint8_t)phw_rng_below(&rng, i, 16);
    const double h = verdict(&phw_estimator_90b_multi_mmc, symbol, N, 16);
    cr_expect(h > 3.8 && h <= 4, "%g", h);
    free(symbol);
}

Test(estimator_90b_multi_mmc, refuses_what_it_cannot_judge)
{
    expect_refusals(&phw_estimator_90b_multi_mmc, 4);
}
