#include "kgen/estimator_90b_lrs.h"

#include "core/rng.h"

#include "tests/kgen/nist_samples.h"

/* What NIST's program prints of its own samples. */
Test(estimator_90b_lrs, agrees_with_the_reference_on_its_samples)
{
    static const reference_verdict table[] = {
        {"rand1_short.bin", 1, 0.96262580383278706, 0},
        {"rand4_short.bin", 4, 3.8335255222329829, 0.93296931449533627},
        {"rand8_short.bin", 8, 7.2891986717206523, 0.98193035773637416},
        {"truerand_1bit.packed", 1, 0.98581833722719769, 0},
        {"biased-random-bits.packed", 1, 0.055881394003087538, 0},
    };

    expect_reference(&phw_estimator_90b_lrs, table, sizeof table / sizeof table[0]);
}

/* Two copies of one random sequence: the string of half the length comes twice. */
Test(estimator_90b_lrs, sees_a_copy)
{
    enum {
        N = 4000
    };

    const phw_rng rng = {21, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x172), 0};
    uint8_t bit[N];
    for (size_t i = 0; i < N; ++i)
        bit[i] = i < N / 2 ? (uint8_t)phw_rng_below(&rng, i, 2) : bit[i - N / 2];
    cr_expect_lt(verdict(&phw_estimator_90b_lrs, bit, N, 2), 0.05);
}

Test(estimator_90b_lrs, does_not_apply_where_no_string_is_rare_and_repeated)
{
    const uint8_t symbol[] = {0, 1, 2, 3};
    double h = 7;
    cr_expect_eq(phw_estimator_90b_lrs.symbols(&h, symbol, 4, 4, NULL), PHW_ESHORT);
    cr_expect_eq(phw_estimator_90b_lrs.symbols(&h, symbol, 0, 4, NULL), PHW_ESHORT);
    cr_expect_eq(phw_estimator_90b_lrs.symbols(&h, symbol, 4, 3, NULL), PHW_EARG);
    cr_expect_eq(h, 7);
}
