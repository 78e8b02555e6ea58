#include "kgen/forecast_model.h"

#include <math.h>
#include <stdint.h>

#include <criterion/criterion.h>

Test(forecast_model, is_made_checked_and_given_back)
{
    phw_forecast_model m = {0};
    cr_assert_eq(phw_forecast_model_alloc(&m, 3, 4, 5), PHW_OK);
    cr_expect_eq(phw_forecast_model_check(&m), PHW_OK);
    m.centre[14] = (double)NAN;
    cr_expect_eq(phw_forecast_model_check(&m), PHW_EINPUT);
    m.centre[14] = 0;
    m.weight[3] = HUGE_VAL;
    cr_expect_eq(phw_forecast_model_check(&m), PHW_EINPUT);
    m.weight[3] = 0;
    m.deviation = 0;
    cr_expect_eq(phw_forecast_model_check(&m), PHW_EINPUT);
    m.deviation = 1;
    m.horizon = PHW_FORECAST_HORIZON_MAX + 1;
    cr_expect_eq(phw_forecast_model_check(&m), PHW_EINPUT);
    m.horizon = (double)NAN;
    cr_expect_eq(phw_forecast_model_check(&m), PHW_EINPUT);
    phw_forecast_model_free(&m);
    cr_expect_null(m.weight);
    phw_forecast_model_free(&m);
}

Test(forecast_model, sizes_out_of_range_are_refused)
{
    phw_forecast_model m = {0};
    cr_expect_eq(phw_forecast_model_alloc(&m, 0, 1, 1), PHW_EARG);
    cr_expect_eq(phw_forecast_model_alloc(&m, PHW_FORECAST_TAPS_MAX + 1, 1, 1),
                 PHW_EARG);
    cr_expect_eq(phw_forecast_model_alloc(&m, 1, PHW_FORECAST_CENTRES_MAX + 1, 1),
                 PHW_EARG);
    cr_expect_eq(phw_forecast_model_alloc(&m, 1, 1, SIZE_MAX), PHW_EARG);
    cr_expect_null(m.weight);
}

Test(forecast_model, scale_is_mean_and_deviation)
{
    phw_forecast_model m = {0};
    const double x[4] = {1, 3, 1, 3};
    const double constant[3] = {2, 2, 2};
    cr_assert_eq(phw_forecast_model_scale(&m, x, 4), PHW_OK);
    cr_expect_eq(m.mean, 2);
    cr_expect_eq(m.deviation, 1);
    cr_expect_eq(phw_forecast_model_scale(&m, constant, 3), PHW_ESHORT);
}

/* Lagrange's polynomial is exact for cubics. */
Test(forecast_model, a_blend_reads_cubics_between_whole_horizons)
{
    for (int h = 0; h <= 40; ++h) {
        const double horizon = 0.25 * h;
        const phw_forecast_blend b = phw_forecast_blend_of(horizon);
        double sum = 0;
        double parts = 0;
        for (int i = 0; i < 4; ++i) {
            const double at = (double)(b.first + i);
            sum += b.weight[i] * (at * at * at - 2 * at + 1);
            parts += b.weight[i];
        }
        cr_expect_float_eq(sum, horizon * horizon * horizon - 2 * horizon + 1, 1e-9);
        cr_expect_float_eq(parts, 1, 1e-12);
        if (h % 4 == 0)
            cr_expect_eq(b.weight[1], 1);
    }
}
