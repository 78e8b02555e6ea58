#include "channel/validation_correlation.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "channel/ensemble.h"
#include "core/signal.h"

/* A series of 32/fd a trial. */
#define INSTANTS 256
#define STEP     0.125

/* In steps: J0's fourth zero lies at 15.01 of them, and two lags beyond. */
static const size_t lag[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 24, 40};

#define N_LAGS (sizeof lag / sizeof lag[0])

/* Between two instants for the second moment, over 1/fd. */
#define APART         0.02
#define PAIRS         8
#define PAIRS_SPACING 4.0

typedef struct correlations {
    phw_trial_mean re[N_LAGS][PHW_TAPS_MAX];
    phw_trial_mean im[N_LAGS][PHW_TAPS_MAX];
    phw_trial_mean moment[PHW_TAPS_MAX];
    double expect_re[N_LAGS][PHW_TAPS_MAX];
    double expect_im[N_LAGS][PHW_TAPS_MAX];
    double expect_moment[PHW_TAPS_MAX];
    phw_cf *x;
} correlations;

static void expect(correlations *c, const phw_validation_subject *s)
{
    for (size_t i = 0; i < s->source->n; ++i) {
        double re = 0;
        double im = 0;
        for (size_t k = 0; k < N_LAGS; ++k)
            phw_process_correlation(&c->expect_re[k][i], &c->expect_im[k][i],
                                    &s->model[i], STEP * (double)lag[k]);
        phw_process_correlation(&re, &im, &s->model[i], APART);
        c->expect_moment[i] = 2 * (1 - re) / pow(2 * M_PI * APART, 2);
    }
}

/* h(t + lag) h*(t) over the series. */
static void add_lag(correlations *c, size_t k, size_t i, size_t n)
{
    double re = 0;
    double im = 0;
    const size_t count = INSTANTS - lag[k];
    for (size_t t = 0; t < count; ++t) {
        const phw_cf later = c->x[(t + lag[k]) * n + i];
        const phw_cf here = c->x[t * n + i];
        const double a = (double)crealf(later);
        const double b = (double)cimagf(later);
        re += a * (double)crealf(here) + b * (double)cimagf(here);
        im += b * (double)crealf(here) - a * (double)cimagf(here);
    }
    phw_trial_mean_add(&c->re[k][i], re / (double)count);
    phw_trial_mean_add(&c->im[k][i], im / (double)count);
}

/* E|h(t + d) - h(t)|^2 = 2 (1 - Re R(d)): (2 pi d)^2 times the second moment of the
 * spectrum, for small d. */
static phw_status add_moment(correlations *c, const phw_validation_subject *s,
                             size_t trial, double start)
{
    const size_t n = s->source->n;
    phw_cf *later = c->x + PAIRS * n;
    PHW_TRY(phw_ensemble_read(c->x, s, trial, start, PAIRS_SPACING, PAIRS));
    PHW_TRY(phw_ensemble_read(later, s, trial, start + APART, PAIRS_SPACING, PAIRS));
    for (size_t i = 0; i < n; ++i) {
        double sum = 0;
        for (size_t t = 0; t < PAIRS; ++t)
            sum += phw_cf_power(later[t * n + i] - c->x[t * n + i]) / PAIRS;
        phw_trial_mean_add(&c->moment[i], sum / pow(2 * M_PI * APART, 2));
    }
    return PHW_OK;
}

static phw_status collect(correlations *c, const phw_validation_subject *s)
{
    const size_t n = s->source->n;
    for (size_t trial = 0; trial < s->n_trials; ++trial) {
        const double start = phw_ensemble_start(trial);
        PHW_TRY(add_moment(c, s, trial, start));
        PHW_TRY(phw_ensemble_read(c->x, s, trial, start, STEP, INSTANTS));
        for (size_t i = 0; i < n; ++i) {
            for (size_t k = 0; k < N_LAGS; ++k)
                add_lag(c, k, i, n);
        }
    }
    return PHW_OK;
}

static phw_status add_pooled(phw_statistics *out, const correlations *c, size_t n)
{
    phw_statistic f = {.name = ""};
    phw_statistic worst = {.name = "autocorrelation, imaginary, worst lag"};
    double most = -1;
    for (size_t k = 0; k < N_LAGS; ++k) {
        (void)snprintf(f.name, sizeof f.name, "autocorrelation, real");
        (void)snprintf(f.at, sizeof f.at, "%g/fd", STEP * (double)lag[k]);
        phw_ensemble_pool(&f, c->re[k], c->expect_re[k], n);
        PHW_TRY(phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, 1));
        phw_ensemble_pool(&f, c->im[k], c->expect_im[k], n);
        const double off = fabs(f.measured - f.expected) / fmax(f.standard_error, 1e-6);
        if (off <= most)
            continue;
        most = off;
        (void)snprintf(f.name, sizeof f.name, "%s", worst.name);
        worst = f;
    }
    return phw_statistics_add(out, &worst, PHW_STATISTIC_BOTH, N_LAGS);
}

static phw_status add_worst(phw_statistics *out, const correlations *c, size_t n)
{
    phw_statistic f = {.name = "autocorrelation, worst tap and lag"};
    double most = -1;
    for (size_t part = 0; part < 2; ++part) {
        for (size_t at = 0; at < N_LAGS * n; ++at) {
            const size_t k = at / n;
            const size_t i = at % n;
            const phw_trial_mean *m = part == 0 ? &c->re[k][i] : &c->im[k][i];
            const double expected = part == 0 ? c->expect_re[k][i] : c->expect_im[k][i];
            const double off = phw_ensemble_off(m, expected);
            if (off <= most)
                continue;
            most = off;
            f.measured = m->mean;
            f.expected = expected;
            f.standard_error = phw_trial_mean_error(m);
            (void)snprintf(f.at, sizeof f.at, "%.5g/fd, tap %u, %s",
                           STEP * (double)lag[k], (unsigned)i,
                           part == 0 ? "real" : "imag.");
        }
    }
    return phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, 2 * N_LAGS * n);
}

static phw_status run(phw_statistics *out, const phw_validation_subject *subject)
{
    const size_t n = subject->source->n;
    correlations *c = calloc(1, sizeof *c);
    if (c == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for correlations");
    expect(c, subject);
    phw_status s = phw_array_alloc(&c->x, INSTANTS * n, sizeof *c->x);
    if (!s)
        s = collect(c, subject);
    if (!s)
        s = add_pooled(out, c, n);
    if (!s)
        s = add_worst(out, c, n);
    if (!s)
        s = phw_ensemble_add(out, "Doppler second moment over fd^2", "", c->moment,
                             c->expect_moment, n);
    free(c->x);
    free(c);
    return s;
}

const phw_validation phw_validation_correlation = {
    .name = "correlation",
    .summary = "autocorrelation to J0's fourth zero and beyond, Doppler second moment",
    .reference = "R(tau) = J0(2 pi fd tau), E f^2 = fd^2 / 2 for Clarke's spectrum",
    .moving = true,
    .run = run,
};
