#include "kgen/estimator_90b_multi_mcw.h"

#include <math.h>

#include "core/rng.h"

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

Test(estimator_90b_multi_mcw, refuses_what_it_cannot_judge)
{
    expect_refusals(&phw_estimator_90b_multi_mcw, 4096);
}
