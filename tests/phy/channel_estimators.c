#include "phy/channel_estimators.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    N = 52
};

typedef struct air {
    double frequency[N];
    phw_cf truth[N];
    phw_cf value[N];
    float variance[N];
    phw_pilot_estimate pilots;
} air;

static void make(air *a, const phw_ray *path, size_t n_paths, double noise,
                 uint32_t trial)
{
    const phw_rng rng = {7, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x90a), trial};
    phw_cf w[N];
    phw_rng_normal_complex(w, &rng, 1, 0, N);
    for (int k = 0; k < N; ++k) {
        a->frequency[k] = (k < 26 ? k - 26 : k - 25) / 64.0;
        a->variance[k] = (float)(noise * (k % 2 ? 1 : 1.5));
    }
    phw_path_response(a->truth, path, n_paths, a->frequency, N);
    for (size_t k = 0; k < N; ++k)
        a->value[k] = a->truth[k] + sqrtf(a->variance[k]) * w[k];
    a->pilots = (phw_pilot_estimate){N, a->frequency, a->value, a->variance};
}

static phw_channel_estimation *create(const phw_channel_estimator *entry,
                                      const char *params, const air *a)
{
    phw_channel_estimation *e = NULL;
    phw_channel_estimator_config config = {.prior = NULL};
    cr_assert_eq(
        phw_params_read(&config.params, entry->params, entry->n_params, params), PHW_OK,
        "%s", phw_error_message());
    cr_assert_eq(entry->create(&e, &a->pilots, &config), PHW_OK, "%s: %s", entry->name,
                 phw_error_message());
    return e;
}

static double error_of(const phw_cf *value, const air *a)
{
    double sum = 0;
    for (size_t k = 0; k < N; ++k)
        sum += phw_cf_power(value[k] - a->truth[k]) / N;
    return sum;
}

static const phw_ray known[] = {{0, CMPLXF(0.8F, 0.2F)}, {5, CMPLXF(0, -0.5F)}};

Test(channel_estimators, all_find_a_channel_of_two_taps)
{
    size_t n = 0;
    const phw_channel_estimator *const *all = phw_channel_estimator_list(&n);
    cr_assert_eq(n, 6);
    for (size_t i = 0; i < n; ++i) {
        air a;
        phw_cf value[N];
        phw_ray path[PHW_DELAY_TAPS_MAX];
        phw_channel_response out = {.value = value, .path = path};
        make(&a, known, 2, 1e-6, 1);
        phw_channel_estimation *e = create(all[i], NULL, &a);
        cr_assert_eq(all[i]->estimate(&out, e, &a.pilots), PHW_OK, "%s", all[i]->name);
        /* None of them does worse than the values themselves, by far not. */
        cr_expect_lt(error_of(value, &a), 3e-6, "%s: %g", all[i]->name,
                     error_of(value, &a));
        cr_expect(out.error > 0 && out.error < 1.3e-6, "%s: %g", all[i]->name,
                  out.error);
        /* Its paths are the response that it gives. */
        phw_cf again[N];
        phw_path_response(again, path, out.n_paths, a.frequency, N);
        for (size_t k = 0; k < N && out.n_paths > 0; ++k)
            cr_expect_lt(phw_cf_power(again[k] - value[k]), 1e-8, "%s", all[i]->name);
        cr_expect(all[i]->name[0] && all[i]->summary[0] && all[i]->reference[0]);
        all[i]->destroy(e);
        all[i]->destroy(NULL);
    }
}

Test(channel_estimators, all_give_the_same_again_and_without_paths)
{
    size_t n = 0;
    const phw_channel_estimator *const *all = phw_channel_estimator_list(&n);
    for (size_t i = 0; i < n; ++i) {
        air a;
        air other;
        phw_cf value[N];
        phw_cf again[N];
        phw_channel_response out = {.value = value};
        phw_channel_response repeated = {.value = again};
        make(&a, known, 2, 0.01, 2);
        make(&other, known, 1, 0.1, 3);
        phw_channel_estimation *e = create(all[i], NULL, &a);
        cr_assert_eq(all[i]->estimate(&out, e, &a.pilots), PHW_OK);
        cr_assert_eq(all[i]->estimate(&repeated, e, &other.pilots), PHW_OK);
        cr_assert_eq(all[i]->estimate(&repeated, e, &a.pilots), PHW_OK);
        cr_expect_eq(memcmp(value, again, sizeof value), 0, "%s", all[i]->name);
        cr_expect_eq(out.error, repeated.error);
        all[i]->destroy(e);
    }
}

Test(channel_estimators, all_refuse_other_counts_of_pilots)
{
    size_t n = 0;
    const phw_channel_estimator *const *all = phw_channel_estimator_list(&n);
    for (size_t i = 0; i < n; ++i) {
        air a;
        phw_cf value[N];
        phw_channel_response out = {.value = value, .error = 7};
        make(&a, known, 2, 0.01, 2);
        phw_channel_estimation *e = create(all[i], NULL, &a);
        a.pilots.n = N - 1;
        cr_expect_eq(all[i]->estimate(&out, e, &a.pilots), PHW_EINPUT, "%s",
                     all[i]->name);
        cr_expect_eq(out.error, 7);
        all[i]->destroy(e);
    }
}

/* Of a grid all taps come, at the same delays: those not picked are 0. */
Test(channel_estimators, those_on_a_grid_give_every_tap)
{
    static const struct {
        const char *name, *params;
        size_t n_taps;
    } row[] = {{"taps", "taps=12:earliest=-1", 12},
               {"taps", "taps=12:earliest=-1:pick=all", 12},
               {"lmmse", "profile=uniform:rms=2:step=1:earliest=-0.5", 7}};

    for (size_t i = 0; i < 3; ++i) {
        air a;
        phw_cf value[N];
        phw_ray path[PHW_DELAY_TAPS_MAX];
        phw_channel_response out = {.value = value, .path = path};
        const phw_channel_estimator *entry = NULL;
        cr_assert_eq(phw_channel_estimator_find(&entry, row[i].name), PHW_OK);
        make(&a, known, 2, 1e-4, 5);
        phw_channel_estimation *e = create(entry, row[i].params, &a);
        cr_assert_eq(entry->estimate(&out, e, &a.pilots), PHW_OK);
        cr_assert(entry->on_grid);
        cr_expect_eq(out.n_paths, row[i].n_taps, "%zu", out.n_paths);
        size_t n_zero = 0;
        for (size_t l = 0; l < out.n_paths; ++l) {
            n_zero += path[l].gain == 0;
            cr_expect(l == 0 || path[l].delay > path[l - 1].delay);
        }
        cr_expect_eq(n_zero >= 8, i == 0, "%zu", n_zero);
        entry->destroy(e);
    }
}

/* The prior given stands in place of the parameters'. */
Test(channel_estimators, lmmse_takes_a_prior_of_taps)
{
    const double delay[] = {0, 5};
    const double power[] = {0.68, 0.25};
    phw_delay_prior prior;
    air a;
    phw_cf value[N];
    phw_ray path[PHW_DELAY_TAPS_MAX];
    phw_channel_response out = {.value = value, .path = path};
    phw_channel_estimation *e = NULL;
    const phw_channel_estimator *entry = NULL;
    cr_assert_eq(phw_channel_estimator_find(&entry, "lmmse"), PHW_OK);
    cr_assert_eq(phw_delay_prior_taps(&prior, delay, power, 2), PHW_OK);
    make(&a, known, 2, 1e-4, 5);
    phw_channel_estimator_config config = {.prior = &prior, .power = 0.93};
    phw_params_preset(&config.params, entry->params, entry->n_params);
    cr_assert_eq(entry->create(&e, &a.pilots, &config), PHW_OK);
    cr_assert_eq(entry->estimate(&out, e, &a.pilots), PHW_OK);
    cr_assert_eq(out.n_paths, 2);
    for (size_t l = 0; l < 2; ++l)
        cr_expect_lt(phw_cf_power(path[l].gain - known[l].gain), 25 * 1.25e-4 / N);
    /* Nearly that of two taps at this ratio of signal to noise. */
    cr_expect_float_eq(out.error / (2 * 1.25e-4 / N), 0.98, 0.03, "%g", out.error);
    entry->destroy(e);
}

Test(channel_estimators, what_does_not_fit_the_pilots_is_refused)
{
    static const struct {
        const char *name, *params, *says;
    } row[] = {{"taps", "taps=60", "60 taps"},
               {"taps", "taps=50:step=0.1", "told apart"},
               {"lmmse", "rms=100:step=0.1", "wider step"},
               {"pursuit", "earliest=5:latest=2", "before earliest"},
               {"esprit", "window=40", "longest even run"},
               {"music", "paths=10:window=8", "window of 8"}};

    air a;
    make(&a, known, 2, 0.01, 2);
    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        const phw_channel_estimator *entry = NULL;
        phw_channel_estimation *e = NULL;
        phw_channel_estimator_config config = {.prior = NULL};
        cr_assert_eq(phw_channel_estimator_find(&entry, row[i].name), PHW_OK);
        cr_assert_eq(phw_params_read(&config.params, entry->params, entry->n_params,
                                     row[i].params),
                     PHW_OK);
        cr_expect_eq(entry->create(&e, &a.pilots, &config), PHW_EARG, "%s",
                     row[i].params);
        cr_expect_not_null(strstr(phw_error_message(), row[i].says), "%s",
                           phw_error_message());
        cr_expect_null(e);
    }
    const phw_channel_estimator *none = NULL;
    cr_expect_eq(phw_channel_estimator_find(&none, "wiener"), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "lmmse"));
}

/* Noise alone: at most one run in a hundred has a path; five deviations of 1000. */
Test(channel_estimators, pursuit_finds_no_path_in_noise)
{
    const phw_channel_estimator *entry = NULL;
    cr_assert_eq(phw_channel_estimator_find(&entry, "pursuit"), PHW_OK);
    air a;
    phw_cf value[N];
    size_t n_false = 0;
    make(&a, NULL, 0, 1, 0);
    phw_channel_estimation *e = create(entry, NULL, &a);
    for (uint32_t run = 0; run < 1000; ++run) {
        phw_channel_response out = {.value = value};
        make(&a, NULL, 0, 1, 100 + run);
        cr_assert_eq(entry->estimate(&out, e, &a.pilots), PHW_OK);
        n_false += out.n_paths > 0;
    }
    cr_expect_leq(n_false, 10 + 5 * sqrt(10), "%zu", n_false);
    entry->destroy(e);
}

/* Channels that are as the prior says, at 0 dB: the mean of 2000 squared errors of some
 * five degrees of freedom each has the relative deviation 1 / sqrt(5 2000). */
Test(channel_estimators, lmmse_knows_its_error_in_much_noise)
{
    const double delay[] = {0, 1, 2, 3, 4};
    const double power[] = {0.4, 0.25, 0.2, 0.1, 0.05};
    const phw_rng rng = {8, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x90a), 0};
    phw_delay_prior prior;
    air a;
    phw_cf value[N];
    phw_cf gain[5];
    phw_ray path[5];
    phw_channel_response out = {.value = value};
    phw_channel_estimation *e = NULL;
    const phw_channel_estimator *entry = NULL;
    double error = 0;
    cr_assert_eq(phw_channel_estimator_find(&entry, "lmmse"), PHW_OK);
    cr_assert_eq(phw_delay_prior_taps(&prior, delay, power, 5), PHW_OK);
    make(&a, NULL, 0, 8, 0);
    phw_channel_estimator_config config = {.prior = &prior, .power = 1};
    phw_params_preset(&config.params, entry->params, entry->n_params);
    cr_assert_eq(entry->create(&e, &a.pilots, &config), PHW_OK);
    for (uint32_t run = 0; run < 2000; ++run) {
        phw_rng_normal_complex(gain, &rng, 1, 5 * run, 5);
        for (size_t l = 0; l < 5; ++l)
            path[l] = (phw_ray){delay[l], (float)sqrt(power[l]) * gain[l]};
        make(&a, path, 5, 8, 1000 + run);
        cr_assert_eq(entry->estimate(&out, e, &a.pilots), PHW_OK);
        error += error_of(value, &a) / 2000;
    }
    cr_expect_float_eq(error / out.error, 1, 5 / sqrt(5 * 2000), "%g",
                       error / out.error);
    entry->destroy(e);
}

/* Made for pilots of less noise: how often an empty tap is picked stays what was asked
 * for. A binomial number of 12 taps in 500 runs, to 5 sigma; correlations between taps
 * at most double its variance. */
Test(channel_estimators, taps_are_picked_by_the_noise_of_the_estimate)
{
    const phw_channel_estimator *entry = NULL;
    air a;
    phw_cf value[N];
    phw_ray path[PHW_DELAY_TAPS_MAX];
    phw_channel_response out = {.value = value, .path = path};
    size_t n_picked = 0;
    cr_assert_eq(phw_channel_estimator_find(&entry, "taps"), PHW_OK);
    make(&a, NULL, 0, 0.1, 0);
    phw_channel_estimation *e = create(entry, "taps=12:false_alarm=0.05", &a);
    for (uint32_t run = 0; run < 500; ++run) {
        make(&a, NULL, 0, 10, 5000 + run);
        cr_assert_eq(entry->estimate(&out, e, &a.pilots), PHW_OK);
        for (size_t l = 0; l < 12; ++l)
            n_picked += out.path[l].gain != 0;
    }
    cr_expect_float_eq((double)n_picked, 300, 5 * sqrt(2 * 300 * 0.95), "%zu",
                       n_picked);
    entry->destroy(e);
}
