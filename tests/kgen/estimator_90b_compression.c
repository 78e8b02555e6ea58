#include "kgen/estimator_90b_compression.h"

#include "tests/kgen/nist_samples.h"

/* What NIST's program prints of its own samples. */
Test(estimator_90b_compression, agrees_with_the_reference_on_its_samples)
{
    static const reference_verdict table[] = {
        {"rand1_short.bin", 1, 0.61171620479394506, 0},
        {"rand4_short.bin", 4, 0, 0.80387206696918412},
        {"rand8_short.bin", 8, 0, 0.73261171806065617},
        {"truerand_1bit.packed", 1, 0.82967708323406131, 0},
        {"biased-random-bits.packed", 1, 0.017766579116465196, 0},
    };

    expect_reference(&phw_estimator_90b_compression, table,
                     sizeof table / sizeof table[0]);
}

/* A period of 6 bits is one block again and again: nothing to tell. */
Test(estimator_90b_compression, gives_a_repeated_block_nothing)
{
    uint8_t bit[12000];
    for (size_t i = 0; i < sizeof bit; ++i)
        bit[i] = i % 6 == 1 || i % 6 == 2;
    cr_expect_lt(verdict(&phw_estimator_90b_compression, bit, sizeof bit, 2), 1e-6);
}

Test(estimator_90b_compression, refuses_what_it_cannot_judge)
{
    expect_refusals(&phw_estimator_90b_compression, 6012);
}
