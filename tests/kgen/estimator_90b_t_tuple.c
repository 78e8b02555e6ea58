#include "kgen/estimator_90b_t_tuple.h"

#include "tests/kgen/nist_samples.h"

/* What NIST's program prints of its own samples. */
Test(estimator_90b_t_tuple, agrees_with_the_reference_on_its_samples)
{
    static const reference_verdict table[] = {
        {"rand1_short.bin", 1, 0.86762443081707374, 0},
        {"rand4_short.bin", 4, 3.5674726723995995, 0.8987772293903773},
        {"rand8_short.bin", 8, 7.0104540377360411, 0.91078644573541423},
        {"truerand_1bit.packed", 1, 0.91422636745977381, 0},
        {"biased-random-bits.packed", 1, 0.026489257053631029, 0},
    };

    expect_reference(&phw_estimator_90b_t_tuple, table, sizeof table / sizeof table[0]);
}

/* A period of 7 with 3 ones: the longest string that comes 35 times has 462 bits, and
 * (1 / 7)^(1 / 462) is as good as 1. mcv would give it half a bit and more. */
Test(estimator_90b_t_tuple, sees_a_period)
{
    uint8_t bit[700];
    for (size_t i = 0; i < sizeof bit; ++i)
        bit[i] = i % 7 == 0 || i % 7 == 1 || i % 7 == 3;
    cr_expect_eq(verdict(&phw_estimator_90b_t_tuple, bit, sizeof bit, 2), 0);
}

Test(estimator_90b_t_tuple, does_not_apply_where_nothing_comes_35_times)
{
    uint8_t symbol[136];
    double h = 7;
    for (size_t i = 0; i < sizeof symbol; ++i)
        symbol[i] = (uint8_t)(i % 4);
    cr_expect_eq(phw_estimator_90b_t_tuple.symbols(&h, symbol, 136, 4, NULL),
                 PHW_ESHORT);
    cr_expect_eq(h, 7);
    cr_expect_eq(phw_estimator_90b_t_tuple.symbols(&h, symbol, 136, 257, NULL),
                 PHW_EARG);
    cr_expect_eq(phw_estimator_90b_t_tuple.symbols(&h, symbol, 136, 3, NULL), PHW_EARG);
}
