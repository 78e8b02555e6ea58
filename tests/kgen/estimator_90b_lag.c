#include "kgen/estimator_90b_lag.h"

#include <math.h>

#include "core/rng.h"

#include "tests/kgen/nist_samples.h"

/* What NIST's program prints of its own samples. */
Test(estimator_90b_lag, agrees_with_the_reference_on_its_samples)
{
    static const reference_verdict table[] = {
        {"rand1_short.bin", 1, 0.9433337065757712, 0},
        {"rand4_short.bin", 4, 3.7836506125537386, 0.98264182173598913},
        {"rand8_short.bin", 8, 6.6364412870839109, 0.98969349388795491},
        {"truerand_1bit.packed", 1, 0.99829166636629973, 0},
        {"biased-random-bits.packed", 1, 0.040599763274887825, 0},
    };

    expect_reference(&phw_estimator_90b_lag, table, sizeof table / sizeof table[0]);
}

/* What comes 100 steps later is the same but for a fifth that is drawn anew: right in
 * nine of ten, after the first few. */
Test(estimator_90b_lag, finds_a_copy_a_hundred_steps_back)
{
    enum {
        N = 20000
    };

    const phw_rng rng = {23, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x174), 0};
    static uint8_t bit[N];
    for (size_t i = 0; i < N; ++i)
        bit[i] = i >= 100 && phw_rng_below(&rng, 2 * i, 5) != 0
                     ? bit[i - 100]
                     : (uint8_t)phw_rng_below(&rng, 2 * i + 1, 2);
    const double h = verdict(&phw_estimator_90b_lag, bit, N, 2);
    cr_expect(h > -log2(0.92) && h < -log2(0.88), "%g", h);
}

Test(estimator_90b_lag, refuses_what_it_cannot_judge)
{
    expect_refusals(&phw_estimator_90b_lag, 3);
}
