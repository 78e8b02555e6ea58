#include "phy/music.h"

#include "phy/estimation_bound.h"

#include "tests/phy/waves.h"

Test(music, waves_without_noise_are_found)
{
    const double cycles[] = {-0.45, -0.2, -0.06, 0.05, 0.31, 0.49};
    phw_subspace *s = create(N);
    for (size_t n = 0; n <= 6; ++n) {
        double found[6];
        size_t n_found = 9;
        phw_subspace_reset(s);
        add_waves(s, cycles, n, 1e-12, 60, (uint32_t)n);
        cr_assert_eq(phw_subspace_split(s, false), PHW_OK);
        cr_assert_eq(phw_music_search(found, &n_found, s, n), PHW_OK);
        cr_assert_eq(n_found, n);
        for (size_t w = 0; w < n; ++w)
            cr_expect_float_eq(found[w], cycles[w], 1e-5, "%zu of %zu: %g", w, n,
                               found[w]);
    }
    phw_subspace_destroy(s);
}

/* 2000 runs: five deviations of sqrt(2 / 2000) are 16 %. */
Test(music, waves_variances_are_the_bound)
{
    enum {
        RUNS = 2000,
        VECTORS = 100
    };

    const double cycles[] = {-0.1, 0.12};
    const phw_cf power[] = {1, 0, 0, 1};
    const double snr = 100;
    double bound[2];
    double squares[2] = {0};
    phw_subspace *s = create(N);
    cr_assert_eq(phw_bound_waves(bound, cycles, power, 2, N, VECTORS, 1 / snr), PHW_OK);
    for (uint32_t run = 0; run < RUNS; ++run) {
        double found[2];
        size_t n_found = 0;
        phw_subspace_reset(s);
        add_waves(s, cycles, 2, 1 / snr, VECTORS, 1000 + run);
        cr_assert_eq(phw_subspace_split(s, false), PHW_OK);
        cr_assert_eq(phw_music_search(found, &n_found, s, 2), PHW_OK);
        cr_assert_eq(n_found, 2);
        for (size_t w = 0; w < 2; ++w)
            squares[w] += pow(found[w] - cycles[w], 2) / RUNS;
    }
    for (size_t w = 0; w < 2; ++w)
        cr_expect_float_eq(squares[w] / bound[w], 1 + 1.0 / VECTORS, 0.16, "%zu: %g", w,
                           squares[w] / bound[w]);
    phw_subspace_destroy(s);
}

/* Four antennas of no line: the rest has its minimum at the wave's own vector. */
Test(music, an_array_of_any_shape_is_searched)
{
    const double place[4][2] = {{0, 0}, {0.4, 0.1}, {-0.2, 0.5}, {0.1, -0.6}};
    phw_subspace *s = create(4);
    for (uint32_t v = 0; v < 50; ++v) {
        const phw_rng rng = {4, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x907), v};
        phw_cf x[5];
        phw_rng_normal_complex(x, &rng, 1e-4, 0, 5);
        for (size_t i = 0; i < 4; ++i)
            x[i] +=
                50 * x[4] *
                (phw_cf)cexp(CMPLX(
                    0, 2 * M_PI * (place[i][0] * cos(2.1) + place[i][1] * sin(2.1))));
        phw_subspace_add(s, x);
    }
    cr_assert_eq(phw_subspace_split(s, false), PHW_OK);
    double best = 0;
    double least = 2;
    for (int step = 0; step < 628; ++step) {
        phw_cf a[4];
        for (size_t i = 0; i < 4; ++i)
            a[i] = (phw_cf)cexp(CMPLX(0, 2 * M_PI *
                                             (place[i][0] * cos(0.01 * step) +
                                              place[i][1] * sin(0.01 * step))));
        const double rest = phw_music_rest(s, 1, a);
        cr_expect(rest >= 0 && rest <= 1 + 1e-9);
        if (rest < least)
            best = 0.01 * step;
        least = fmin(least, rest);
    }
    cr_expect_float_eq(best, 2.1, 0.015, "%g", best);
    phw_subspace_destroy(s);
}

Test(music, as_many_waves_as_places_are_refused)
{
    double found[N];
    size_t n_found = 5;
    phw_subspace *s = create(N);
    add_waves(s, NULL, 0, 1, 20, 1);
    cr_assert_eq(phw_subspace_split(s, false), PHW_OK);
    cr_expect_eq(phw_music_search(found, &n_found, s, N), PHW_EARG);
    cr_expect_eq(n_found, 5);
    phw_subspace_destroy(s);
}
