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

Test(features, interpolation_is_exact_on_what_its_degree_can_follow)
{
    phw_features x = parabola(8);
    const double at[] = {0, 0.25, 2.5, 4.75, 6.5, 7};
    const size_t n = sizeof at / sizeof at[0];
    phw_features y = {0};
    cr_assert_eq(phw_features_interpolate(&y, &x, at, n, PHW_INTERPOLATION_CUBIC),
                 PHW_OK);
    cr_assert_eq(y.n_rows, n);
    for (size_t r = 0; r < n; ++r) {
        cr_expect_float_eq(phw_features_series(&y, 1)[r], 10 - at[r], 1e-12);
        cr_expect_eq(y.time_s[r], at[r]);
        cr_expect_eq(y.sequence[r], (int64_t)r);
    }
    cr_expect_float_eq(y.value[2], 6.25, 1e-12, "cubic is right inside");
    cr_expect_float_eq(y.value[3], 22.5625, 1e-12);
    cr_expect_float_eq(y.value[1], 0.25, 1e-12, "and linear in the first interval");
    cr_expect_float_eq(y.value[4], 42.5, 1e-12, "and in the last");
    phw_features_free(&y);
    cr_assert_eq(phw_features_interpolate(&y, &x, at, n, PHW_INTERPOLATION_LINEAR),
                 PHW_OK);
    cr_expect_float_eq(y.value[2], 6.5, 1e-12);
    phw_features_free(&y);
    cr_assert_eq(phw_features_interpolate(&y, &x, at, n, PHW_INTERPOLATION_NONE),
                 PHW_OK);
    cr_expect_eq(y.value[1], 0);
    cr_expect_eq(y.value[2], 4, "the earlier of two equally near");
    cr_expect_eq(y.value[3], 25);
    phw_features_free(&y);
    phw_features_free(&x);
}

Test(features, cubic_at_the_middle_weighs_minus_1_9_9_minus_1_over_16)
{
    const double at[] = {1.5, 1.2};
    const double half[] = {-1.0 / 16, 9.0 / 16, 9.0 / 16, -1.0 / 16};
    const double mu = 0.2;
    const double farrow[] = {
        -mu * (mu - 1) * (mu - 2) / 6, (mu + 1) * (mu - 1) * (mu - 2) / 2,
        -(mu + 1) * mu * (mu - 2) / 2, (mu + 1) * mu * (mu - 1) / 6};
    phw_features unit = {0};
    phw_features y = {0};
    cr_assert_eq(phw_features_alloc(&unit, 4, 4), PHW_OK);
    for (size_t c = 0; c < 4; ++c)
        phw_features_series(&unit, c)[c] = 1;
    const double swapped[] = {at[1], at[0]};
    cr_expect_eq(phw_features_interpolate(&y, &unit, at, 2, PHW_INTERPOLATION_CUBIC),
                 PHW_EARG, "instants that fall");
    cr_assert_eq(
        phw_features_interpolate(&y, &unit, swapped, 2, PHW_INTERPOLATION_CUBIC),
        PHW_OK);
    for (size_t c = 0; c < 4; ++c) {
        cr_expect_float_eq(phw_features_series(&y, c)[1], half[c], 1e-15);
        cr_expect_float_eq(phw_features_series(&y, c)[0], farrow[c], 1e-15);
    }
    phw_features_free(&y);
    phw_features_free(&unit);
}

Test(features, instants_in_a_gap_or_outside_are_dropped_and_numbered)
{
    phw_features x = parabola(8);
    for (size_t r = 4; r < 8; ++r)
        x.time_s[r] += 3; /* rows at 0 1 2 3, then 7 8 9 10 */
    const double at[] = {-0.1, 0.5, 3, 3.5, 6.9, 7, 7.5, 10, 10.1};
    const int64_t kept[] = {1, 2, 5, 6, 7};
    phw_features y = {0};
    cr_assert_eq(phw_features_interpolate(&y, &x, at, 9, PHW_INTERPOLATION_CUBIC),
                 PHW_OK);
    cr_assert_eq(y.n_rows, 5);
    cr_expect_arr_eq(y.sequence, kept, sizeof kept);
    cr_expect_float_eq(y.value[3], 20.5, 1e-12, "linear beside the gap: (16 + 25) / 2");
    phw_features_free(&y);
    cr_expect_eq(phw_features_interpolate(&y, &x, at + 3, 2, PHW_INTERPOLATION_CUBIC),
                 PHW_ESHORT);
    cr_expect_eq(phw_features_interpolate(&y, &x, at, 9, PHW_N_INTERPOLATIONS),
                 PHW_EARG);
    phw_features_free(&x);
}

Test(features, rows_at_one_instant_do_not_break_interpolation)
{
    phw_features x = parabola(6);
    x.time_s[3] = x.time_s[2];
    const double at[] = {1.5, 2, 2.5, 4.5};
    for (int method = 0; method < PHW_N_INTERPOLATIONS; ++method) {
        phw_features y = {0};
        cr_assert_eq(phw_features_interpolate(&y, &x, at, 4, (phw_interpolation)method),
                     PHW_OK);
        for (size_t r = 0; r < y.n_rows; ++r)
            cr_expect(isfinite(y.value[r]), "method %d row %zu", method, r);
        phw_features_free(&y);
    }
    phw_features_free(&x);
}

/* Alice is read at 0, Bob at +-0.05 and +-0.15 of 1/f_D, Jakes fading: five jointly
 * normal values of correlation J0(2 pi tau), drawn by the Cholesky factor. */
#define N_DRAWS 200000

static void draw_jakes(double value[5][N_DRAWS], double noise_variance)
{
    static const double at[5] = {0, -0.15, -0.05, 0.05, 0.15};
    double factor[5][5] = {{0}};
    for (int i = 0; i < 5; ++i) {
        for (int j = 0; j <= i; ++j) {
            double sum = j0(2 * M_PI * (at[i] - at[j])) + (i == j ? noise_variance : 0);
            for (int k = 0; k < j; ++k)
                sum -= factor[i][k] * factor[j][k];
            factor[i][j] = i == j ? sqrt(sum) : sum / factor[j][j];
        }
    }
    double *z[5];
    for (int i = 0; i < 5; ++i)
        z[i] = normals(N_DRAWS, 100 + (uint32_t)i);
    for (int i = 0; i < 5; ++i) {
        for (size_t n = 0; n < N_DRAWS; ++n) {
            value[i][n] = 0;
            for (int j = 0; j <= i; ++j)
                value[i][n] += factor[i][j] * z[j][n];
        }
    }
    for (int i = 0; i < 5; ++i)
        free(z[i]);
}

static double gain(double value[5][N_DRAWS], phw_interpolation method)
{
    phw_features x = {0};
    phw_features y = {0};
    cr_assert_eq(phw_features_alloc(&x, 4, N_DRAWS), PHW_OK);
    for (size_t r = 0; r < 4; ++r) {
        x.time_s[r] = -0.15 + 0.1 * (double)r;
        for (size_t c = 0; c < N_DRAWS; ++c)
            x.value[c * 4 + r] = value[r + 1][c];
    }
    const double now = 0;
    cr_assert_eq(phw_features_interpolate(&y, &x, &now, 1, method), PHW_OK);
    double rho = 0;
    cr_assert_eq(phw_series_correlation(&rho, value[0], y.value, N_DRAWS), PHW_OK);
    phw_features_free(&x);
    phw_features_free(&y);
    return rho;
}

/* reference/keygen 3.2; 5 sigma of a correlation of N values is 5 (1 - rho^2) /
 * sqrt(N), and the table is rounded to 4 digits. */
Test(features, interpolation_gains_what_it_does_on_jakes_fading)
{
    static const struct {
        double snr_db;
        double rho[3];
    } table[] = {{10, {0.8868, 0.9292, 0.9242}},
                 {20, {0.9658, 0.9923, 0.9919}},
                 {30, {0.9745, 0.9991, 0.9992}}};

    static double value[5][N_DRAWS];
    for (size_t i = 0; i < 3; ++i) {
        draw_jakes(value, pow(10, -table[i].snr_db / 10));
        for (int method = 0; method < 3; ++method) {
            const double want = table[i].rho[method];
            const double got = gain(value, (phw_interpolation)method);
            cr_expect_float_eq(got, want, 5 * (1 - want * want) / sqrt(N_DRAWS) + 5e-5,
                               "%g dB method %d: %.5f, expected %.5f", table[i].snr_db,
                               method, got, want);
        }
    }
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
