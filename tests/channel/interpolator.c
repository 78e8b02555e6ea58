#include "channel/interpolator.h"

#include <complex.h>
#include <math.h>

#include <criterion/criterion.h>

#include "tests/channel/statistics.h"

static phw_interpolator table;

/* Power of the error of e^{j 2 pi f x}, f in turns a grid point, over many fractions.
 */
static double tone_error_db(double f)
{
    enum {
        STEPS = 1000
    };

    double sum = 0;
    for (int i = 0; i < STEPS; ++i) {
        const double fraction = (i + 0.5) / STEPS;
        float weight[PHW_INTERPOLATOR_POINTS];
        phw_interpolator_weights(&table, weight, fraction);
        double complex value = 0;
        for (int k = 0; k < PHW_INTERPOLATOR_POINTS; ++k)
            value += (double)weight[k] * phasor(f * (k - PHW_INTERPOLATOR_BEFORE));
        value -= phasor(f * fraction);
        sum += power_of(value);
    }
    return 10 * log10(sum / STEPS);
}

Test(interpolation, a_point_of_the_grid_is_itself)
{
    phw_interpolator_fill(&table);
    float weight[PHW_INTERPOLATOR_POINTS];
    phw_interpolator_weights(&table, weight, 0);
    for (int k = 0; k < PHW_INTERPOLATOR_POINTS; ++k)
        cr_expect_float_eq(weight[k], k == PHW_INTERPOLATOR_BEFORE ? 1 : 0, 1e-7);
}

Test(interpolation, weights_of_the_mirrored_instant_are_mirrored)
{
    phw_interpolator_fill(&table);
    float a[PHW_INTERPOLATOR_POINTS];
    float b[PHW_INTERPOLATOR_POINTS];
    phw_interpolator_weights(&table, a, 0.3);
    phw_interpolator_weights(&table, b, 0.7);
    for (int k = 0; k < PHW_INTERPOLATOR_POINTS; ++k)
        cr_expect_float_eq(a[k], b[PHW_INTERPOLATOR_POINTS - 1 - k], 1e-6);
}

Test(interpolation, tones_up_to_an_eighth_of_the_grid_rate_are_exact_to_85_decibels)
{
    phw_interpolator_fill(&table);
    for (int i = -8; i <= 8; ++i)
        cr_expect_lt(tone_error_db(i / 64.0), -85, "at %d/64: %.1f dB", i,
                     tone_error_db(i / 64.0));
}

Test(interpolation, tones_near_the_grids_nyquist_frequency_are_not)
{
    phw_interpolator_fill(&table);
    cr_expect_gt(tone_error_db(0.45), -20);
}
