#include "kgen/forecast_window.h"

#include <math.h>

#include <criterion/criterion.h>

Test(forecast_window, has_zeros_before_the_first_value)
{
    phw_forecast_model m = {0};
    phw_forecast_window w = {0};
    const double x[3] = {3, 5, 7};
    cr_assert_eq(phw_forecast_model_alloc(&m, 3, 0, 0), PHW_OK);
    m.mean = 1;
    m.deviation = 2;
    cr_assert_eq(phw_forecast_window_make(&w, &m, x, 3), PHW_OK);
    const double *past = phw_forecast_window_past(&w, 0);
    cr_expect(past[0] == 0 && past[1] == 0 && past[2] == 1);
    past = phw_forecast_window_past(&w, 2);
    cr_expect(past[0] == 1 && past[1] == 2 && past[2] == 3);
    phw_forecast_window_free(&w);
    cr_expect_null(w.value);
    phw_forecast_model_free(&m);
}

Test(forecast_window, targets_end_with_the_series)
{
    phw_forecast_model m = {0};
    phw_forecast_window w = {0};
    const double x[6] = {0, 1, 2, 3, 4, 5};
    double target = 7;
    cr_assert_eq(phw_forecast_model_alloc(&m, 1, 0, 0), PHW_OK);
    cr_assert_eq(phw_forecast_window_make(&w, &m, x, 6), PHW_OK);
    const phw_forecast_blend whole = phw_forecast_blend_of(2);
    cr_expect(phw_forecast_window_target(&target, &w, &whole, 3));
    cr_expect_eq(target, 5);
    cr_expect_not(phw_forecast_window_target(&target, &w, &whole, 4));
    const phw_forecast_blend half = phw_forecast_blend_of(0.5);
    cr_expect(phw_forecast_window_target(&target, &w, &half, 3));
    cr_expect_float_eq(target, 3.5, 1e-12);
    cr_expect_not(phw_forecast_window_target(&target, &w, &half, 4));
    phw_forecast_window_free(&w);
    phw_forecast_model_free(&m);
}

Test(forecast_window, holes_are_refused)
{
    phw_forecast_model m = {0};
    phw_forecast_window w = {0};
    const double x[2] = {0, (double)NAN};
    cr_assert_eq(phw_forecast_model_alloc(&m, 2, 0, 0), PHW_OK);
    cr_expect_eq(phw_forecast_window_make(&w, &m, x, 2), PHW_EINPUT);
    cr_expect_null(w.value);
    phw_forecast_model_free(&m);
}
