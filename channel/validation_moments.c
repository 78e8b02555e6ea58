#include "channel/validation_moments.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "channel/ensemble.h"
#include "core/signal.h"

/* Of a trial: 4/fd apart the powers are nearly unrelated (J0^2 = 0.013). */
#define INSTANTS 8
#define SPACING  4.0

/* Where the mean over the trials alone is taken, 0.3/fd apart from 0 on. */
#define FIXED_INSTANTS INSTANTS
#define FIXED_SPACING  0.3

/* What is averaged, over trials, of each value and of each fixed instant. */
typedef struct moments {
    phw_trial_mean re[PHW_TAPS_MAX];
    phw_trial_mean im[PHW_TAPS_MAX];
    phw_trial_mean power[PHW_TAPS_MAX];
    phw_trial_mean fourth[PHW_TAPS_MAX];
    phw_trial_mean ratio[PHW_TAPS_MAX]; /* what each trial does to fourth / power^2 */
    phw_trial_mean total;               /* sum of the powers, not normalised */
    phw_trial_mean fixed[FIXED_INSTANTS];
} moments;

static void add_value(moments *m, const phw_cf *x, size_t i,
                      const phw_validation_subject *s)
{
    const size_t n = s->source->n;
    double second = 0;
    double fourth = 0;
    for (size_t t = 0; t < INSTANTS; ++t) {
        const double power = phw_cf_power(x[t * n + i]);
        second += power / INSTANTS;
        fourth += power * power / INSTANTS;
    }
    const double expected = phw_process_kurtosis(&s->model[i]);
    phw_trial_mean_add(&m->power[i], second);
    phw_trial_mean_add(&m->fourth[i], fourth);
    phw_trial_mean_add(&m->ratio[i], fourth - 2 * expected * second);
}

static void add_total(moments *m, const phw_cf *x, const phw_validation_subject *s)
{
    const size_t n = s->source->n;
    double total = 0;
    for (size_t t = 0; t < INSTANTS; ++t) {
        for (size_t i = 0; i < n; ++i)
            total += s->model[i].power * phw_cf_power(x[t * n + i]) / INSTANTS;
    }
    phw_trial_mean_add(&m->total, total);
}

/* The means at instant 0, where a line of sight has the phase that was drawn. */
static void add_fixed(moments *m, const phw_cf *x, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        phw_trial_mean_add(&m->re[i], (double)crealf(x[i]));
        phw_trial_mean_add(&m->im[i], (double)cimagf(x[i]));
    }
    for (size_t t = 0; t < FIXED_INSTANTS; ++t) {
        double power = 0;
        for (size_t i = 0; i < n; ++i)
            power += phw_cf_power(x[t * n + i]) / (double)n;
        phw_trial_mean_add(&m->fixed[t], power);
    }
}

static phw_status collect(moments *m, phw_cf *x, const phw_validation_subject *s)
{
    const size_t n = s->source->n;
    for (size_t trial = 0; trial < s->n_trials; ++trial) {
        const double start = phw_ensemble_start(trial);
        PHW_TRY(phw_ensemble_read(x, s, trial, start, SPACING, INSTANTS));
        for (size_t i = 0; i < n; ++i)
            add_value(m, x, i, s);
        add_total(m, x, s);
        PHW_TRY(phw_ensemble_read(x, s, trial, 0, FIXED_SPACING, FIXED_INSTANTS));
        add_fixed(m, x, n);
    }
    return PHW_OK;
}

static phw_status add_fixed_figure(phw_statistics *out, const moments *m)
{
    phw_statistic f = {.name = "ensemble power, worst instant", .expected = 1};
    double most = -1;
    for (size_t t = 0; t < FIXED_INSTANTS; ++t) {
        const double error = phw_trial_mean_error(&m->fixed[t]);
        const double off = fabs(m->fixed[t].mean - 1) / fmax(error, 1e-6);
        if (off <= most)
            continue;
        most = off;
        f.measured = m->fixed[t].mean;
        f.standard_error = error;
        (void)snprintf(f.at, sizeof f.at, "%.3g/fd", FIXED_SPACING * (double)t);
    }
    return phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, FIXED_INSTANTS);
}

/* The moments' estimate: E|h|^4 = (2 - s^2) (E|h|^2)^2, K = s / (1 - s). */
static phw_status add_k(phw_statistics *out, const moments *m,
                        const phw_process_model *model, size_t i)
{
    const double steady = phw_process_steady(model);
    if (steady <= 0 || steady >= 1)
        return PHW_OK;
    const double power = m->power[i].mean;
    const double share = sqrt(fmax(2 - m->fourth[i].mean / (power * power), 0));
    /* dK = ds / (1 - s)^2, ds = -d(kurtosis) / (2 s), at the model's own s. */
    const double slope = 1 / (2 * steady * (1 - steady) * (1 - steady));
    phw_statistic f = {.name = "K factor",
                       .measured = share / (1 - share),
                       .expected = steady / (1 - steady)};
    (void)snprintf(f.at, sizeof f.at, "tap %zu", i);
    f.standard_error = slope * phw_trial_mean_error(&m->ratio[i]);
    return phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, 1);
}

static phw_status add_pooled(phw_statistics *out, const moments *m,
                             const phw_validation_subject *s)
{
    const size_t n = s->source->n;
    double one[PHW_TAPS_MAX];
    double none[PHW_TAPS_MAX] = {0};
    double fourth[PHW_TAPS_MAX];
    phw_statistic total = {.name = "total power",
                           .measured = m->total.mean,
                           .standard_error = phw_trial_mean_error(&m->total)};
    for (size_t i = 0; i < n; ++i) {
        one[i] = 1;
        fourth[i] = phw_process_kurtosis(&s->model[i]);
        total.expected += s->model[i].power;
    }
    PHW_TRY(phw_statistics_add(out, &total, PHW_STATISTIC_BOTH, 1));
    PHW_TRY(phw_ensemble_add(out, "power over the profile's", "", m->power, one, n));
    PHW_TRY(phw_ensemble_add(out, "kurtosis E|h|^4", "", m->fourth, fourth, n));
    PHW_TRY(phw_ensemble_add(out, "mean, in phase", "", m->re, none, n));
    return phw_ensemble_add(out, "mean, quadrature", "", m->im, none, n);
}

static phw_status add_figures(phw_statistics *out, const moments *m,
                              const phw_validation_subject *s)
{
    PHW_TRY(add_pooled(out, m, s));
    PHW_TRY(add_fixed_figure(out, m));
    for (size_t i = 0; i < s->source->n; ++i)
        PHW_TRY(add_k(out, m, &s->model[i], i));
    return PHW_OK;
}

static phw_status run(phw_statistics *out, const phw_validation_subject *subject)
{
    moments *m = calloc(1, sizeof *m);
    phw_cf *x = NULL;
    if (m == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for moments");
    phw_status s = phw_array_alloc(&x, INSTANTS * subject->source->n, sizeof *x);
    if (!s)
        s = collect(m, x, subject);
    if (!s)
        s = add_figures(out, m, subject);
    free(x);
    free(m);
    return s;
}

const phw_validation phw_validation_moments = {
    .name = "moments",
    .summary = "powers, fourth moments, means and K factors over the ensemble",
    .reference = "Rayleigh E|h|^4 = 2, Rice (K^2 + 4K + 2) / (K + 1)^2",
    .run = run,
};
