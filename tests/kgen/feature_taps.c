#include "kgen/feature_taps.h"

#include <complex.h>
#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "kgen/feature_taps_power.h"

static phw_trace response(void)
{
    const phw_rng rng = {9, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x7470), 0};
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CIR, 30, 4), PHW_OK);
    phw_rng_normal_complex(t.cplx, &rng, 2, 0, 120);
    return t;
}

/* taps, window, reference, normalise */
static phw_features taps_of(const phw_trace *t, phw_params p)
{
    phw_features x = {0};
    cr_assert_eq(phw_feature_taps.extract(&x, t, &p), PHW_OK, "%s",
                 phw_error_message());
    return x;
}

Test(feature_taps, are_the_parts_as_they_are)
{
    phw_trace t = response();
    phw_features x = taps_of(&t, (phw_params){.value = {3, 0, -1, 0}});
    cr_assert_eq(x.n_components, 6);
    for (size_t p = 0; p < 30; ++p) {
        for (size_t k = 0; k < 3; ++k) {
            cr_expect_eq(phw_features_series(&x, 2 * k)[p],
                         (double)crealf(t.cplx[4 * p + k]));
            cr_expect_eq(phw_features_series(&x, 2 * k + 1)[p],
                         (double)cimagf(t.cplx[4 * p + k]));
        }
    }
    phw_features_free(&x);
    phw_trace_free(&t);
}

/* Of taps of power 1 on average the reference is the root of what the others leave. */
Test(feature_taps, by_a_reference_do_not_change_with_the_packets_gain_and_phase)
{
    phw_trace t = response();
    const phw_params p = {.value = {0, 0, 1, 1}};
    phw_features x = taps_of(&t, p);
    for (size_t i = 0; i < 120; ++i) {
        const double turn = 0.3 * (double)(i / 4);
        t.cplx[i] *=
            (float)(1 + (double)(i / 4)) * CMPLXF((float)cos(turn), (float)sin(turn));
    }
    phw_features y = taps_of(&t, p);
    cr_assert_eq(x.n_components, 6);
    for (size_t i = 0; i < 180; ++i)
        cr_expect_float_eq(x.value[i], y.value[i], 2e-6);
    double total = 0;
    for (size_t k = 0; k < 4; ++k)
        total += pow((double)cabsf(t.cplx[20 + k]), 2);
    double power = 4 * pow((double)cabsf(t.cplx[21]), 2) / total;
    for (size_t c = 0; c < 6; ++c)
        power += pow(phw_features_series(&x, c)[5], 2);
    cr_expect_float_eq(power, 4, 1e-6);
    phw_features_free(&x);
    phw_features_free(&y);
    phw_params outside = {.value = {2, 0, 2, 1}};
    cr_expect_eq(phw_feature_taps.extract(&x, &t, &outside), PHW_EARG);
    phw_trace_free(&t);
}

/* Its own size stays where nothing else tells it: a constant series would be no use. */
Test(feature_taps, keep_the_references_size_when_the_power_is_not_known)
{
    phw_trace t = response();
    phw_features x = taps_of(&t, (phw_params){.value = {3, 0, 1, 0}});
    cr_assert_eq(x.n_components, 5);
    for (size_t r = 0; r < 30; ++r) {
        const phw_cf h = t.cplx[4 * r + 2] * conjf(t.cplx[4 * r + 1]);
        const float size = cabsf(t.cplx[4 * r + 1]);
        cr_expect_float_eq(phw_features_series(&x, 2)[r], (double)size, 1e-5);
        cr_expect_float_eq(phw_features_series(&x, 3)[r], (double)(crealf(h) / size),
                           1e-5);
        cr_expect_float_eq(phw_features_series(&x, 4)[r], (double)(cimagf(h) / size),
                           1e-5);
    }
    phw_features_free(&x);
    phw_trace_free(&t);
}

Test(feature_taps, have_power_in_decibels)
{
    phw_trace t = response();
    phw_features x = {0};
    t.cplx[0] = 0;
    t.cplx[1] = 10;
    const phw_params plain = {.value = {0, 0, 0}};
    const phw_params over = {.value = {0, 0, 1}};
    cr_assert_eq(phw_feature_taps_power.extract(&x, &t, &plain), PHW_OK);
    cr_expect_float_eq(phw_features_series(&x, 0)[0], -300, 1e-9);
    cr_expect_float_eq(phw_features_series(&x, 1)[0], 20, 1e-6);
    phw_features_free(&x);
    cr_assert_eq(phw_feature_taps_power.extract(&x, &t, &over), PHW_OK);
    for (size_t r = 0; r < 30; ++r) {
        double sum = 0;
        for (size_t k = 0; k < 4; ++k)
            sum += pow(10, phw_features_series(&x, k)[r] / 10);
        cr_expect_float_eq(sum, 4, 1e-9);
    }
    phw_features_free(&x);
    phw_trace_free(&t);
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_POWER_DB, 3, 1), PHW_OK);
    cr_expect_eq(phw_feature_taps_power.extract(&x, &t, &plain), PHW_EINPUT);
    cr_expect_eq(phw_feature_taps.extract(&x, &t, &plain), PHW_EINPUT);
    phw_trace_free(&t);
}
