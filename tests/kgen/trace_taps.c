#include "kgen/trace_taps.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

/* The response at `carrier` of 64 places of taps h[4]. */
static phw_cf response(const phw_cf h[4], int carrier)
{
    double re = 0;
    double im = 0;
    for (int k = 0; k < 4; ++k) {
        const double turn = -2 * M_PI * carrier * k / 64;
        re += (double)crealf(h[k]) * cos(turn) - (double)cimagf(h[k]) * sin(turn);
        im += (double)crealf(h[k]) * sin(turn) + (double)cimagf(h[k]) * cos(turn);
    }
    return CMPLXF((float)re, (float)im);
}

static phw_trace carriers(size_t n_probes, phw_cf *h)
{
    const phw_rng rng = {9, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x7461), 0};
    phw_trace t = {0};
    phw_rng_normal_complex(h, &rng, 1, 0, 8 * n_probes);
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, n_probes, 128), PHW_OK);
    t.n_antennas = 2;
    for (size_t i = 0; i < 128; ++i)
        t.coefficient[i] = 312500.0 * ((double)(i % 64) - 32);
    for (size_t i = 0; i < 128 * n_probes; ++i)
        t.cplx[i] = response(h + i / 64 * 4, (int)(i % 64));
    return t;
}

Test(trace_taps, of_carriers_on_a_full_grid_are_the_channel)
{
    phw_cf h[40];
    phw_trace t = carriers(5, h);
    phw_trace_taps taps = {0};
    cr_assert_eq(phw_trace_taps_make(&taps, &t, 6, PHW_TRACE_TAPS_RECTANGULAR), PHW_OK);
    cr_assert_eq(taps.n_probes, 5);
    cr_assert_eq(taps.n_antennas, 2);
    cr_assert_eq(taps.n_taps, 6);
    for (size_t i = 0; i < 10; ++i) {
        for (size_t k = 0; k < 6; ++k) {
            const phw_cf want = k < 4 ? h[4 * i + k] : 0;
            cr_expect_float_eq(crealf(taps.value[6 * i + k]), crealf(want), 1e-5);
            cr_expect_float_eq(cimagf(taps.value[6 * i + k]), cimagf(want), 1e-5);
        }
    }
    phw_trace_taps_free(&taps);
    cr_assert_eq(phw_trace_taps_make(&taps, &t, 0, PHW_TRACE_TAPS_HANN), PHW_OK);
    cr_expect_eq(taps.n_taps, 64);
    phw_trace_taps_free(&taps);
    phw_trace_free(&t);
}

/* Hann's window spreads a tap over its neighbours, half as high, and no further. */
Test(trace_taps, under_hanns_window_leak_to_neighbours_alone)
{
    phw_trace t = {0};
    phw_trace_taps taps = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, 1, 63), PHW_OK);
    for (size_t i = 0; i < 63; ++i)
        t.cplx[i] = 1;
    cr_assert_eq(phw_trace_taps_make(&taps, &t, 0, PHW_TRACE_TAPS_HANN), PHW_OK);
    cr_expect_float_eq(cabsf(taps.value[0]), 1, 1e-6);
    cr_expect_float_eq(cabsf(taps.value[1]), 0.5, 0.03);
    for (size_t k = 3; k < 60; ++k)
        cr_expect_lt(cabsf(taps.value[k]), 0.032);
    phw_trace_taps_free(&taps);
    phw_trace_free(&t);
}

Test(trace_taps, of_a_response_are_its_coefficients)
{
    phw_trace t = {0};
    phw_trace_taps taps = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CIR, 3, 8), PHW_OK);
    t.n_antennas = 2;
    for (size_t i = 0; i < 24; ++i)
        t.cplx[i] = (float)i;
    cr_assert_eq(phw_trace_taps_make(&taps, &t, 2, PHW_TRACE_TAPS_RECTANGULAR), PHW_OK);
    cr_assert_eq(taps.n_taps, 2);
    for (size_t i = 0; i < 6; ++i) {
        cr_expect_eq(crealf(taps.value[2 * i]), (float)(4 * i));
        cr_expect_eq(crealf(taps.value[2 * i + 1]), (float)(4 * i + 1));
    }
    phw_trace_taps_free(&taps);
    cr_assert_eq(phw_trace_taps_make(&taps, &t, 100, PHW_TRACE_TAPS_RECTANGULAR),
                 PHW_OK);
    cr_expect_eq(taps.n_taps, 4);
    phw_trace_taps_free(&taps);
    phw_trace_free(&t);
}

Test(trace_taps, want_carriers_on_a_grid)
{
    phw_trace t = {0};
    phw_trace_taps taps = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, 1, 4), PHW_OK);
    static const double wrong[][4] = {
        {0, 1, 2.5, 4}, {0, 1, 1, 2}, {3, 2, 1, 0}, {0, 1e-9, 1, 2}};
    for (size_t i = 0; i < 4; ++i) {
        memcpy(t.coefficient, wrong[i], sizeof wrong[i]);
        cr_expect_eq(phw_trace_taps_make(&taps, &t, 0, PHW_TRACE_TAPS_RECTANGULAR),
                     PHW_EINPUT, "%zu", i);
    }
    /* Gaps are allowed: places 0, 2, 3, 7. */
    static const double gaps[] = {0, 2, 3, 7};
    memcpy(t.coefficient, gaps, sizeof gaps);
    cr_expect_eq(phw_trace_taps_make(&taps, &t, 0, PHW_TRACE_TAPS_RECTANGULAR), PHW_OK);
    phw_trace_taps_free(&taps);
    phw_trace_free(&t);
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_AMPLITUDE, 1, 4), PHW_OK);
    cr_expect_eq(phw_trace_taps_make(&taps, &t, 0, PHW_TRACE_TAPS_RECTANGULAR),
                 PHW_EINPUT);
    phw_trace_free(&t);
}

/* Of three carriers Hann's window is 1/2, 1, 1/2: none of them is lost. */
Test(trace_taps, under_hanns_window_have_the_outermost_carriers_too)
{
    static const float want[] = {0.25F, 0.5F, 0.25F};
    phw_trace t = {0};
    phw_trace_taps taps = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, 3, 3), PHW_OK);
    for (size_t m = 0; m < 3; ++m)
        t.cplx[3 * m + m] = 1;
    cr_assert_eq(phw_trace_taps_make(&taps, &t, 1, PHW_TRACE_TAPS_HANN), PHW_OK);
    for (size_t m = 0; m < 3; ++m)
        cr_expect_float_eq(crealf(taps.value[m]), want[m], 1e-6);
    phw_trace_taps_free(&taps);
    phw_trace_free(&t);
}
