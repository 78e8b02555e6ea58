#include "kgen/feature_phase.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"

/* Carriers of the Intel 5300 in 20 MHz. */
static const int carriers[30] = {-28, -26, -24, -22, -20, -18, -16, -14, -12, -10,
                                 -8,  -6,  -4,  -2,  -1,  1,   3,   5,   7,   9,
                                 11,  13,  15,  17,  19,  21,  23,  25,  27,  28};

enum {
    N = 30,
    ROWS = 40
};

static phw_params line(double which)
{
    return (phw_params){.value = {which}};
}

/* Two antennas; every packet its own delay and offset. `shape` is what is left. */
static phw_trace packets(double delay, double shape)
{
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, ROWS, 2 * N), PHW_OK);
    t.n_antennas = 2;
    for (size_t i = 0; i < 2 * N; ++i)
        t.coefficient[i] = 312500.0 * carriers[i % N];
    for (size_t p = 0; p < ROWS; ++p) {
        for (size_t i = 0; i < 2 * N; ++i) {
            const double m = carriers[i % N];
            const double phi = delay * (double)p * m + 0.7 * (double)p +
                               shape * sin(0.21 * m * (i < N ? 1 : 1.5));
            t.cplx[p * 2 * N + i] =
                (float)(1 + 0.1 * (double)i) * CMPLXF((float)cos(phi), (float)sin(phi));
        }
    }
    return t;
}

Test(feature_phase, does_not_change_with_delay_and_offset)
{
    for (double which = 0; which < 2; ++which) {
        phw_trace t = packets(0.02, 0.5);
        const phw_params p = line(which);
        phw_features x = {0};
        cr_assert_eq(phw_feature_phase.extract(&x, &t, &p), PHW_OK);
        cr_assert_eq(x.n_components, 2 * N);
        for (size_t c = 0; c < 2 * N; ++c) {
            for (size_t r = 1; r < ROWS; ++r)
                cr_expect_float_eq(phw_features_series(&x, c)[r],
                                   phw_features_series(&x, c)[0], 2e-6);
        }
        phw_features_free(&x);
        phw_trace_free(&t);
    }
}

/* a = (phi_n - phi_1) / (m_n - m_1), phi' = phi - a m less its mean. */
Test(feature_phase, takes_the_line_between_the_ends_off)
{
    phw_trace t = packets(0.02, 0.5);
    const phw_params p = line(0);
    phw_features x = {0};
    cr_assert_eq(phw_feature_phase.extract(&x, &t, &p), PHW_OK);
    const double a = 0.5 * sin(0.21 * 28) / 28;
    double want[N];
    double mean = 0;
    for (size_t c = 0; c < N; ++c) {
        want[c] = 0.5 * sin(0.21 * carriers[c]) - a * carriers[c];
        mean += want[c] / N;
    }
    for (size_t c = 0; c < N; ++c)
        cr_expect_float_eq(phw_features_series(&x, c)[3], want[c] - mean, 2e-6);
    phw_features_free(&x);
    phw_trace_free(&t);
}

Test(feature_phase, of_least_squares_is_orthogonal_to_the_carriers)
{
    phw_trace t = packets(0.05, 1);
    const phw_params p = line(1);
    phw_features x = {0};
    cr_assert_eq(phw_feature_phase.extract(&x, &t, &p), PHW_OK);
    for (size_t a = 0; a < 2; ++a) {
        double sum = 0;
        double moment = 0;
        for (size_t c = 0; c < N; ++c) {
            sum += phw_features_series(&x, a * N + c)[7];
            moment += carriers[c] * phw_features_series(&x, a * N + c)[7];
        }
        cr_expect_float_eq(sum, 0, 1e-9);
        cr_expect_float_eq(moment, 0, 1e-8);
    }
    phw_features_free(&x);
    phw_trace_free(&t);
}

Test(feature_phase, needs_three_carriers)
{
    static const phw_trace_kind kind[] = {PHW_TRACE_POWER_DB, PHW_TRACE_CIR,
                                          PHW_TRACE_CFR};
    const phw_params p = line(0);
    for (size_t k = 0; k < 3; ++k) {
        phw_trace t = {0};
        phw_features x = {0};
        cr_assert_eq(phw_trace_alloc(&t, kind[k], 10, k == 2 ? 2 : 8), PHW_OK);
        cr_expect_eq(phw_feature_phase.extract(&x, &t, &p), PHW_EINPUT);
        phw_trace_free(&t);
    }
}
