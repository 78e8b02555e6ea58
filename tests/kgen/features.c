#include "kgen/features.h"

#include "kgen/series.h"

#include "tests/kgen/pair.h"

Test(features, of_no_rows_or_components_are_refused)
{
    phw_features x = {0};
    cr_expect_eq(phw_features_alloc(&x, 0, 3), PHW_EARG);
    cr_expect_eq(phw_features_alloc(&x, 3, 0), PHW_EARG);
    cr_expect_eq(phw_features_alloc(&x, SIZE_MAX / 2, 3), PHW_ENOMEM);
    cr_expect_null(x.value);
    phw_features_free(&x);
}

Test(features, take_sequence_and_time_of_a_trace)
{
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_POWER_DB, 3, 1), PHW_OK);
    t.sequence[2] = 40;
    t.time_s[2] = 8.5;
    t.has_time = true;
    phw_features x = {0};
    cr_assert_eq(phw_features_from_trace(&x, &t, 2), PHW_OK);
    cr_expect_eq(x.n_rows, 3);
    cr_expect_eq(x.n_components, 2);
    cr_expect_eq(x.sequence[2], 40);
    cr_expect_eq(x.time_s[2], 8.5);
    cr_expect(x.has_time);
    phw_features_free(&x);
    phw_trace_free(&t);
}

/* n rows at times 0, 1, 2 ..., two components: t^2 and 10 - t. */
static phw_features parabola(size_t n)
{
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, n, 2), PHW_OK);
    for (size_t r = 0; r < n; ++r) {
        phw_features_series(&x, 0)[r] = (double)(r * r);
        phw_features_series(&x, 1)[r] = 10 - (double)r;
        x.sequence[r] = 100 + (int64_t)r;
    }
    return x;
}

Test(features, select_takes_rows_in_the_order_given)
{
    phw_features x = parabola(5);
    phw_features y = {0};
    const size_t row[] = {4, 1};
    const size_t far[] = {5};
    cr_assert_eq(phw_features_select(&y, &x, row, 2), PHW_OK);
    cr_expect_eq(y.n_rows, 2);
    cr_expect_eq(y.sequence[0], 104);
    cr_expect_eq(phw_features_series(&y, 0)[0], 16);
    cr_expect_eq(phw_features_series(&y, 1)[1], 9);
    phw_features_free(&y);
    cr_expect_eq(phw_features_select(&y, &x, far, 1), PHW_EARG);
    cr_expect_eq(phw_features_select(&y, &x, row, 0), PHW_EARG);
    phw_features_free(&x);
}

Test(features, detrending_is_the_plain_moving_average_taken_off)
{
    const size_t n = 101;
    double *plain = normals(n, 3);
    for (size_t window = 1; window <= n; window += 10) {
        const size_t half = window / 2;
        phw_features x = {0};
        cr_assert_eq(phw_features_alloc(&x, n, 2), PHW_OK);
        for (size_t r = 0; r < n; ++r) {
            x.value[r] = plain[r];
            x.value[n + r] = plain[r] + 1e6;
        }
        cr_assert_eq(phw_features_detrend(&x, window), PHW_OK);
        for (size_t r = 0; r < n; ++r) {
            const size_t from = r > half ? r - half : 0;
            const size_t to = r + half + 1 < n ? r + half + 1 : n;
            double mean = 0;
            for (size_t i = from; i < to; ++i)
                mean += plain[i] / (double)(to - from);
            cr_expect_float_eq(x.value[r], plain[r] - mean, 1e-13);
            cr_expect_float_eq(x.value[n + r], plain[r] - mean, 1e-9);
        }
        phw_features_free(&x);
    }
    free(plain);
}

Test(features, detrending_refuses_even_and_long_windows_and_0_changes_nothing)
{
    phw_features x = parabola(7);
    cr_expect_eq(phw_features_detrend(&x, 4), PHW_EARG);
    cr_expect_eq(phw_features_detrend(&x, 9), PHW_ESHORT);
    cr_expect_eq(phw_features_detrend(&x, 0), PHW_OK);
    cr_expect_eq(x.value[6], 36);
    phw_features_free(&x);
}

/* Most of the indoor correlation is trend. By numpy, with the window shrinking at the
 * ends; a moving average padded with zeros there gives 0.33 0.49 0.57, by its edges. */
Test(features, detrending_takes_the_indoor_correlation_down_as_measured)
{
    static const struct {
        size_t window;
        double rho;
    } table[] = {
        {5, 0.32643728207888817}, {11, 0.4854874864469328}, {21, 0.5637690346118568}};

    pair p = pair_indoor();
    for (size_t i = 0; i < 3; ++i) {
        phw_features x = {0};
        cr_assert_eq(phw_features_alloc(&x, p.n, 2), PHW_OK);
        memcpy(x.value, p.x, p.n * sizeof *p.x);
        memcpy(x.value + p.n, p.y, p.n * sizeof *p.y);
        cr_assert_eq(phw_features_detrend(&x, table[i].window), PHW_OK);
        double rho = 0;
        cr_assert_eq(phw_series_correlation(&rho, x.value, x.value + p.n, p.n), PHW_OK);
        cr_expect_float_eq(rho, table[i].rho, 1e-10, "window %zu: %.4f",
                           table[i].window, rho);
        phw_features_free(&x);
    }
    pair_free(&p);
}

Test(features, drop_their_first_rows_with_numbers_and_instants)
{
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, 4, 2), PHW_OK);
    for (size_t i = 0; i < 8; ++i)
        x.value[i] = (double)i;
    cr_expect_eq(phw_features_drop(&x, 4), PHW_ESHORT);
    cr_expect_eq(x.n_rows, 4);
    cr_assert_eq(phw_features_drop(&x, 1), PHW_OK);
    cr_expect_eq(x.n_rows, 3);
    for (size_t r = 0; r < 3; ++r) {
        cr_expect_eq(x.sequence[r], (int64_t)r + 1);
        cr_expect_eq(x.time_s[r], (double)r + 1);
        cr_expect_eq(phw_features_series(&x, 0)[r], (double)r + 1);
        cr_expect_eq(phw_features_series(&x, 1)[r], (double)r + 5);
    }
    phw_features_free(&x);
}
