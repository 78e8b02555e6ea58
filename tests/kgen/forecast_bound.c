#include "kgen/forecast_bound.h"

#include <math.h>

#include <criterion/criterion.h>

#include "kgen/levinson.h"

static double error_of(const phw_forecast_process *p, size_t n, double horizon)
{
    double error = 0;
    cr_assert_eq(phw_forecast_bound(&error, NULL, p, n, horizon), PHW_OK, "%s",
                 phw_error_message());
    return error;
}

Test(forecast_bound, one_value_tells_its_correlation_squared)
{
    const phw_forecast_process p = {PHW_DOPPLER_JAKES, 0.05, 0.1};
    for (int i = 0; i < 20; ++i) {
        const double r = j0(2 * M_PI * 0.05 * i * 0.5);
        cr_expect_float_eq(error_of(&p, 1, i * 0.5), 1 - r * r / 1.1, 1e-12);
    }
}

/* 2 by 2 by hand: [[1 + s, r1], [r1, 1 + s]]. */
Test(forecast_bound, two_values_give_the_inverse_by_hand)
{
    const phw_forecast_process p = {PHW_DOPPLER_JAKES, 0.1, 0.2};
    const double r1 = j0(0.2 * M_PI);
    const double r2 = j0(0.4 * M_PI);
    const double d = 1.2 * 1.2 - r1 * r1;
    double w[2];
    double error = 0;
    cr_assert_eq(phw_forecast_bound(&error, w, &p, 2, 1), PHW_OK);
    cr_expect_float_eq(w[0], (1.2 * r1 - r1 * r2) / d, 1e-12);
    cr_expect_float_eq(w[1], (1.2 * r2 - r1 * r1) / d, 1e-12);
    cr_expect_float_eq(error, 1 - w[0] * r1 - w[1] * r2, 1e-12);
}

/* Of the next noisy value is open what the spectrum says, and of the process itself
 * that less its noise. What a finite past misses falls as one over its length: at 1000
 * values it is 0.3 %. */
Test(forecast_bound, a_long_past_leaves_the_innovation)
{
    for (int shape = 0; shape < PHW_N_DOPPLERS; ++shape) {
        for (int i = 1; i <= 6; ++i) {
            const phw_forecast_process p = {shape, 0.04 * i, 0.1};
            const double want = phw_doppler_innovation(shape, p.turns, p.noise);
            cr_expect_float_eq(error_of(&p, 1000, 1) + p.noise, want, 4e-3 * want,
                               "shape %d, %g turns", shape, p.turns);
        }
    }
}

Test(forecast_bound, more_past_never_hurts_and_a_further_horizon_never_helps)
{
    const phw_forecast_process p = {PHW_DOPPLER_JAKES, 0.08, 0.01};
    for (size_t n = 1; n < 40; ++n)
        cr_expect(error_of(&p, n + 1, 2) <= error_of(&p, n, 2) + 1e-12);
    for (int i = 0; i < 6; ++i)
        cr_expect(error_of(&p, 16, i * 0.5) < error_of(&p, 16, (i + 1) * 0.5));
    /* What the channel hides: far off nothing is known. */
    cr_expect(error_of(&p, 16, 500) > 0.95);
}

/* reference: prediction replaces J0(2 pi fd tau) sqrt(g / (1 + g)) by a larger one. */
Test(forecast_bound, a_forecast_is_more_like_the_other_end_than_the_last_value)
{
    for (int i = 1; i < 20; ++i) {
        const phw_forecast_process p = {PHW_DOPPLER_JAKES, 0.2, 0.1};
        const double horizon = 0.05 * i;
        const double plain = fabs(j0(2 * M_PI * 0.2 * horizon)) * sqrt(1 / 1.1);
        cr_expect_gt(sqrt(1 - error_of(&p, 16, horizon)), plain);
    }
}

Test(forecast_bound, bad_input_is_refused)
{
    phw_forecast_process p = {PHW_DOPPLER_JAKES, 0.1, 0.1};
    double error = 7;
    cr_expect_eq(phw_forecast_bound(&error, NULL, &p, 0, 1), PHW_EARG);
    cr_expect_eq(phw_forecast_bound(&error, NULL, &p, PHW_LEVINSON_MOST + 1, 1),
                 PHW_EARG);
    cr_expect_eq(phw_forecast_bound(&error, NULL, &p, 2, (double)NAN), PHW_EARG);
    p.noise = 0;
    cr_expect_eq(phw_forecast_bound(&error, NULL, &p, 2, 1), PHW_EARG);
    p = (phw_forecast_process){PHW_DOPPLER_JAKES, -1, 0.1};
    cr_expect_eq(phw_forecast_bound(&error, NULL, &p, 2, 1), PHW_EARG);
    cr_expect_eq(error, 7);
}
