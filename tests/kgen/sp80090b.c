#include "kgen/sp80090b.h"

#include <math.h>

#include "core/rng.h"

#include "tests/kgen/nist_samples.h"

static double assess(const uint8_t *sample, size_t n, unsigned width)
{
    phw_sp80090b s = {0};
    cr_assert_eq(phw_sp80090b_prepare(&s, sample, n, width), PHW_OK);
    for (size_t i = 0; i < PHW_SP80090B_N; ++i)
        cr_assert_eq(phw_sp80090b_run(&s, i), PHW_OK);
    const double h = phw_sp80090b_min_entropy(&s);
    phw_sp80090b_free(&s);
    return h;
}

/* "Assessed min entropy" of NIST's program. */
Test(sp80090b, agrees_with_the_reference_as_a_whole)
{
    static const struct {
        const char *file;
        unsigned width;
        double assessed;
    } table[] = {{"rand1_short.bin", 1, 0.61171620479394506},
                 {"rand4_short.bin", 4, 3.2154882678767365},
                 {"rand8_short.bin", 8, 5.8608937444852497}};

    for (size_t i = 0; i < sizeof table / sizeof table[0]; ++i) {
        size_t n = 0;
        uint8_t *sample = read_samples(table[i].file, &n);
        cr_expect_float_eq(assess(sample, n, table[i].width), table[i].assessed, 1e-9,
                           "%s", table[i].file);
        free(sample);
    }
}

/* Samples of two values that are not 0 and 1 are bits as well, and only the width
 * differs. */
Test(sp80090b, counts_the_values_that_occur)
{
    const phw_rng rng = {51, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x17a), 0};
    static uint8_t plain[8000];
    static uint8_t named[8000];
    for (size_t i = 0; i < sizeof plain; ++i) {
        plain[i] = (uint8_t)phw_rng_below(&rng, i, 2);
        named[i] = plain[i] ? 200 : 7;
    }
    phw_sp80090b s = {0};
    cr_assert_eq(phw_sp80090b_prepare(&s, named, sizeof named, 8), PHW_OK);
    cr_expect_eq(s.n_symbols, 2);
    cr_expect_null(s.bits);
    cr_expect_arr_eq(s.symbol, plain, sizeof plain);
    phw_sp80090b_free(&s);
    cr_expect_eq(assess(named, sizeof named, 8), assess(plain, sizeof plain, 1));
}

Test(sp80090b, gives_a_single_value_nothing)
{
    const uint8_t sample[100] = {0};
    cr_expect_eq(assess(sample, 100, 8), 0);
    cr_expect_eq(assess(sample, 1, 1), 0);
}

/* Too few for most: those that apply have the say. */
Test(sp80090b, leaves_out_what_does_not_apply)
{
    const uint8_t sample[] = {0, 1, 1, 0, 1, 0, 0, 0, 1, 0};
    phw_sp80090b s = {0};
    cr_assert_eq(phw_sp80090b_prepare(&s, sample, sizeof sample, 1), PHW_OK);
    for (size_t i = 0; i < PHW_SP80090B_N; ++i)
        cr_assert_eq(phw_sp80090b_run(&s, i), PHW_OK);
    cr_expect(s.row[0].symbol >= 0);
    cr_expect(isnan(s.row[3].symbol), "compression asks for 6012 bits");
    cr_expect(isnan(s.row[6].symbol), "multi-mcw asks for 4096");
    const double h = phw_sp80090b_min_entropy(&s);
    cr_expect(h >= 0 && h <= 1);
    phw_sp80090b_free(&s);
}

Test(sp80090b, refuses_samples_that_are_wider_than_said)
{
    const uint8_t sample[] = {0, 1, 4};
    phw_sp80090b s = {.n = 9};
    cr_expect_eq(phw_sp80090b_prepare(&s, sample, 3, 2), PHW_EARG);
    cr_expect_eq(phw_sp80090b_prepare(&s, sample, 3, 0), PHW_EARG);
    cr_expect_eq(phw_sp80090b_prepare(&s, sample, 3, 9), PHW_EARG);
    cr_expect_eq(phw_sp80090b_prepare(&s, sample, 0, 3), PHW_ESHORT);
    cr_expect_eq(s.n, 9);
}
