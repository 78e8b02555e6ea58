#include "kgen/interpolation.h"

#include "kgen/levinson.h"
#include "kgen/series.h"
#include "kgen/wide_kernel.h"

#include "tests/kgen/pair.h"

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

Test(interpolation, is_exact_on_what_its_degree_can_follow)
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

Test(interpolation, cubic_at_the_middle_weighs_minus_1_9_9_minus_1_over_16)
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

Test(interpolation, instants_in_a_gap_or_outside_are_dropped_and_numbered)
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

Test(interpolation, rows_at_one_instant_do_not_break_interpolation)
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
Test(interpolation, gains_what_it_does_on_jakes_fading)
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

/* x(t) = sum_m sqrt(2 / M) cos(2 pi f_m t + phi_m), f_m = cos(pi (m + 1/2) / M) of the
 * Doppler frequency: its time average of x(t) x(t + tau) is J0(2 pi tau) by Gauss and
 * Chebyshev's rule, exact for |tau| well below M / (2 pi). */
static double jakes(double t)
{
    enum {
        M = 64
    };

    double sum = 0;
    for (int m = 0; m < M; ++m)
        sum += cos(2 * M_PI * (t * cos(M_PI * (m + 0.5) / M) + 0.618034 * m * m));
    return sum * sqrt(2.0 / M);
}

#define N_JAKES 20000

/* Alice's instants, and Bob's half an interval of 0.1 / f_D later. */
static double fading[2][N_JAKES];

static void fade(void)
{
    for (size_t r = 0; r < N_JAKES; ++r) {
        fading[0][r] = jakes(0.1 * (double)r);
        fading[1][r] = jakes(0.1 * ((double)r + 0.5));
    }
}

/* The correlation of Alice's values with Bob's, read by the method at her instants. */
static double wide_gain(double noise_variance, phw_interpolation method)
{
    double *noise = normals(2 * (size_t)N_JAKES, 7);
    double *alice = malloc(N_JAKES * sizeof *alice);
    double *at = malloc(N_JAKES * sizeof *at);
    phw_features bob = {0};
    phw_features y = {0};
    cr_assert(alice != NULL && at != NULL);
    cr_assert_eq(phw_features_alloc(&bob, N_JAKES, 1), PHW_OK);
    for (size_t r = 0; r < N_JAKES; ++r) {
        alice[r] = fading[0][r] + sqrt(noise_variance) * noise[2 * r];
        bob.value[r] = 12 + fading[1][r] + sqrt(noise_variance) * noise[2 * r + 1];
        bob.time_s[r] = (double)r + 0.5;
        at[r] = (double)r;
    }
    cr_assert_eq(phw_features_interpolate(&y, &bob, at, N_JAKES, method), PHW_OK);
    double rho = 0;
    cr_assert_eq(phw_series_correlation(&rho, alice + y.sequence[0], y.value, y.n_rows),
                 PHW_OK);
    free(noise);
    free(alice);
    free(at);
    phw_features_free(&bob);
    phw_features_free(&y);
    return rho;
}

/* J0 between row i of 16 and the instant half way between rows 7 and 8. */
static double cross(size_t i)
{
    return j0(2 * M_PI * 0.1 * ((double)i - 7.5));
}

/* rho = w.r / sqrt((1 + s2) w.(R + s2 I) w) of weights w. */
static double closed_form(const double *w, double noise_variance)
{
    double product = 0;
    double power = 0;
    for (size_t i = 0; i < 16; ++i) {
        product += w[i] * cross(i);
        for (size_t j = 0; j < 16; ++j)
            power += w[i] * w[j] *
                     (j0(2 * M_PI * 0.1 * ((double)i - (double)j)) +
                      (i == j ? noise_variance : 0));
    }
    return product / sqrt((1 + noise_variance) * power);
}

/* At 10, 20 and 30 dB the sinc has its closed form, and the series' own least squares
 * comes to that of the true covariance: what its estimate loses is of second order,
 * below the error of measurement. That is 5 (1 - rho^2) / sqrt(N / 5) at most, since
 * products of the fading last for 1 / (2 x 0.1) = 5 rows. */
Test(interpolation, by_sixteen_rows_has_its_closed_form_on_jakes_fading)
{
    static phw_wide_kernel sinc;
    phw_wide_kernel_sinc(&sinc);
    fade();
    for (double snr_db = 10; snr_db <= 30; snr_db += 10) {
        const double noise = pow(10, -snr_db / 10);
        double r[16];
        double right[16];
        double least[16];
        for (size_t i = 0; i < 16; ++i) {
            r[i] = j0(2 * M_PI * 0.1 * (double)i) + (i == 0 ? noise : 0);
            right[i] = cross(i);
        }
        cr_assert_eq(phw_levinson_solve(least, r, right, 16), PHW_OK);
        const double band = closed_form(sinc.weight[PHW_WIDE_KERNEL_PHASES / 2], noise);
        const double best = closed_form(least, noise);
        const double sigma = (1 - best * best) / sqrt(N_JAKES / 5.0);
        const double sharp = wide_gain(noise, PHW_INTERPOLATION_BAND);
        cr_expect_float_eq(sharp, band, 5 * sigma, "%g dB: %.5f, expected %.5f", snr_db,
                           sharp, band);
        const double got = wide_gain(noise, PHW_INTERPOLATION_WIENER);
        cr_expect_float_eq(got, best, 5 * sigma, "%g dB: %.5f, expected %.5f", snr_db,
                           got, best);
        cr_expect_gt(got, wide_gain(noise, PHW_INTERPOLATION_LINEAR));
    }
}

/* A constant is a constant, and the kernels' middle row is itself. */
Test(interpolation, by_sixteen_rows_keeps_a_constant_and_falls_back_near_gaps)
{
    for (int method = PHW_INTERPOLATION_BAND; method < PHW_N_INTERPOLATIONS; ++method) {
        phw_features x = {0};
        phw_features y = {0};
        double at[100];
        cr_assert_eq(phw_features_alloc(&x, 60, 1), PHW_OK);
        for (size_t r = 0; r < 60; ++r) {
            x.value[r] = 5;
            x.time_s[r] = (double)r + (r > 30 ? 3 : 0);
        }
        for (size_t i = 0; i < 100; ++i)
            at[i] = 0.62 * (double)i;
        cr_assert_eq(
            phw_features_interpolate(&y, &x, at, 100, (phw_interpolation)method),
            PHW_OK);
        for (size_t r = 0; r < y.n_rows; ++r) {
            cr_expect_float_eq(y.value[r], 5, 1e-9);
            cr_expect(y.time_s[r] <= 30 || y.time_s[r] >= 34);
        }
        phw_features_free(&y);
        /* Within 8 rows of the gap nothing of what lies beyond is used. */
        for (size_t r = 31; r < 60; ++r)
            x.value[r] = 1e6;
        cr_assert_eq(phw_features_interpolate(&y, &x, at, 100, PHW_INTERPOLATION_BAND),
                     PHW_OK);
        for (size_t r = 0; r < y.n_rows; ++r)
            cr_expect_float_eq(y.value[r], y.time_s[r] <= 30 ? 5 : 1e6, 1e-3);
        phw_features_free(&y);
        phw_features_free(&x);
    }
}

Test(interpolation, a_lost_row_is_a_gap_and_a_late_one_is_not)
{
    phw_features x = parabola(8);
    for (size_t r = 3; r < 8; ++r)
        x.time_s[r] += r < 6 ? 1 : 1.4; /* 0 1 2 (gap) 4 5 6 (late) 7.4 8.4 */
    const double at[] = {1.5, 3, 5.5, 6.7};
    const int64_t kept[] = {0, 2, 3};
    phw_features y = {0};
    cr_assert_eq(phw_features_interpolate(&y, &x, at, 4, PHW_INTERPOLATION_LINEAR),
                 PHW_OK);
    cr_assert_eq(y.n_rows, 3);
    cr_expect_arr_eq(y.sequence, kept, sizeof kept);
    phw_features_free(&y);
    phw_features_free(&x);
}
