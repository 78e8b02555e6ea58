#include "channel/fractional_delay.h"

#include <math.h>

#include <criterion/criterion.h>

#include "tests/channel/statistics.h"

#define POINTS PHW_FRACTIONAL_DELAY_POINTS

static double complex response(const float *weight, double f)
{
    double complex sum = 0;
    for (int k = 0; k < POINTS; ++k)
        sum += (double)weight[k] * phasor(-f * (k - PHW_FRACTIONAL_DELAY_AHEAD));
    return sum;
}

Test(fractional_delay, every_frequency_to_four_tenths_of_the_rate_is_within_68_db)
{
    for (int step = 0; step <= 100; ++step) {
        const double fraction = step / 100.0;
        float weight[POINTS];
        cr_assert_eq(phw_fractional_delay(weight, fraction), PHW_OK);
        double mean = 0;
        for (int i = -400; i <= 400; ++i) {
            const double f = i / 1000.0;
            const double error = power_of(response(weight, f) - phasor(-f * fraction));
            cr_expect_lt(10 * log10(error), -68, "fraction %g, f %g", fraction, f);
            mean += error / 801;
        }
        cr_expect_lt(10 * log10(mean), -78.5, "fraction %g", fraction);
    }
}

Test(fractional_delay, the_gain_beyond_the_band_stays_near_one)
{
    for (int step = 0; step <= 100; ++step) {
        float weight[POINTS];
        cr_assert_eq(phw_fractional_delay(weight, step / 100.0), PHW_OK);
        for (int i = 400; i <= 500; ++i)
            cr_expect_lt(cabs(response(weight, i / 1000.0)), 1.001, "step %d, f %d",
                         step, i);
    }
}

Test(fractional_delay, whole_samples_are_whole)
{
    for (int whole = 0; whole <= 1; ++whole) {
        float weight[POINTS];
        cr_assert_eq(phw_fractional_delay(weight, whole), PHW_OK);
        for (int k = 0; k < POINTS; ++k)
            cr_expect_float_eq(weight[k], k == PHW_FRACTIONAL_DELAY_AHEAD + whole, 1e-6,
                               "%d: %g", k, (double)weight[k]);
    }
}

Test(fractional_delay, what_is_no_fraction_is_refused)
{
    float weight[POINTS] = {7};
    cr_expect_eq(phw_fractional_delay(weight, -0.01), PHW_EARG);
    cr_expect_eq(phw_fractional_delay(weight, 1.01), PHW_EARG);
    cr_expect_eq(phw_fractional_delay(weight, nan("")), PHW_EARG);
    cr_expect_float_eq(weight[0], 7, 0);
}
