#include "kgen/feature_phase_difference.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"

static const phw_params lag1 = {.value = {1}};

/* Two antennas of five carriers; antenna 1 turned by `offset`. */
static phw_trace packets(double delay, double offset)
{
    static const double phase[5] = {0.1, 0.4, -0.3, 0.9, 0.5};
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, 6, 10), PHW_OK);
    t.n_antennas = 2;
    for (size_t p = 0; p < 6; ++p) {
        for (size_t i = 0; i < 10; ++i) {
            const double m = (double)(i % 5);
            const double phi =
                phase[i % 5] + delay * (double)p * m + (i < 5 ? 0 : offset * (double)p);
            t.cplx[p * 10 + i] = CMPLXF((float)cos(phi), (float)sin(phi));
        }
    }
    return t;
}

Test(feature_phase_difference, is_over_carriers_and_never_over_antennas)
{
    phw_trace t = packets(0, 1.1);
    phw_features x = {0};
    cr_assert_eq(phw_feature_phase_difference.extract(&x, &t, &lag1), PHW_OK);
    cr_assert_eq(x.n_components, 8);
    /* The sum of the four unit vectors gives the mean direction. */
    static const double d[4] = {0.3, -0.7, 1.2, -0.4};
    double re = 0;
    double im = 0;
    for (size_t k = 0; k < 4; ++k) {
        re += cos(d[k]);
        im += sin(d[k]);
    }
    for (size_t k = 0; k < 8; ++k) {
        for (size_t r = 0; r < 6; ++r)
            cr_expect_float_eq(phw_features_series(&x, k)[r], d[k % 4] - atan2(im, re),
                               1e-6);
    }
    phw_features_free(&x);
    phw_trace_free(&t);
}

Test(feature_phase_difference, does_not_change_with_delay)
{
    phw_trace t = packets(0.8, 0);
    phw_features x = {0};
    cr_assert_eq(phw_feature_phase_difference.extract(&x, &t, &lag1), PHW_OK);
    for (size_t k = 0; k < 8; ++k) {
        for (size_t r = 1; r < 6; ++r) {
            const double turn =
                phw_features_series(&x, k)[r] - phw_features_series(&x, k)[0];
            cr_expect_float_eq(turn - 2 * M_PI * round(turn / (2 * M_PI)), 0, 2e-6);
        }
    }
    phw_features_free(&x);
    phw_trace_free(&t);
}

/* H = 1 + noise of small variance s2 a part: the difference of two carriers' angles has
 * variance 2 s2, neighbours share one with the other sign: correlation -1/2. The mean
 * direction takes 1/(n - 1) of it. 5 sigma of 20000 x 62 products, n_eff = rows. */
Test(feature_phase_difference, overlapping_differences_are_anticorrelated)
{
    enum {
        ROWS = 20000,
        CARRIERS = 16
    };

    const phw_rng rng = {3, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x7064), 0};
    phw_trace t = {0};
    phw_features x = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, ROWS, CARRIERS), PHW_OK);
    phw_rng_normal_complex(t.cplx, &rng, 1e-4, 0, (size_t)ROWS * CARRIERS);
    for (size_t i = 0; i < (size_t)ROWS * CARRIERS; ++i)
        t.cplx[i] += 1.0F;
    cr_assert_eq(phw_feature_phase_difference.extract(&x, &t, &lag1), PHW_OK);
    double product = 0;
    double square = 0;
    for (size_t r = 0; r < ROWS; ++r) {
        product += phw_features_series(&x, 6)[r] * phw_features_series(&x, 7)[r];
        square += phw_features_series(&x, 6)[r] * phw_features_series(&x, 6)[r];
    }
    /* Standard deviation of the ratio below 1/sqrt(ROWS) = 0.0071. */
    cr_expect_float_eq(product / square, -0.5, 5 * 0.0071);
    phw_features_free(&x);
    phw_trace_free(&t);
}

Test(feature_phase_difference, needs_carriers_enough)
{
    phw_trace t = packets(0, 0);
    phw_features x = {0};
    const phw_params lag4 = {.value = {4}};
    cr_expect_eq(phw_feature_phase_difference.extract(&x, &t, &lag4), PHW_EINPUT);
    t.kind = PHW_TRACE_CIR;
    cr_expect_eq(phw_feature_phase_difference.extract(&x, &t, &lag1), PHW_EINPUT);
    phw_trace_free(&t);
}
