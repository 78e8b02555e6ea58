#include "phy/path_choice.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "phy/channel_estimators.h"

enum {
    N = 40
};

typedef struct air {
    double frequency[N];
    phw_cf value[N];
    float variance[N];
    phw_pilot_estimate pilots;
    phw_path_fit *fit;
} air;

static void make(air *a, const phw_ray *path, size_t n_paths, double noise,
                 uint32_t trial)
{
    const phw_rng rng = {5, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x908), trial};
    phw_cf w[N];
    phw_rng_normal_complex(w, &rng, noise, 0, N);
    for (size_t k = 0; k < N; ++k) {
        a->frequency[k] = (double)k / 64;
        a->variance[k] = (float)noise;
    }
    phw_path_response(a->value, path, n_paths, a->frequency, N);
    for (size_t k = 0; k < N; ++k)
        a->value[k] += w[k];
    a->pilots = (phw_pilot_estimate){N, a->frequency, a->value, a->variance};
    if (a->fit == NULL)
        cr_assert_eq(phw_path_fit_create(&a->fit, N), PHW_OK);
}

Test(path_choice, paths_that_are_there_stay)
{
    air a = {0};
    const phw_ray known[] = {{9, 0.3F}, {1, CMPLXF(0, 1)}};
    make(&a, known, 2, 1e-3, 1);
    phw_ray path[] = {{14, 0}, {9, 0}, {20, 0}, {1, 0}};
    size_t n = 4;
    cr_assert_eq(phw_path_choice_prune(path, &n, a.fit, 1e-6, &a.pilots), PHW_OK);
    cr_assert_eq(n, 2);
    phw_cf value[N];
    phw_ray sorted[PHW_DELAY_TAPS_MAX];
    phw_channel_response out = {.value = value, .path = sorted};
    cr_assert_eq(phw_path_choice_write(&out, path, n, a.fit, &a.pilots), PHW_OK);
    cr_expect(out.n_paths == 2 && sorted[0].delay == 1 && sorted[1].delay == 9);
    cr_expect_float_eq(out.error, 1.5 * 2 * 1e-3 / N, 1e-9);
    for (size_t k = 0; k < N; ++k)
        cr_expect_lt(phw_cf_power(value[k] - a.value[k]), 0.02);
    phw_path_fit_destroy(a.fit);
}

/* Pilots 39 / 64 apart: a tenth of a cell is 0.164 samples. */
Test(path_choice, paths_that_are_one_are_told)
{
    air a = {0};
    const phw_ray path[] = {{1, 1}, {5, 1}, {1.17, -1}, {5.16, 1}};
    make(&a, NULL, 0, 1, 1);
    cr_expect(phw_path_choice_apart(path, 0, &a.pilots));
    cr_expect(phw_path_choice_apart(path, 3, &a.pilots));
    cr_expect_not(phw_path_choice_apart(path, 4, &a.pilots));
    phw_path_fit_destroy(a.fit);
}

/* A crowd of paths too close to tell apart: those found are no larger than what there
 * is, as two whose gains cancel would be. */
Test(path_choice, gains_of_a_crowd_of_paths_do_not_run_away)
{
    static const char *const name[] = {"pursuit", "esprit", "music"};
    const phw_ray crowd[] = {
        {2, 1}, {2.3, CMPLXF(0, 1)}, {2.7, -1}, {3.1, 1}, {3.4, 1}};
    for (size_t i = 0; i < 3; ++i) {
        air a = {0};
        phw_cf value[N];
        phw_ray path[PHW_DELAY_TAPS_MAX];
        const phw_channel_estimator *entry = NULL;
        phw_channel_estimation *e = NULL;
        phw_channel_estimator_config config = {.prior = NULL};
        cr_assert_eq(phw_channel_estimator_find(&entry, name[i]), PHW_OK);
        phw_params_preset(&config.params, entry->params, entry->n_params);
        for (uint32_t run = 0; run < 20; ++run) {
            phw_channel_response out = {.value = value, .path = path};
            make(&a, crowd, 5, 1e-5, 300 + run);
            if (e == NULL)
                cr_assert_eq(entry->create(&e, &a.pilots, &config), PHW_OK);
            cr_assert_eq(entry->estimate(&out, e, &a.pilots), PHW_OK);
            cr_expect_gt(out.n_paths, 0);
            for (size_t l = 0; l < out.n_paths; ++l)
                cr_expect_lt(phw_cf_power(path[l].gain), 400, "%s: %g", name[i],
                             phw_cf_power(path[l].gain));
        }
        entry->destroy(e);
        phw_path_fit_destroy(a.fit);
    }
}

/* Noise alone: a lone path stays with the probability asked, binomially of 2000 runs.
 */
Test(path_choice, noise_stays_as_often_as_asked)
{
    air a = {0};
    const double asked = 0.05;
    size_t kept = 0;
    for (uint32_t run = 0; run < 2000; ++run) {
        make(&a, NULL, 0, 1, 100 + run);
        phw_ray path[] = {{3, 0}};
        size_t n = 1;
        cr_assert_eq(phw_path_choice_prune(path, &n, a.fit, asked, &a.pilots), PHW_OK);
        kept += n;
    }
    cr_expect_float_eq((double)kept / 2000, asked, 5 * sqrt(asked * (1 - asked) / 2000),
                       "%zu", kept);
    phw_path_fit_destroy(a.fit);
}

Test(path_choice, no_path_is_a_response_of_zero)
{
    air a = {0};
    phw_cf value[N];
    phw_ray path[1];
    size_t n = 0;
    make(&a, NULL, 0, 1, 7);
    cr_assert_eq(phw_path_choice_prune(path, &n, a.fit, 0.01, &a.pilots), PHW_OK);
    phw_channel_response out = {.value = value, .error = 1, .n_paths = 3};
    cr_assert_eq(phw_path_choice_write(&out, path, 0, a.fit, &a.pilots), PHW_OK);
    cr_expect(out.n_paths == 0 && out.error == 0);
    for (size_t k = 0; k < N; ++k)
        cr_expect(value[k] == 0);
    phw_path_fit_destroy(a.fit);
}
