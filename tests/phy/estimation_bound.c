#include "phy/estimation_bound.h"

#include <math.h>

#include <criterion/criterion.h>

#include "phy/path_fit.h"

enum {
    N = 24
};

static const double two_pi = 6.28318530717958647692;

typedef struct comb {
    double frequency[N];
    float variance[N];
    phw_pilot_estimate pilots;
} comb;

static void make(comb *c, double spacing, float variance)
{
    for (size_t k = 0; k < N; ++k) {
        c->frequency[k] = ((double)k - 7) * spacing;
        c->variance[k] = variance;
    }
    c->pilots = (phw_pilot_estimate){N, c->frequency, NULL, c->variance};
}

Test(estimation_bound, of_known_taps_is_their_share_of_the_noise)
{
    comb c;
    make(&c, 1.0 / 32, 0.25F);
    const double delay[] = {0, 1.3, 2, 7.5, 11};
    for (size_t n = 0; n <= 5; ++n) {
        double error = 0;
        cr_assert_eq(phw_bound_taps(&error, &c.pilots, delay, n), PHW_OK);
        cr_expect_float_eq(error, 0.25 * (double)n / N, 1e-12, "%zu: %g", n, error);
    }
}

Test(estimation_bound, of_unequal_noise_lies_below_that_of_the_loudest)
{
    comb c;
    make(&c, 1.0 / 32, 1);
    for (size_t k = 0; k < N; ++k)
        c.variance[k] = k % 2 ? 1 : 0.01F;
    const double delay[] = {0};
    double error = 0;
    cr_assert_eq(phw_bound_taps(&error, &c.pilots, delay, 1), PHW_OK);
    /* One gain from all of them: the inverse of the sum of the weights. */
    cr_expect_float_eq(error, 1 / (12 + 12 / 0.01), 1e-9);
}

Test(estimation_bound, of_taps_that_coincide_does_not_exist)
{
    comb c;
    make(&c, 1.0 / 32, 1);
    const double delay[] = {1, 1, 2};
    double error = 7;
    cr_expect_eq(phw_bound_taps(&error, &c.pilots, delay, 3), PHW_ENOCONV);
    cr_expect_eq(phw_bound_taps(&error, &c.pilots, delay, N + 1), PHW_EARG);
    cr_expect_eq(error, 7);
}

Test(estimation_bound, of_a_lone_delay_is_the_textbook_s_on_an_even_comb)
{
    comb c;
    const double spacing = 1.0 / 64;
    const double snr = 20;
    make(&c, spacing, (float)(1 / snr));
    const double want =
        6 / (two_pi * two_pi * spacing * spacing * N * (N * N - 1.0) * snr);
    cr_expect_float_eq(phw_bound_delay(&c.pilots, 1) / want, 1, 1e-6);
    cr_expect_float_eq(phw_bound_delay(&c.pilots, 4) / want, 0.25, 1e-6);
    c.pilots.n = 1;
    cr_expect(isinf(phw_bound_delay(&c.pilots, 1)));
}

Test(estimation_bound, of_paths_far_apart_is_that_of_each_alone)
{
    comb c;
    make(&c, 1.0 / 64, 0.02F);
    for (size_t k = 0; k < N; ++k)
        c.variance[k] *= 1 + 0.5F * (float)(k % 3);
    phw_path_fit *f = NULL;
    cr_assert_eq(phw_path_fit_create(&f, N), PHW_OK);
    const phw_ray lone[] = {{3.7, CMPLXF(0.6F, -0.8F)}};
    double one = 0;
    double gain = 0;
    cr_assert_eq(phw_path_fit_bound(&one, &gain, f, lone, 1, &c.pilots), PHW_OK);
    cr_expect_float_eq(one / phw_bound_delay(&c.pilots, 1), 1, 1e-6);
    double weights = 0;
    for (size_t k = 0; k < N; ++k)
        weights += 1 / (double)c.variance[k];
    cr_expect_float_eq(gain * weights, 1, 1e-6);
    /* 64 / 24 samples are a cell of resolution: twelve of them, and half of one. */
    const phw_ray apart[] = {{0, 1}, {32, 1}};
    const phw_ray close[] = {{0, 1}, {1.3, 1}};
    double two[2];
    cr_assert_eq(phw_path_fit_bound(two, NULL, f, apart, 2, &c.pilots), PHW_OK);
    cr_expect(two[0] > one && two[0] < 1.1 * one && two[1] < 1.1 * one);
    cr_assert_eq(phw_path_fit_bound(two, NULL, f, close, 2, &c.pilots), PHW_OK);
    cr_expect(two[0] > 10 * one && two[1] > 10 * one);
    phw_path_fit_destroy(f);
}

Test(estimation_bound, of_a_frequency_is_rife_s_for_a_constant_envelope)
{
    phw_cf x[100];
    for (size_t t = 0; t < 100; ++t)
        x[t] = (phw_cf)(2 * cexp(CMPLX(0, 0.1 * (double)(t * t))));
    const double want = 6 / (two_pi * two_pi * (4 / 0.5) * 100 * (1e4 - 1));
    cr_expect_float_eq(phw_bound_frequency(x, 100, 0.5) / want, 1, 1e-6);
    cr_expect(isinf(phw_bound_frequency(x, 1, 0.5)));
    const phw_cf zero[3] = {0};
    cr_expect(isinf(phw_bound_frequency(zero, 3, 0.5)));
}

/* Two pulses of energy e, n apart: a phase of variance noise / (2 e) each, over the
 * time between. */
Test(estimation_bound, of_the_frequency_of_two_pulses_is_that_of_their_phases)
{
    phw_cf x[50] = {0};
    x[3] = 3;
    x[43] = 3;
    const double phases = 2 * 0.1 / (2 * 9.0);
    cr_expect_float_eq(phw_bound_frequency(x, 50, 0.1),
                       phases / (two_pi * two_pi * 1600), 1e-12);
}

Test(estimation_bound, of_a_slope_is_that_of_a_line_s)
{
    cr_expect_float_eq(phw_bound_slope(2, 2), 4, 1e-12);
    cr_expect_float_eq(phw_bound_slope(1, 10), 12.0 / 990, 1e-12);
    cr_expect(isinf(phw_bound_slope(1, 1)));
}

Test(estimation_bound, of_a_lone_wave_is_the_textbook_s)
{
    const phw_cf power[] = {4};
    const double cycles[] = {0.21};
    double out = 0;
    cr_assert_eq(phw_bound_waves(&out, cycles, power, 1, 8, 100, 0.5), PHW_OK);
    cr_expect_float_eq(out / (6 / (two_pi * two_pi * 100 * 8 * 8 * 63)), 1, 1e-9);
}

/* One snapshot of an array is a comb: the two bounds are one. */
Test(estimation_bound, of_waves_and_of_paths_are_one)
{
    comb c;
    make(&c, 1, 0.1F);
    const double cycles[] = {-0.1, -0.17};
    const phw_ray path[] = {{0.1, CMPLXF(1, 0)}, {0.17, CMPLXF(0, 0.5F)}};
    phw_cf covariance[4];
    for (size_t i = 0; i < 2; ++i)
        for (size_t l = 0; l < 2; ++l)
            covariance[2 * i + l] = path[i].gain * conjf(path[l].gain);
    /* Antenna 0 is pilot 7: the phases there turn the paths. */
    for (size_t i = 0; i < 2; ++i)
        for (size_t l = 0; l < 2; ++l)
            covariance[2 * i + l] *=
                (phw_cf)cexp(CMPLX(0, two_pi * -7 * (cycles[i] - cycles[l])));
    double waves[2];
    double paths[2];
    phw_path_fit *f = NULL;
    cr_assert_eq(phw_path_fit_create(&f, N), PHW_OK);
    cr_assert_eq(phw_bound_waves(waves, cycles, covariance, 2, N, 1, (double)0.1F),
                 PHW_OK);
    cr_assert_eq(phw_path_fit_bound(paths, NULL, f, path, 2, &c.pilots), PHW_OK);
    for (size_t i = 0; i < 2; ++i)
        cr_expect_float_eq(waves[i] / paths[i], 1, 1e-5, "%zu: %g %g", i, waves[i],
                           paths[i]);
    phw_path_fit_destroy(f);
}

Test(estimation_bound, of_as_many_waves_as_antennas_is_refused)
{
    const phw_cf covariance[4] = {1, 0, 0, 1};
    const double cycles[] = {0, 0.2};
    const double same[] = {0.2, 0.2};
    double out[2];
    cr_expect_eq(phw_bound_waves(out, cycles, covariance, 2, 2, 10, 1), PHW_EARG);
    cr_expect_eq(phw_bound_waves(out, cycles, covariance, 2, 4, 0, 1), PHW_EARG);
    cr_expect_eq(phw_bound_waves(out, same, covariance, 2, 4, 10, 1), PHW_ENOCONV);
}
