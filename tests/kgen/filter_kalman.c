#include "kgen/filter_kalman.h"

#include <gsl/gsl_sf_bessel.h>

#include "tests/kgen/filter_smoothers.h"

enum {
    N = 100000
};

/* The error of the steady filter is P R / (P + R), P the prediction's; of the smoother
 * (Pf - C^2 P) / (1 - C^2) with C = Pf a / P. Errors correlate over about
 * (1 + c) / (1 - c) rows, c <= a = J0(0.6 pi 0.1) = 0.97, so that of N squares at least
 * N / 60 are free: a standard error of sqrt(2 x 60 / N) = 0.035 of the value. What the
 * filter measures of the series (mean, power) errs by a third of that. */
Test(filter_kalman, has_the_error_of_the_riccati_equation)
{
    const double doppler = 0.03;
    const double a = gsl_sf_bessel_J0(2 * M_PI * doppler);
    const double noise = 0.1;
    const double q = 1 - a * a;
    const double b = noise * (1 - a * a) - q;
    const double ahead = (sqrt(b * b + 4 * q * noise) - b) / 2;
    const double filtered = ahead * noise / (ahead + noise);
    const double c = filtered * a / ahead;
    const double smoothed = (filtered - c * c * ahead) / (1 - c * c);
    for (unsigned smooth = 0; smooth < 2; ++smooth) {
        for (unsigned known = 0; known < 2; ++known) {
            phw_features x = {0};
            double *truth = NULL;
            noisy_series(&x, &truth, N, a, noise);
            const phw_params p = {
                .value = {known ? doppler : 0, known ? 10 : -100, smooth}};
            cr_assert_eq(phw_filter_kalman.apply(&x, &p), PHW_OK);
            const double want = smooth ? smoothed : filtered;
            cr_expect_float_eq(mean_square(&x, truth), want, 5 * 0.035 * want,
                               "smooth %u known %u", smooth, known);
            free(truth);
            phw_features_free(&x);
        }
    }
}

Test(filter_kalman, without_smoothing_does_not_know_the_future)
{
    phw_features x = {0};
    phw_features y = {0};
    double *truth = NULL;
    const phw_params p = {.value = {0.03, 10, 0}};
    noisy_series(&x, &truth, 100, 0.97, 0.1);
    free(truth);
    noisy_series(&y, &truth, 100, 0.97, 0.1);
    free(truth);
    /* Two later values change places: the mean and the power stay. */
    const double swap = y.value[90];
    y.value[90] = y.value[80];
    y.value[80] = swap;
    cr_assert_eq(phw_filter_kalman.apply(&x, &p), PHW_OK);
    cr_assert_eq(phw_filter_kalman.apply(&y, &p), PHW_OK);
    for (size_t k = 0; k < 80; ++k)
        cr_expect_float_eq(x.value[k], y.value[k], 1e-12);
    cr_expect_neq(x.value[80], y.value[80]);
    phw_features_free(&x);
    phw_features_free(&y);
}

Test(filter_kalman, leaves_what_has_no_memory)
{
    phw_features x = {0};
    const phw_params p = {.value = {0, -100, 1}};
    cr_assert_eq(phw_features_alloc(&x, 6, 1), PHW_OK);
    for (size_t k = 0; k < 6; ++k)
        x.value[k] = k % 2 == 0 ? 1 : -1;
    cr_assert_eq(phw_filter_kalman.apply(&x, &p), PHW_OK);
    cr_expect_eq(x.value[3], -1);
    x.n_rows = 2;
    cr_expect_eq(phw_filter_kalman.apply(&x, &p), PHW_ESHORT);
    x.n_rows = 6;
    phw_features_free(&x);
}

/* The noise that it finds is r0 - r1^2 / r2, 0 here; with r1 for the power it would be
 * 0.4 of the variance. r errs by some sqrt((1 + a^2) / (1 - a^2) / N) = 0.005, so the
 * noise by less than 0.03, and what it takes off by less than its square. */
Test(filter_kalman, leaves_a_process_without_noise)
{
    phw_features x = {0};
    double *truth = NULL;
    const phw_params p = {.value = {0, -100, 0}};
    noisy_series(&x, &truth, N, 0.6, 0);
    cr_assert_eq(phw_filter_kalman.apply(&x, &p), PHW_OK);
    cr_expect_lt(mean_square(&x, truth), 0.03 * 0.03);
    free(truth);
    phw_features_free(&x);
}
