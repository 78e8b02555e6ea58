#include "kgen/forecasters.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/param.h"
#include "kgen/forecast_bound.h"

#include "tests/kgen/jakes.h"

static phw_params preset(const phw_forecaster *f, const char *text)
{
    phw_params p;
    cr_assert_eq(phw_params_read(&p, f->params, f->n_params, text), PHW_OK, "%s",
                 phw_error_message());
    return p;
}

static double *forecast(const phw_forecaster *f, const char *text, const double *x,
                        size_t n, size_t n_training, double horizon)
{
    const phw_params params = preset(f, text);
    phw_forecast_model m = {0};
    double *out = malloc(n * sizeof *out);
    cr_assert_not_null(out);
    cr_assert_eq(f->fit(&m, x, n_training, horizon, &params), PHW_OK, "%s: %s", f->name,
                 phw_error_message());
    cr_assert_eq(f->run(out, &m, x, n, &params), PHW_OK, "%s: %s", f->name,
                 phw_error_message());
    phw_forecast_model_free(&m);
    return out;
}

/* Mean square error over [from, n) with the standard error of it by 20 batches. */
typedef struct judged {
    double error, deviation;
} judged;

static judged judge(const double *told, const double *truth, size_t from, size_t n)
{
    double batch[20] = {0};
    double mean = 0;
    double square = 0;
    for (size_t i = from; i < n; ++i)
        batch[(i - from) * 20 / (n - from)] +=
            (told[i] - truth[i]) * (told[i] - truth[i]) * 20 / (double)(n - from);
    for (int i = 0; i < 20; ++i)
        mean += batch[i] / 20;
    for (int i = 0; i < 20; ++i)
        square += (batch[i] - mean) * (batch[i] - mean) / 19;
    return (judged){mean, sqrt(square / 20)};
}

enum {
    N = 24000,
    TRAINED = 4000
};

static const phw_forecast_process process = {PHW_DOPPLER_JAKES, 0.1, 0.1};

Test(forecasters, are_found_by_name)
{
    size_t n = 0;
    const phw_forecaster *const *all = phw_forecaster_list(&n);
    const phw_forecaster *f = NULL;
    cr_assert_eq(n, 4);
    for (size_t i = 0; i < n; ++i) {
        cr_assert_eq(phw_forecaster_find(&f, all[i]->name), PHW_OK);
        cr_expect_eq(f, all[i]);
        cr_expect(strlen(f->summary) > 10 && strlen(f->reference) > 5);
    }
    cr_expect_eq(phw_forecaster_find(&f, "oracle"), PHW_EARG);
    cr_expect(strstr(phw_error_message(), "kalman") != NULL);
}

/* With spectrum and noise given, the only difference from the bound is chance: five
 * standard errors of the mean over the batches. */
Test(forecasters, mmse_reaches_the_bound_at_every_horizon)
{
    const phw_forecaster *f = NULL;
    cr_assert_eq(phw_forecaster_find(&f, "mmse"), PHW_OK);
    jakes j = jakes_make(N + 10, process.turns, process.noise, 1);
    double *x = jakes_parts(j.noisy, j.n);
    double *clean = jakes_parts(j.clean, j.n);
    for (size_t h = 0; h <= 4; ++h) {
        /* 0.1 / 1.1 of the variance is noise. */
        double *told =
            forecast(f, "spectrum=jakes:doppler=0.1:noise=0.0909090909:taps=16", x, N,
                     TRAINED, (double)h);
        const judged found = judge(told, clean + h, TRAINED, N);
        double bound = 0;
        cr_assert_eq(phw_forecast_bound(&bound, NULL, &process, 16, (double)h), PHW_OK);
        cr_expect_float_eq(found.error, bound, 5 * found.deviation,
                           "horizon %zu: %g +- %g, bound %g", h, found.error,
                           found.deviation, bound);
        free(told);
    }
    free(x);
    free(clean);
    jakes_free(&j);
}

/* No forecaster is better than the bound of a long past, and each is near that of its
 * own taps: the factors leave room for what it estimates from TRAINED values. */
Test(forecasters, all_stay_above_the_bound_and_come_near_it)
{
    static const struct {
        const char *name, *params;
        size_t taps;
        double factor;
    } tried[] = {
        {"mmse", "", 16, 1.05},
        {"mmse", "spectrum=jakes", 16, 1.1},
        {"mmse", "spectrum=flat:doppler=0.1:noise=0.09", 16, 1.5},
        {"kalman", "", 16, 1.15},
        {"kalman", "doppler=0.1:noise=0.09", 16, 1.05},
        {"rls", "taps=12", 12, 1.05},
        {"kernel", "", 8, 1.1},
    };

    jakes j = jakes_make(N + 10, process.turns, process.noise, 2);
    double *x = jakes_parts(j.noisy, j.n);
    double *clean = jakes_parts(j.clean, j.n);
    double bound = 0;
    cr_assert_eq(phw_forecast_bound(&bound, NULL, &process, 1000, 2), PHW_OK);
    for (size_t i = 0; i < sizeof tried / sizeof tried[0]; ++i) {
        const phw_forecaster *f = NULL;
        cr_assert_eq(phw_forecaster_find(&f, tried[i].name), PHW_OK);
        double *told = forecast(f, tried[i].params, x, N, TRAINED, 2);
        const judged found = judge(told, clean + 2, TRAINED, N);
        double own = 0;
        cr_assert_eq(phw_forecast_bound(&own, NULL, &process, tried[i].taps, 2),
                     PHW_OK);
        cr_expect_gt(found.error, bound - 5 * found.deviation, "%s", tried[i].name);
        cr_expect_lt(found.error, tried[i].factor * own, "%s %s: %g, bound %g",
                     tried[i].name, tried[i].params, found.error, own);
        free(told);
    }
    free(x);
    free(clean);
    jakes_free(&j);
}

/* Half way between two readings, 0.05 turns off: the process itself is the truth. */
Test(forecasters, all_read_between_the_instants)
{
    size_t n = 0;
    const phw_forecaster *const *all = phw_forecaster_list(&n);
    jakes fine = jakes_make(2 * (size_t)N, 0.05, 0, 3);
    jakes noise = jakes_make(N, 0.1, 0.1, 4);
    double *clean = jakes_parts(fine.clean, fine.n);
    double *hiss = jakes_parts(noise.noisy, N);
    double *alone = jakes_parts(noise.clean, N);
    double *x = malloc(N * sizeof *x);
    double *truth = malloc(N * sizeof *truth);
    cr_assert(x != NULL && truth != NULL);
    for (size_t i = 0; i < N; ++i) {
        x[i] = clean[2 * i] + hiss[i] - alone[i];
        truth[i] = clean[2 * i + 1];
    }
    double bound = 0;
    cr_assert_eq(phw_forecast_bound(&bound, NULL, &process, 1000, 0.5), PHW_OK);
    for (size_t i = 0; i < n; ++i) {
        double *told = forecast(all[i], "", x, N, TRAINED, 0.5);
        const judged found = judge(told, truth, TRAINED, N);
        cr_expect_gt(found.error, bound - 5 * found.deviation);
        cr_expect_lt(found.error, 2 * bound, "%s: %g, bound %g", all[i]->name,
                     found.error, bound);
        free(told);
    }
    free(x);
    free(truth);
    free(clean);
    free(hiss);
    free(alone);
    jakes_free(&fine);
    jakes_free(&noise);
}

Test(forecasters, the_future_never_matters)
{
    size_t n = 0;
    const phw_forecaster *const *all = phw_forecaster_list(&n);
    jakes j = jakes_make(1500, 0.1, 0.1, 5);
    double *x = jakes_parts(j.noisy, j.n);
    for (size_t i = 0; i < n; ++i) {
        for (int half = 0; half < 2; ++half) {
            const double horizon = 1 + 0.5 * half;
            double *before = forecast(all[i], "", x, 1500, 1000, horizon);
            const double keep = x[1201];
            x[1201] = 50;
            double *after = forecast(all[i], "", x, 1500, 1000, horizon);
            x[1201] = keep;
            for (size_t k = 0; k <= 1200; ++k)
                cr_assert_eq(before[k], after[k], "%s at %zu", all[i]->name, k);
            cr_expect_neq(before[1202], after[1202], "%s", all[i]->name);
            free(before);
            free(after);
        }
    }
    free(x);
    jakes_free(&j);
}

/* y = a + b x has the same forecasts, scaled. */
Test(forecasters, unit_and_origin_do_not_matter)
{
    size_t n = 0;
    const phw_forecaster *const *all = phw_forecaster_list(&n);
    jakes j = jakes_make(1500, 0.05, 0.1, 6);
    double *x = jakes_parts(j.noisy, j.n);
    double *y = malloc(j.n * sizeof *y);
    cr_assert_not_null(y);
    for (size_t i = 0; i < j.n; ++i)
        y[i] = -70 + 8 * x[i];
    for (size_t i = 0; i < n; ++i) {
        double *of_x = forecast(all[i], "", x, j.n, 1000, 1);
        double *of_y = forecast(all[i], "", y, j.n, 1000, 1);
        for (size_t k = 0; k < j.n; ++k)
            cr_assert_float_eq(of_y[k], -70 + 8 * of_x[k], 1e-4, "%s at %zu",
                               all[i]->name, k);
        free(of_x);
        free(of_y);
    }
    free(x);
    free(y);
    jakes_free(&j);
}

/* x' = 4 x (1 - x): no line foresees it, and the kernel does. */
Test(forecasters, the_kernel_learns_what_is_not_linear)
{
    enum {
        MAP = 3000
    };

    const phw_forecaster *linear = NULL;
    const phw_forecaster *learnt = NULL;
    double x[MAP + 1] = {0.3141};
    for (size_t i = 1; i <= MAP; ++i)
        x[i] = 3.99 * x[i - 1] * (1 - x[i - 1]);
    cr_assert_eq(phw_forecaster_find(&linear, "mmse"), PHW_OK);
    cr_assert_eq(phw_forecaster_find(&learnt, "kernel"), PHW_OK);
    double *line = forecast(linear, "taps=2", x, MAP, 2000, 1);
    double *curve = forecast(learnt, "taps=2:width=1", x, MAP, 2000, 1);
    const judged by_line = judge(line, x + 1, 2000, MAP);
    const judged by_curve = judge(curve, x + 1, 2000, MAP);
    cr_expect_lt(by_curve.error, 0.01 * by_line.error, "%g against %g", by_curve.error,
                 by_line.error);
    free(line);
    free(curve);
}

Test(forecasters, useless_training_parts_are_refused)
{
    size_t n = 0;
    const phw_forecaster *const *all = phw_forecaster_list(&n);
    double constant[500];
    double hole[500];
    for (size_t i = 0; i < 500; ++i) {
        constant[i] = 3;
        hole[i] = i == 400 ? (double)NAN : sin((double)i);
    }
    for (size_t i = 0; i < n; ++i) {
        const phw_params params = preset(all[i], "");
        phw_forecast_model m = {0};
        cr_expect_eq(all[i]->fit(&m, constant, 500, 1, &params), PHW_ESHORT, "%s",
                     all[i]->name);
        cr_expect_eq(all[i]->fit(&m, hole, 500, 1, &params), PHW_EINPUT, "%s",
                     all[i]->name);
        cr_expect_eq(all[i]->fit(&m, hole, 1, 1, &params), PHW_ESHORT, "%s",
                     all[i]->name);
        cr_expect_eq(all[i]->fit(&m, hole, 300, -1, &params), PHW_EINPUT, "%s",
                     all[i]->name);
        cr_expect_null(m.weight);
    }
}

Test(forecasters, models_of_others_are_refused)
{
    size_t n = 0;
    const phw_forecaster *const *all = phw_forecaster_list(&n);
    jakes j = jakes_make(1500, 0.05, 0.1, 7);
    double *x = jakes_parts(j.noisy, j.n);
    double *out = malloc(j.n * sizeof *out);
    cr_assert_not_null(out);
    for (size_t i = 0; i < n; ++i) {
        const phw_params params = preset(all[i], "");
        phw_forecast_model m = {0};
        cr_assert_eq(all[i]->fit(&m, x, j.n, 1, &params), PHW_OK);
        for (size_t k = 0; k < n; ++k) {
            const phw_params theirs = preset(all[k], "");
            cr_expect_eq(all[k]->run(out, &m, x, j.n, &theirs),
                         k == i ? PHW_OK : PHW_EINPUT, "%s by %s", all[i]->name,
                         all[k]->name);
        }
        m.deviation = -1;
        cr_expect_eq(all[i]->run(out, &m, x, j.n, &params), PHW_EINPUT);
        phw_forecast_model_free(&m);
    }
    free(x);
    free(out);
    jakes_free(&j);
}
