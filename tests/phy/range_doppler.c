#include "phy/range_doppler.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "core/signal.h"

static const double two_pi = 6.28318530717958647692;

/* The reference page's: 128 subcarriers of 30 kHz, 16 symbols without a gap. */
static const phw_range_doppler_grid known = {128, 16, 30e3, 1 / 30e3};

static phw_cf *path(const phw_range_doppler_grid *g, double delay_s, double doppler_hz)
{
    phw_cf *h = NULL;
    cr_assert_eq(phw_array_alloc(&h, g->n_subcarriers * g->n_symbols, sizeof *h),
                 PHW_OK);
    for (size_t i = 0; i < g->n_subcarriers * g->n_symbols; ++i) {
        const double k = (double)(i % g->n_subcarriers);
        const double l = (double)(i / g->n_subcarriers);
        const double turns =
            -k * g->spacing_hz * delay_s + l * g->interval_s * doppler_hz;
        h[i] = CMPLXF((float)cos(two_pi * turns), (float)sin(two_pi * turns));
    }
    return h;
}

static phw_range_doppler *create(const phw_range_doppler_grid *g, size_t pad)
{
    phw_range_doppler *rd = NULL;
    cr_assert_eq(phw_range_doppler_create(&rd, g, pad), PHW_OK);
    return rd;
}

Test(range_doppler, bound_is_the_known_one)
{
    double delay_s = 0;
    double doppler_hz = 0;
    phw_range_doppler_bound(&delay_s, &doppler_hz, &known, 10);
    cr_expect_float_eq(delay_s, 7.094e-10, 0.5e-13);
    cr_expect_float_eq(doppler_hz, 5.118, 0.5e-3);
    cr_expect_float_eq(delay_s * 128 * 30e3, .00272, 0.5e-5);
}

/* Single precision in the image does not matter: the parabolas use double. What is left
 * is their own error and the input's rounding, a hundredth of the bound at 40 dB. */
Test(range_doppler, a_path_is_found_without_noise)
{
    for (size_t pad = 2; pad <= 8; pad *= 2) {
        phw_range_doppler *rd = create(&known, pad);
        for (int i = 0; i < 60; ++i) {
            const double delay_s = (0.37 + 2.1 * i) / (128 * 30e3);
            const double doppler_hz = (-7.9 + 0.26 * i) * 30e3 / 16;
            phw_cf *h = path(&known, delay_s, doppler_hz);
            phw_range_doppler_peak p;
            phw_range_doppler_estimate(&p, rd, h);
            cr_expect_float_eq(p.delay_s, delay_s, 3e-13, "pad %zu, %d: %g", pad, i,
                               p.delay_s - delay_s);
            cr_expect_float_eq(p.doppler_hz, doppler_hz, 2e-3, "pad %zu, %d: %g", pad,
                               i, p.doppler_hz - doppler_hz);
            cr_expect_float_eq(p.power, 2048, 0.01);
            free(h);
        }
        phw_range_doppler_destroy(rd);
    }
}

Test(range_doppler, an_image_has_the_path_where_its_bin_is)
{
    const phw_range_doppler_grid grids[] = {
        {128, 16, 30e3, 1e-4}, {3, 50, 1, 2}, {64, 2, 1e6, 1e-3}};
    for (size_t i = 0; i < 3; ++i) {
        const phw_range_doppler_grid *g = &grids[i];
        phw_range_doppler *rd = create(g, 1);
        const size_t d = g->n_symbols - 1;
        phw_cf *h = path(g, 2 / ((double)g->n_subcarriers * g->spacing_hz),
                         -1 / ((double)g->n_symbols * g->interval_s));
        const float *image = phw_range_doppler_image(rd, h);
        const double all = (double)(g->n_subcarriers * g->n_symbols);
        for (size_t k = 0; k < g->n_subcarriers * g->n_symbols; ++k)
            cr_expect_float_eq((double)image[k],
                               k == d * g->n_subcarriers + 2 ? all : 0, 1e-3);
        phw_range_doppler_peak p;
        phw_range_doppler_estimate(&p, rd, h);
        cr_expect_float_eq(p.doppler_hz,
                           g->n_symbols == 2
                               ? -1 / (2 * g->interval_s)
                               : -1 / ((double)g->n_symbols * g->interval_s),
                           1e-9);
        free(h);
        phw_range_doppler_destroy(rd);
    }
}

/* 4000 runs: the ratio's own deviation is 1 / sqrt(2 runs) = 0.0112, 5 of them 0.056;
 * a delay at the end of its range comes around, so it stays away from there. */
Test(range_doppler, estimates_reach_the_bound)
{
    enum {
        RUNS = 4000,
        ALL = 2048
    };

    phw_range_doppler *rd = create(&known, 2);
    double squares[2] = {0};
    double bound[2];
    phw_range_doppler_bound(&bound[0], &bound[1], &known, 10);
    for (uint32_t run = 0; run < RUNS; ++run) {
        const phw_rng where = {5, PHW_RNG_PURPOSE(PHW_RNG_TEST, 1), run};
        const phw_rng what = {5, PHW_RNG_PURPOSE(PHW_RNG_TEST, 2), run};
        float u[2];
        phw_cf noise[ALL];
        phw_range_doppler_peak p;
        phw_rng_uniform(u, &where, 0, 2);
        phw_rng_normal_complex(noise, &what, 0.1, 0, ALL);
        const double delay_s = (0.1 + 0.8 * (double)u[0]) / known.spacing_hz;
        const double doppler_hz = 0.8 * ((double)u[1] - 0.5) / known.interval_s;
        phw_cf *h = path(&known, delay_s, doppler_hz);
        for (size_t i = 0; i < ALL; ++i)
            h[i] += noise[i];
        phw_range_doppler_estimate(&p, rd, h);
        squares[0] += (p.delay_s - delay_s) * (p.delay_s - delay_s) / RUNS;
        squares[1] += (p.doppler_hz - doppler_hz) * (p.doppler_hz - doppler_hz) / RUNS;
        free(h);
    }
    for (int i = 0; i < 2; ++i)
        cr_expect_float_eq(sqrt(squares[i]) / bound[i], 1, 0.056, "ratio %d: %.4f", i,
                           sqrt(squares[i]) / bound[i]);
    phw_range_doppler_destroy(rd);
}

/* Mean of the maximum of n unit exponentials: ln n + 0.577; P(above the threshold) as
 * asked. 2000 images: deviation of the mean pi / sqrt(6) / sqrt(2000) = 0.0287. */
Test(range_doppler, noise_alone_crosses_the_threshold_as_often_as_asked)
{
    enum {
        RUNS = 2000,
        ALL = 2048
    };

    const double asked = 0.05;
    const double threshold = phw_range_doppler_threshold(asked, ALL);
    phw_range_doppler *rd = create(&known, 1);
    double sum = 0;
    int above = 0;
    for (uint32_t run = 0; run < RUNS; ++run) {
        const phw_rng rng = {6, PHW_RNG_PURPOSE(PHW_RNG_TEST, 3), run};
        phw_cf noise[ALL];
        phw_range_doppler_peak p;
        phw_rng_normal_complex(noise, &rng, 1, 0, ALL);
        phw_range_doppler_estimate(&p, rd, noise);
        sum += p.power;
        above += p.power > threshold;
    }
    cr_expect_float_eq(sum / RUNS, log(ALL) + 0.5772, 5 * 0.0287 + 2e-4, "%.4f",
                       sum / RUNS);
    cr_expect_float_eq(above / (double)RUNS, asked,
                       5 * sqrt(asked * (1 - asked) / RUNS));
    phw_range_doppler_destroy(rd);
}

Test(range_doppler, threshold_is_exact_for_one_point)
{
    cr_expect_float_eq(phw_range_doppler_threshold(0.01, 1), -log(0.01), 1e-12);
    cr_expect_float_eq(phw_range_doppler_threshold(1e-12, 1), 12 * log(10), 1e-9);
}

Test(range_doppler, grids_that_cannot_be_are_refused)
{
    const phw_range_doppler_grid bad[] = {
        {1, 16, 1, 1},
        {16, 1, 1, 1},
        {5000, 16, 1, 1},
        {16, 16, 0, 1},
        {16, 16, 1, -1},
        {16, 16, HUGE_VAL, 1},
        {16, 16, 1, (double)NAN},
    };
    phw_range_doppler *rd = NULL;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i)
        cr_expect_eq(phw_range_doppler_create(&rd, &bad[i], 1), PHW_EARG, "%zu", i);
    cr_expect_eq(phw_range_doppler_create(&rd, &known, 0), PHW_EARG);
    cr_expect_eq(phw_range_doppler_create(&rd, &known, 17), PHW_EARG);
    cr_expect_null(rd);
    phw_range_doppler_destroy(NULL);
}
