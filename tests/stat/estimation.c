/* Channel estimators against what they should have by formula: of each the mean square
 * error of the response, and of delays and angles the variance, with fixed seeds. A
 * mean square error over n pilots of R runs whose unknowns are u complex numbers has
 * the relative deviation 1 / sqrt(u R) where all of them are equally unknown, and no
 * more than 1 / sqrt(R); tolerances are five of what a test says. */
#include <complex.h>
#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "phy/channel_estimators.h"
#include "phy/esprit.h"
#include "phy/estimation_bound.h"
#include "phy/music.h"
#include "phy/path_fit.h"
#include "phy/subspace.h"

enum {
    MOST = 64
};

typedef struct air {
    size_t n;
    double frequency[MOST];
    phw_cf truth[MOST];
    phw_cf value[MOST];
    float variance[MOST];
    phw_pilot_estimate pilots;
} air;

/* 802.11's carriers, or an even comb of 64 in 128. */
static void lay(air *a, bool wifi)
{
    a->n = wifi ? 52 : 64;
    for (size_t k = 0; k < a->n; ++k) {
        const double carrier = (double)k - 26 + (k >= 26 ? 1 : 0);
        a->frequency[k] = wifi ? carrier / 64 : ((double)k - 31.5) / 128;
    }
    a->pilots = (phw_pilot_estimate){a->n, a->frequency, a->value, a->variance};
}

static void receive(air *a, const phw_ray *path, size_t n_paths, double noise,
                    uint32_t trial)
{
    const phw_rng rng = {11, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x910), trial};
    phw_rng_normal_complex(a->value, &rng, noise, 0, a->n);
    phw_path_response(a->truth, path, n_paths, a->frequency, a->n);
    for (size_t k = 0; k < a->n; ++k) {
        a->variance[k] = (float)noise;
        a->value[k] += a->truth[k];
    }
}

static void draw(phw_ray *path, const phw_delay_prior *prior, uint32_t trial)
{
    const phw_rng rng = {11, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x911), trial};
    phw_cf gain[PHW_DELAY_TAPS_MAX];
    phw_rng_normal_complex(gain, &rng, 1, 0, prior->n);
    for (size_t l = 0; l < prior->n; ++l)
        path[l] = (phw_ray){prior->delay[l], gain[l] * (float)sqrt(prior->power[l])};
}

static double error_of(const phw_cf *value, const air *a)
{
    double sum = 0;
    for (size_t k = 0; k < a->n; ++k)
        sum += phw_cf_power(value[k] - a->truth[k]);
    return sum / (double)a->n;
}

typedef struct figures {
    double error;    /* measured, mean square */
    double expected; /* what the estimator says itself */
    double n_paths;  /* on average */
} figures;

/* An estimator over channels drawn from `prior` of mean power 1. */
static figures run(const char *name, const char *params, const phw_delay_prior *told,
                   const phw_delay_prior *prior, double noise, uint32_t n_runs)
{
    air a;
    phw_cf value[MOST];
    phw_ray path[PHW_DELAY_TAPS_MAX];
    phw_channel_estimation *e = NULL;
    phw_channel_estimator_config config = {.prior = told, .power = 1};
    const phw_channel_estimator *entry = NULL;
    figures f = {0, 0, 0};
    lay(&a, true);
    receive(&a, NULL, 0, noise, 0);
    cr_assert_eq(phw_channel_estimator_find(&entry, name), PHW_OK);
    cr_assert_eq(
        phw_params_read(&config.params, entry->params, entry->n_params, params),
        PHW_OK);
    cr_assert_eq(entry->create(&e, &a.pilots, &config), PHW_OK, "%s",
                 phw_error_message());
    for (uint32_t i = 0; i < n_runs; ++i) {
        phw_channel_response out = {.value = value};
        draw(path, prior, i);
        receive(&a, path, prior->n, noise, i);
        cr_assert_eq(entry->estimate(&out, e, &a.pilots), PHW_OK);
        f.error += error_of(value, &a) / n_runs;
        f.expected += out.error / n_runs;
        f.n_paths += (double)out.n_paths / n_runs;
    }
    entry->destroy(e);
    return f;
}

static phw_delay_prior exponential(double rms)
{
    phw_delay_prior p;
    cr_assert_eq(phw_delay_prior_exponential(&p, 0, rms, 0.5), PHW_OK);
    return p;
}

static phw_delay_prior taps(size_t n)
{
    double delay[16];
    double power[16];
    phw_delay_prior p;
    for (size_t l = 0; l < n; ++l) {
        delay[l] = 4 * (double)l;
        power[l] = 1;
    }
    cr_assert_eq(phw_delay_prior_taps(&p, delay, power, n), PHW_OK);
    return p;
}

/* 1000 runs of 52 independent errors: five deviations are 2.2 %. */
Test(estimation, least_squares_has_all_of_the_noise)
{
    const phw_delay_prior prior = exponential(2);
    for (double snr_db = -10; snr_db <= 40; snr_db += 10) {
        const double noise = pow(10, -snr_db / 10);
        const figures f = run("ls", NULL, NULL, &prior, noise, 1000);
        cr_expect_float_eq(f.error / noise, 1, 0.022, "%g dB: %g", snr_db,
                           f.error / noise);
        cr_expect_float_eq(f.expected / noise, 1, 1e-6);
    }
}

/* 2000 runs. The errors' power over the directions is S^2 v / (S^2 + v): at -10 dB one
 * or two of them have most of it, so five deviations are at most 10 %. */
Test(estimation, lmmse_errs_as_its_closed_form_says_and_less_than_all_others)
{
    const double spread[] = {0.5, 2, 4};
    for (size_t i = 0; i < 3; ++i) {
        const phw_delay_prior prior = exponential(spread[i]);
        for (double snr_db = -10; snr_db <= 30; snr_db += 20) {
            const double noise = pow(10, -snr_db / 10);
            const figures f = run("lmmse", NULL, &prior, &prior, noise, 2000);
            cr_expect_float_eq(f.error / f.expected, 1, 0.1, "rms %g, %g dB: %g",
                               spread[i], snr_db, f.error / f.expected);
            const figures grid =
                run("taps", "pick=all:taps=24:step=1", NULL, &prior, noise, 200);
            cr_expect_lt(f.error, grid.error);
            cr_expect_lt(f.error, noise);
            cr_expect_lt(f.error, 1);
        }
    }
}

/* A prior that is wrong by a factor of two in the spread costs less than half of what
 * the right one saves, and its closed form does not hold. */
Test(estimation, lmmse_with_a_wrong_prior_still_gains)
{
    const phw_delay_prior prior = exponential(2);
    const phw_delay_prior wide = exponential(4);
    const phw_delay_prior narrow = exponential(1);
    const double noise = 0.1;
    const figures right = run("lmmse", NULL, &prior, &prior, noise, 2000);
    const figures wider = run("lmmse", NULL, &wide, &prior, noise, 2000);
    const figures narrower = run("lmmse", NULL, &narrow, &prior, noise, 2000);
    cr_expect(wider.error > right.error && narrower.error > right.error);
    cr_expect_lt(wider.error, (right.error + noise) / 2);
    cr_expect_lt(narrower.error, (right.error + noise) / 2);
}

/* 2000 runs of 16 unknowns: five deviations are below 3 %, as their noise is not quite
 * equal on 802.11's carriers 4 %. */
Test(estimation, taps_on_their_grid_have_their_share_of_the_noise)
{
    const phw_delay_prior prior = taps(4);
    for (double snr_db = 0; snr_db <= 30; snr_db += 15) {
        const double noise = pow(10, -snr_db / 10);
        const figures f = run("taps", "pick=all:taps=16", NULL, &prior, noise, 2000);
        cr_expect_float_eq(f.error / (noise * 16 / 52), 1, 0.04, "%g dB: %g", snr_db,
                           f.error / (noise * 16 / 52));
        cr_expect_float_eq(f.expected / (noise * 16 / 52), 1, 1e-5);
    }
}

/* Four taps of sixteen. At 60 dB a faded one is missed once in 1e5 runs; each of the
 * other twelve is picked with probability p = 0.001, and then has (1 + ln(1 / p)) times
 * its noise: four shares and 12 p (1 + ln(1 / p)) = 0.095 of one, and somewhat more as
 * they are not independent. */
Test(estimation, picked_taps_have_the_share_of_those_there_are)
{
    const phw_delay_prior prior = taps(4);
    const double noise = 1e-6;
    const figures f =
        run("taps", "taps=16:false_alarm=0.001", NULL, &prior, noise, 4000);
    const double share = noise / 52;
    const double want = 4 + 12e-3 * (1 + log(1000));
    cr_expect_float_eq(f.error / share, want, 5 * want / sqrt(4 * 4000.0), "%g",
                       f.error / share);
    cr_expect_float_eq(f.expected / share, 4 + 12e-3, 0.03, "%g", f.expected / share);
}

/* Three real unknowns a path, each half a pilot's noise, where all are found: two paths
 * at 40 dB, 12 samples apart, unit gains. 1000 runs of three complex unknowns: 9.1 %.
 */
Test(estimation, paths_of_any_delay_have_three_halves_of_the_noise)
{
    static const char *const name[] = {"pursuit", "esprit", "music"};
    static const char *const params[] = {"false_alarm=0.001",
                                         "false_alarm=0.001:most=3:window=13",
                                         "false_alarm=0.001:most=3:window=13"};
    const phw_ray path[] = {{0.37, 1}, {12.6, CMPLXF(0, 1)}};
    const double noise = 1e-4;
    for (size_t i = 0; i < 3; ++i) {
        air a;
        phw_cf value[MOST];
        phw_ray found[PHW_DELAY_TAPS_MAX];
        double bound[2];
        double squares[2] = {0};
        double error = 0;
        size_t n_right = 0;
        const phw_channel_estimator *entry = NULL;
        phw_channel_estimation *e = NULL;
        phw_path_fit *fit = NULL;
        phw_channel_estimator_config config = {.prior = NULL};
        lay(&a, true);
        receive(&a, path, 2, noise, 0);
        cr_assert_eq(phw_path_fit_create(&fit, a.n), PHW_OK);
        cr_assert_eq(phw_path_fit_bound(bound, NULL, fit, path, 2, &a.pilots), PHW_OK);
        cr_assert_eq(phw_channel_estimator_find(&entry, name[i]), PHW_OK);
        cr_assert_eq(
            phw_params_read(&config.params, entry->params, entry->n_params, params[i]),
            PHW_OK);
        cr_assert_eq(entry->create(&e, &a.pilots, &config), PHW_OK);
        for (uint32_t run = 0; run < 500; ++run) {
            phw_channel_response out = {.value = value, .path = found};
            receive(&a, path, 2, noise, 5000 + run);
            cr_assert_eq(entry->estimate(&out, e, &a.pilots), PHW_OK);
            if (out.n_paths != 2)
                continue;
            ++n_right;
            error += error_of(value, &a);
            for (size_t l = 0; l < 2; ++l)
                squares[l] += pow(found[l].delay - path[l].delay, 2);
        }
        cr_expect_geq(n_right, 495, "%s: %zu", name[i], n_right);
        error /= (double)n_right;
        cr_expect_float_eq(error / (3 * noise / 52), 1, 0.129, "%s: %g", name[i],
                           error / (3 * noise / 52));
        /* Delays reach the bound: five deviations of sqrt(2 / 500). */
        for (size_t l = 0; l < 2; ++l)
            cr_expect_float_eq(squares[l] / (double)n_right / bound[l], 1, 0.317,
                               "%s, %zu: %g", name[i], l,
                               squares[l] / (double)n_right / bound[l]);
        phw_path_fit_destroy(fit);
        entry->destroy(e);
    }
}

/* Equal paths at random phases, 0.6 of a cell (1 / span) apart, at 40 dB, where a
 * Fourier transform shows one: told apart in most runs, to a tenth of a cell. By its
 * bound the deviation is 0.02 of a cell at the best phases and goes up without limit
 * where the phases make one path of two, so not all runs can be. */
Test(estimation, two_close_delays_are_resolved)
{
    static const char *const name[] = {"pursuit", "esprit", "music"};
    for (size_t i = 0; i < 3; ++i) {
        air a;
        phw_cf value[MOST];
        phw_ray found[PHW_DELAY_TAPS_MAX];
        const phw_channel_estimator *entry = NULL;
        phw_channel_estimation *e = NULL;
        phw_channel_estimator_config config = {.prior = NULL};
        lay(&a, false);
        const double cell = 1 / (a.frequency[63] - a.frequency[0]);
        size_t n_resolved = 0;
        receive(&a, NULL, 0, 1e-4, 0);
        cr_assert_eq(phw_channel_estimator_find(&entry, name[i]), PHW_OK);
        phw_params_preset(&config.params, entry->params, entry->n_params);
        cr_assert_eq(entry->create(&e, &a.pilots, &config), PHW_OK);
        for (uint32_t run = 0; run < 40; ++run) {
            const double phase = 2 * M_PI * run / 40;
            const phw_ray path[] = {{0.37, 1},
                                    {0.37 + 0.6 * cell, (phw_cf)cexp(CMPLX(0, phase))}};
            phw_channel_response out = {.value = value, .path = found};
            receive(&a, path, 2, 1e-4, 9000 + run);
            cr_assert_eq(entry->estimate(&out, e, &a.pilots), PHW_OK);
            n_resolved += out.n_paths == 2 &&
                          fabs(found[0].delay - path[0].delay) < 0.1 * cell &&
                          fabs(found[1].delay - path[1].delay) < 0.1 * cell;
        }
        cr_expect_geq(n_resolved, 36, "%s: %zu", name[i], n_resolved);
        entry->destroy(e);
    }
}
