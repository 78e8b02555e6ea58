#include "phy/epc_preamble.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

#define N 4000

static const int chip[12] = {1, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1, 1};

/* Noise of deviation `sigma` about 1, and in it the preamble with levels 1 +- step. */
static void make(float *x, double first, double length, double step, double sigma,
                 uint32_t trial)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0xe9c), trial};
    phw_rng_normal(x, &rng, 0, N);
    for (int i = 0; i < N; ++i) {
        const double k = floor((i - first) / length);
        const double level = k >= 0 && k < 12 ? step * (2 * chip[(int)k] - 1) : 0;
        x[i] = (float)(1 + level + sigma * (double)x[i]);
    }
}

Test(epc_preamble, sums_take_samples_by_their_middles)
{
    const float x[] = {1, 2, 4, 8};
    phw_epc_sums s = {0};
    cr_assert_eq(phw_epc_sums_make(&s, x, 4), PHW_OK);
    cr_expect_float_eq(phw_epc_sums_mean(&s, -0.5, 3.5), 15.0 / 4, 1e-12);
    cr_expect_float_eq(phw_epc_sums_mean(&s, 0.5, 2.5), 3, 1e-12);
    cr_expect_float_eq(phw_epc_sums_mean(&s, 1, 2), 3, 1e-12);
    cr_expect_float_eq(phw_epc_sums_mean(&s, 1.25, 1.5), 2, 1e-12);
    phw_epc_sums_free(&s);
}

/* Edges lie within the grid's last step, a 64th of a half bit, and half a sample. */
Test(epc_preamble, is_found_where_it_is_at_any_length_and_polarity)
{
    static float x[N];
    for (uint32_t trial = 0; trial < 40; ++trial) {
        const double length = 4 * pow(1.09, trial);
        const double first = 700.3 + 0.37 * trial;
        const double step = trial % 2 == 0 ? 0.1 : -0.1;
        phw_epc_sums s = {0};
        phw_epc_preamble p = {0};
        make(x, first, length, step, 0.01, trial);
        cr_assert_eq(phw_epc_sums_make(&s, x, N), PHW_OK);
        cr_assert(phw_epc_preamble_find(&p, &s, 0, 4, 130, 0.7), "%u", trial);
        cr_expect_float_eq(p.first, first, 0.5 + length / 32, "%g %g", p.first, first);
        cr_expect_float_eq(p.length, length, 0.1 + length / 100, "%g %g", p.length,
                           length);
        cr_expect_eq(p.inverted, step < 0);
        cr_expect_float_eq(p.half_step, 0.1, 0.01);
        cr_expect_float_eq(p.middle, 1, 0.02);
        /* Noise takes a hundredth, edges within a sample up to a tenth at length 4. */
        cr_expect_gt(p.correlation, 0.85, "%g", p.correlation);
        phw_epc_sums_free(&s);
    }
}

Test(epc_preamble, is_not_found_in_noise_a_constant_or_too_little)
{
    static float x[N];
    phw_epc_sums s = {0};
    phw_epc_preamble p = {0};
    make(x, -1000, 1, 0, 0.01, 99);
    cr_assert_eq(phw_epc_sums_make(&s, x, N), PHW_OK);
    cr_expect_not(phw_epc_preamble_find(&p, &s, 0, 4, 130, 0.7));
    phw_epc_sums_free(&s);
    for (int i = 0; i < N; ++i)
        x[i] = 0.3F;
    for (size_t n = 0; n < 100; n += 7) {
        cr_assert_eq(phw_epc_sums_make(&s, x, n), PHW_OK);
        cr_expect_not(phw_epc_preamble_find(&p, &s, 0, 2, 8, 0.7), "%zu", n);
        phw_epc_sums_free(&s);
    }
}
