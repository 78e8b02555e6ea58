#include "phy/path_fit.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    N = 52
};

/* The 52 carriers of 802.11's 64, none at 0. */
typedef struct air {
    double frequency[N];
    phw_cf value[N];
    float variance[N];
    phw_pilot_estimate pilots;
    phw_path_fit *fit;
} air;

static void make(air *a, const phw_ray *path, size_t n_paths)
{
    for (int k = 0; k < N; ++k) {
        a->frequency[k] = (k < 26 ? k - 26 : k - 25) / 64.0;
        a->variance[k] = k % 2 ? 1e-2F : 2e-2F;
    }
    phw_path_response(a->value, path, n_paths, a->frequency, N);
    a->pilots = (phw_pilot_estimate){N, a->frequency, a->value, a->variance};
    cr_assert_eq(phw_path_fit_create(&a->fit, N), PHW_OK);
}

static void add_noise(air *a, const phw_ray *path, size_t n_paths, uint32_t trial)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x903), trial};
    phw_cf noise[N];
    phw_rng_normal_complex(noise, &rng, 1, 0, N);
    phw_path_response(a->value, path, n_paths, a->frequency, N);
    for (size_t k = 0; k < N; ++k)
        a->value[k] += sqrtf(a->variance[k]) * noise[k];
}

static const phw_ray known[] = {
    {0.4, CMPLXF(0.8F, 0.1F)}, {2.1, CMPLXF(-0.3F, 0.5F)}, {7.9, CMPLXF(0, -0.2F)}};

Test(path_fit, gains_of_known_delays_are_found)
{
    air a;
    make(&a, known, 3);
    phw_ray path[3];
    double misfit = 1;
    memcpy(path, known, sizeof path);
    for (size_t l = 0; l < 3; ++l)
        path[l].gain = 0;
    cr_assert_eq(phw_path_fit_gains(&misfit, a.fit, path, 3, &a.pilots), PHW_OK);
    for (size_t l = 0; l < 3; ++l)
        cr_expect_lt(phw_cf_power(path[l].gain - known[l].gain), 1e-12);
    cr_expect_lt(misfit, 1e-9);
    phw_path_fit_destroy(a.fit);
}

Test(path_fit, delays_that_are_nearly_right_are_made_right)
{
    air a;
    make(&a, known, 3);
    const double off[][3] = {{0.2, -0.2, 0.3}, {-0.25, 0.1, -0.3}, {0.1, 0.2, 0.5}};
    for (size_t i = 0; i < 3; ++i) {
        phw_ray path[3];
        double misfit = 1;
        for (size_t l = 0; l < 3; ++l)
            path[l] = (phw_ray){known[l].delay + off[i][l], 0};
        cr_assert_eq(phw_path_fit_refine(&misfit, a.fit, path, 3, &a.pilots), PHW_OK);
        for (size_t l = 0; l < 3; ++l) {
            cr_expect_float_eq(path[l].delay, known[l].delay, 1e-5, "%g",
                               path[l].delay - known[l].delay);
            cr_expect_lt(phw_cf_power(path[l].gain - known[l].gain), 1e-9);
        }
        cr_expect_lt(misfit, 1e-7);
    }
    phw_path_fit_destroy(a.fit);
}

/* 2000 runs of three: a variance's own deviation is sqrt(2 / 2000) of it, five of them
 * 16 %; the misfit has n - 3 * 3 / 2 times the mean of an exponential, on average. At
 * 20 dB the likelihood is as good as quadratic. */
Test(path_fit, what_is_refined_reaches_the_bound)
{
    enum {
        RUNS = 2000
    };

    air a;
    double bound[3];
    double gains[3];
    double squares[3] = {0};
    double misfits = 0;
    make(&a, known, 3);
    cr_assert_eq(phw_path_fit_bound(bound, gains, a.fit, known, 3, &a.pilots), PHW_OK);
    for (uint32_t run = 0; run < RUNS; ++run) {
        phw_ray path[3];
        double misfit = 0;
        memcpy(path, known, sizeof path);
        add_noise(&a, known, 3, run);
        cr_assert_eq(phw_path_fit_refine(&misfit, a.fit, path, 3, &a.pilots), PHW_OK);
        misfits += misfit / RUNS;
        for (size_t l = 0; l < 3; ++l)
            squares[l] += pow(path[l].delay - known[l].delay, 2) / RUNS;
    }
    for (size_t l = 0; l < 3; ++l)
        cr_expect_float_eq(squares[l] / bound[l], 1, 0.16, "%zu: %g", l,
                           squares[l] / bound[l]);
    const double freedom = N - 4.5;
    cr_expect_float_eq(misfits, freedom, 5 * sqrt(freedom / RUNS), "%g", misfits);
    phw_path_fit_destroy(a.fit);
}

Test(path_fit, gains_err_as_their_bound_says)
{
    enum {
        RUNS = 2000
    };

    air a;
    double bound[3];
    double squares[3] = {0};
    make(&a, known, 3);
    cr_assert_eq(phw_path_fit_bound(NULL, bound, a.fit, known, 3, &a.pilots), PHW_OK);
    for (uint32_t run = 0; run < RUNS; ++run) {
        phw_ray path[3];
        memcpy(path, known, sizeof path);
        add_noise(&a, known, 3, RUNS + run);
        cr_assert_eq(phw_path_fit_gains(NULL, a.fit, path, 3, &a.pilots), PHW_OK);
        for (size_t l = 0; l < 3; ++l)
            squares[l] += phw_cf_power(path[l].gain - known[l].gain) / RUNS;
    }
    /* Exponential: deviation 1 / sqrt(runs), five of them 11 %. */
    for (size_t l = 0; l < 3; ++l)
        cr_expect_float_eq(squares[l] / bound[l], 1, 0.112, "%zu: %g", l,
                           squares[l] / bound[l]);
    phw_path_fit_destroy(a.fit);
}

/* With unequal noise too: 2000 runs of three complex unknowns each. */
Test(path_fit, a_fitted_response_errs_as_its_closed_form_says)
{
    enum {
        RUNS = 2000
    };

    air a;
    make(&a, known, 3);
    for (int i = 0; i < 2; ++i) {
        double want = 0;
        double error = 0;
        for (size_t k = 0; k < N; ++k)
            a.variance[k] = i == 0 || k % 4 ? 1e-3F : 1e-1F;
        cr_assert_eq(phw_path_fit_error(&want, a.fit, known, 3, &a.pilots), PHW_OK);
        if (i == 0)
            cr_expect_float_eq(want, 1.5 * 3 * 1e-3 / N, 1e-9, "%g", want);
        for (uint32_t run = 0; run < RUNS; ++run) {
            phw_ray path[3];
            phw_cf truth[N];
            phw_cf fitted[N];
            memcpy(path, known, sizeof path);
            add_noise(&a, known, 3, 2 * RUNS + run);
            cr_assert_eq(phw_path_fit_refine(NULL, a.fit, path, 3, &a.pilots), PHW_OK);
            phw_path_response(truth, known, 3, a.frequency, N);
            phw_path_response(fitted, path, 3, a.frequency, N);
            for (size_t k = 0; k < N; ++k)
                error += phw_cf_power(fitted[k] - truth[k]) / (N * RUNS);
        }
        cr_expect_float_eq(error / want, 1, 5 / sqrt(3 * RUNS), "%d: %g", i,
                           error / want);
    }
    phw_path_fit_destroy(a.fit);
}

Test(path_fit, what_is_left_and_what_fits_are_the_values)
{
    air a;
    phw_cf rest[N];
    phw_cf fitted[N];
    make(&a, known, 3);
    add_noise(&a, known, 3, 9);
    phw_ray path[] = {{0.4, 0}, {2.1, 0}};
    cr_assert_eq(phw_path_fit_gains(NULL, a.fit, path, 2, &a.pilots), PHW_OK);
    phw_path_fit_residual(rest, a.fit, &a.pilots);
    phw_path_response(fitted, path, 2, a.frequency, N);
    for (size_t k = 0; k < N; ++k)
        cr_expect_lt(phw_cf_power(rest[k] + fitted[k] - a.value[k]), 1e-10);
    /* No path at all leaves everything. */
    double misfit = 0;
    double want = 0;
    for (size_t k = 0; k < N; ++k)
        want += phw_cf_power(a.value[k]) / (double)a.variance[k];
    cr_assert_eq(phw_path_fit_refine(&misfit, a.fit, NULL, 0, &a.pilots), PHW_OK);
    cr_expect_float_eq(misfit / want, 1, 1e-6);
    phw_path_fit_destroy(a.fit);
}

Test(path_fit, paths_that_coincide_are_refused)
{
    air a;
    make(&a, known, 3);
    phw_ray path[] = {{1, 5}, {1, 6}};
    double misfit = 3;
    cr_expect_eq(phw_path_fit_gains(&misfit, a.fit, path, 2, &a.pilots), PHW_ENOCONV);
    cr_expect_eq(phw_path_fit_refine(&misfit, a.fit, path, 2, &a.pilots), PHW_ENOCONV);
    cr_expect(misfit == 3 && path[0].gain == 5 && path[1].gain == 6);
    cr_expect_eq(phw_path_fit_gains(NULL, a.fit, path, PHW_PATHS_MAX + 1, &a.pilots),
                 PHW_EARG);
    a.pilots.n = N - 1;
    cr_expect_eq(phw_path_fit_gains(NULL, a.fit, path, 1, &a.pilots), PHW_EARG);
    phw_path_fit_destroy(a.fit);
    phw_path_fit *none = NULL;
    cr_expect_eq(phw_path_fit_create(&none, 0), PHW_EARG);
    cr_expect_null(none);
    phw_path_fit_destroy(none);
}
