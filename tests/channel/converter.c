#include "channel/converter.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

#include "tests/channel/statistics.h"

/* Bits, best clip and its ratio, found on samples. */
static const double table[][3] = {
    {1, 1.60, 4.40},   {2, 2.00, 9.25},  {3, 2.35, 14.27},  {4, 2.675, 19.38},
    {6, 3.325, 29.83}, {8, 3.95, 40.57}, {10, 4.50, 51.55}, {12, 5.025, 62.71}};

enum {
    ROWS = sizeof table / sizeof table[0]
};

Test(converter, has_the_table_s_ratios_at_the_best_clip)
{
    for (size_t i = 0; i < ROWS; ++i) {
        const unsigned bits = (unsigned)table[i][0];
        cr_expect_float_eq(phw_converter_best_clip(bits), table[i][1], 0.0151, "%u",
                           bits);
        cr_expect_float_eq(phw_converter_sqnr_db(bits, table[i][1]), table[i][2], 0.006,
                           "%u bits: %g", bits,
                           phw_converter_sqnr_db(bits, table[i][1]));
    }
}

/* Max (1960), table II: step, and mean square error, of the optimum uniform quantiser
 * for 8 and 36 levels of which 2^bits are here. */
Test(converter, agrees_with_max_s_table)
{
    cr_expect_float_eq(phw_converter_best_clip(1) * 2 / 2, 1.596, 1e-3);
    cr_expect_float_eq(phw_converter_best_clip(2) * 2 / 4, 0.9957, 1e-4);
    cr_expect_float_eq(phw_converter_best_clip(3) * 2 / 8, 0.5860, 1e-4);
    cr_expect_float_eq(phw_converter_best_clip(4) * 2 / 16, 0.3352, 1e-4);
    cr_expect_float_eq(pow(10, -phw_converter_sqnr_db(3, 2.344) / 10), 0.03744, 1e-5);
}

Test(converter, the_best_clip_is_best)
{
    for (unsigned bits = 1; bits <= PHW_CONVERTER_BITS_MAX; ++bits) {
        const double at = phw_converter_best_clip(bits);
        const double best = phw_converter_sqnr_db(bits, at);
        cr_expect_gt(best, phw_converter_sqnr_db(bits, at * 1.01), "%u", bits);
        cr_expect_gt(best, phw_converter_sqnr_db(bits, at * 0.99), "%u", bits);
    }
}

/* E e^4 of a rail of `bits` that clips at `clip`: step^4 / 80 within the cells and the
 * tail's integral beyond. */
static double fourth_moment(unsigned bits, double clip)
{
    const double step = ldexp(clip, 1 - (int)bits);
    double sum = pow(step, 4) / 80;
    for (double x = clip; x < clip + 8; x += 1e-3)
        sum += 2e-3 * pow(x - clip + step / 2, 4) * exp(-x * x / 2) / sqrt(2 * M_PI);
    return sum;
}

/* Up to 8 bits, 31 overloads of 400000 rails; more bits clip too seldom to be counted.
 */
Test(converter, normal_samples_have_the_closed_form_s_ratio)
{
    enum {
        N = 200000
    };

    static phw_cf in[N];
    static phw_cf out[N];
    const phw_rng rng = {.seed = 6};
    phw_rng_normal_complex(in, &rng, 4, 0, N);
    for (size_t k = 0; table[k][0] <= 8; ++k) {
        phw_converter c;
        const unsigned bits = (unsigned)table[k][0];
        const double clip = table[k][1];
        cr_assert_eq(phw_converter_init(&c, bits, clip, 4), PHW_OK);
        memcpy(out, in, sizeof in);
        phw_converter_run(&c, out, N);
        double mean = 0;
        for (size_t i = 0; i < N; ++i)
            mean += phw_cf_power(out[i] - in[i]) / 4 / N;
        const double expected = pow(10, -phw_converter_sqnr_db(bits, clip) / 10);
        cr_expect_float_eq(mean, expected,
                           tolerance(fourth_moment(bits, clip), 2 * (double)N),
                           "%u bits: %g, not %g", bits, mean, expected);
    }
}

Test(converter, levels_are_where_they_should_be)
{
    phw_converter c;
    cr_assert_eq(phw_converter_init(&c, 2, 2 * M_SQRT2, 1), PHW_OK);
    phw_cf x[] = {CMPLXF(0.1F, -0.1F), CMPLXF(0.9F, 1.1F), CMPLXF(1.9F, 50),
                  CMPLXF(-1.01F, -1e30F)};
    const phw_cf expected[] = {CMPLXF(0.5F, -0.5F), CMPLXF(0.5F, 1.5F),
                               CMPLXF(1.5F, 1.5F), CMPLXF(-1.5F, -1.5F)};
    phw_converter_run(&c, x, 4);
    for (size_t i = 0; i < 4; ++i)
        cr_expect_lt(cabsf(x[i] - expected[i]), 1e-6F, "%zu", i);
    phw_cf again[4];
    memcpy(again, x, sizeof x);
    phw_converter_run(&c, again, 4);
    cr_expect_eq(memcmp(again, x, sizeof x), 0);
}

Test(converter, no_bits_leave_samples_alone)
{
    phw_converter c = {.bits = 3};
    phw_cf x = CMPLXF(0.123F, 1e9F);
    cr_assert_eq(phw_converter_init(&c, 0, -5, 0), PHW_OK);
    phw_converter_run(&c, &x, 1);
    cr_expect_eq(x, CMPLXF(0.123F, 1e9F));
}

Test(converter, settings_beyond_their_range_are_refused)
{
    phw_converter c = {.bits = 9};
    cr_expect_eq(phw_converter_init(&c, 17, 0, 1), PHW_EARG);
    cr_expect_eq(phw_converter_init(&c, 8, 0.05, 1), PHW_EARG);
    cr_expect_eq(phw_converter_init(&c, 8, nan(""), 1), PHW_EARG);
    cr_expect_eq(phw_converter_init(&c, 8, 3, 0), PHW_EARG);
    cr_expect_eq(phw_converter_init(&c, 8, 3, HUGE_VAL), PHW_EARG);
    cr_expect_eq(c.bits, 9);
}
