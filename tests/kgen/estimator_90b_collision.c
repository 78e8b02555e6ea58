#include "kgen/estimator_90b_collision.h"

#include "tests/kgen/nist_samples.h"

/* What NIST's program prints of its own samples. */
Test(estimator_90b_collision, agrees_with_the_reference_on_its_samples)
{
    static const reference_verdict table[] = {
        {"rand1_short.bin", 1, 0.69146412099724186, 0},
        {"rand4_short.bin", 4, 0, 0.89817944838102126},
        {"rand8_short.bin", 8, 0, 0.83205298221524882},
        {"truerand_1bit.packed", 1, 0.90093572690822665, 0},
        {"biased-random-bits.packed", 1, 0.028513792826295892, 0},
    };

    expect_reference(&phw_estimator_90b_collision, table,
                     sizeof table / sizeof table[0]);
}

/* 0 1 1 takes three steps, 0 0 two: mean 2.5 - 0.1 at 4 times 2 and 6 times 3 would be
 * 2.6; the estimate starts from 2 + 2 p (1 - p) <= 2.5, so what takes longer has a
 * whole bit. */
Test(estimator_90b_collision, gives_a_whole_bit_where_equals_come_late)
{
    uint8_t bit[3000];
    for (size_t i = 0; i < sizeof bit; ++i)
        bit[i] = i % 3 != 0;
    cr_expect_eq(verdict(&phw_estimator_90b_collision, bit, sizeof bit, 2), 1);
}

Test(estimator_90b_collision, gives_a_constant_nothing)
{
    const uint8_t bit[1000] = {0};
    cr_expect_eq(verdict(&phw_estimator_90b_collision, bit, sizeof bit, 2), 0);
}

Test(estimator_90b_collision, refuses_what_it_cannot_judge)
{
    expect_refusals(&phw_estimator_90b_collision, 5);
}
