#include "channel/validation_delay.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "channel/ensemble.h"
#include "core/signal.h"

#define INSTANTS 8
#define SPACING  4.0

/* Apart in frequency, over the RMS delay spread: where the tables' |R| falls from 0.99
 * to its first minima. */
static const double apart[] = {0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1};

#define N_APART (sizeof apart / sizeof apart[0])

typedef struct delays {
    double spread_s;
    double mean_s;
    double total;
    double complex turn[N_APART][PHW_TAPS_MAX];
    double complex expected[N_APART];
    phw_trial_mean spread; /* each trial's influence on the estimate, below */
    phw_trial_mean centre; /* and on the mean delay */
    phw_trial_mean power[PHW_TAPS_MAX];
    phw_trial_mean re[N_APART];
    phw_trial_mean im[N_APART];
} delays;

static double complex turn(double turns)
{
    return CMPLX(cos(2 * M_PI * turns), sin(2 * M_PI * turns));
}

static void expect(delays *d, const phw_validation_subject *s)
{
    double first = 0;
    double second = 0;
    const double *delay_s =
        s->expected_delay_s != NULL ? s->expected_delay_s : s->delay_s;
    const size_t n = s->source->n;
    for (size_t i = 0; i < n; ++i) {
        d->total += s->model[i].power;
        first += s->model[i].power * delay_s[i];
    }
    d->mean_s = first / d->total;
    for (size_t i = 0; i < n; ++i) {
        const double off = delay_s[i] - d->mean_s;
        second += s->model[i].power * off * off;
    }
    d->spread_s = sqrt(second / d->total);
    for (size_t k = 0; k < N_APART && d->spread_s > 0; ++k) {
        for (size_t i = 0; i < n; ++i) {
            d->turn[k][i] = turn(-apart[k] * s->delay_s[i] / d->spread_s);
            d->expected[k] += s->model[i].power / d->total *
                              turn(-apart[k] * delay_s[i] / d->spread_s);
        }
    }
}

/* d(spread) of a change of the powers: ((tau - mean)^2 - spread^2) / (2 spread total).
 */
static double influence(const delays *d, double delay_s)
{
    const double off = delay_s - d->mean_s;
    return (off * off - d->spread_s * d->spread_s) / (2 * d->spread_s * d->total);
}

/* H(f + df) H*(f) over its expected power, at f = 0 (the taps' phases are random, so
 * that any f is as good). */
static void add_instant(double complex sum[N_APART], const delays *d, const phw_cf *x,
                        const phw_validation_subject *s)
{
    double complex at[N_APART] = {0};
    double complex here = 0;
    for (size_t i = 0; i < s->source->n; ++i) {
        const double complex tap = sqrt(s->model[i].power) * (double complex)x[i];
        here += tap;
        for (size_t k = 0; k < N_APART; ++k)
            at[k] += tap * d->turn[k][i];
    }
    for (size_t k = 0; k < N_APART; ++k)
        sum[k] += at[k] * conj(here) / d->total / INSTANTS;
}

static void add_trial(delays *d, const phw_cf *x, const phw_validation_subject *s)
{
    const size_t n = s->source->n;
    double complex sum[N_APART] = {0};
    double spread = 0;
    double centre = 0;
    for (size_t t = 0; t < INSTANTS; ++t)
        add_instant(sum, d, x + t * n, s);
    for (size_t i = 0; i < n; ++i) {
        double power = 0;
        for (size_t t = 0; t < INSTANTS; ++t)
            power += s->model[i].power * phw_cf_power(x[t * n + i]) / INSTANTS;
        phw_trial_mean_add(&d->power[i], power);
        spread += influence(d, s->delay_s[i]) * power;
        centre += (s->delay_s[i] - d->mean_s) / d->total * power;
    }
    phw_trial_mean_add(&d->spread, spread);
    phw_trial_mean_add(&d->centre, centre);
    for (size_t k = 0; k < N_APART; ++k) {
        phw_trial_mean_add(&d->re[k], creal(sum[k]));
        phw_trial_mean_add(&d->im[k], cimag(sum[k]));
    }
}

static phw_status add_spread(phw_statistics *out, const delays *d,
                             const phw_validation_subject *s)
{
    double total = 0;
    double first = 0;
    double second = 0;
    for (size_t i = 0; i < s->source->n; ++i) {
        const double power = d->power[i].mean;
        total += power;
        first += power * s->delay_s[i];
        second += power * s->delay_s[i] * s->delay_s[i];
    }
    const double mean = first / total;
    /* Two equal powers spread most: to the first order no error changes that, and to
     * the second an error e of the mean delay takes e^2 / (2 spread), the more so at
     * five of its standard errors, where it has to count as five of these. */
    const double second_error =
        5 * pow(phw_trial_mean_error(&d->centre), 2) / (2 * d->spread_s);
    /* In nanoseconds, where the scale of rounding is right. */
    const phw_statistic f = {
        .name = "RMS delay spread, ns",
        .measured = 1e9 * sqrt(fmax(second / total - mean * mean, 0)),
        .expected = 1e9 * d->spread_s,
        .standard_error = 1e9 * hypot(phw_trial_mean_error(&d->spread), second_error)};
    return phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, 1);
}

static phw_status add_part(phw_statistics *out, const char *part, size_t k,
                           const phw_trial_mean *m, double expected)
{
    phw_statistic f = {.name = "",
                       .measured = m->mean,
                       .expected = expected,
                       .standard_error = phw_trial_mean_error(m)};
    (void)snprintf(f.name, sizeof f.name, "frequency correlation, %s", part);
    (void)snprintf(f.at, sizeof f.at, "%g/(delay spread)", apart[k]);
    return phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, 1);
}

static phw_status measure(phw_statistics *out, delays *d, phw_cf *x,
                          const phw_validation_subject *s)
{
    for (size_t trial = 0; trial < s->n_trials; ++trial) {
        const double start = phw_ensemble_start(trial);
        PHW_TRY(phw_ensemble_read(x, s, trial, start, SPACING, INSTANTS));
        add_trial(d, x, s);
    }
    PHW_TRY(add_spread(out, d, s));
    for (size_t k = 0; k < N_APART; ++k) {
        PHW_TRY(add_part(out, "real", k, &d->re[k], creal(d->expected[k])));
        PHW_TRY(add_part(out, "imaginary", k, &d->im[k], cimag(d->expected[k])));
    }
    return PHW_OK;
}

static phw_status run(phw_statistics *out, const phw_validation_subject *subject)
{
    if (subject->delay_s == NULL)
        return PHW_OK;
    delays *d = calloc(1, sizeof *d);
    if (d == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the delays");
    expect(d, subject);
    phw_status s = PHW_OK;
    if (d->spread_s > 0) {
        phw_cf *x = NULL;
        s = phw_array_alloc(&x, INSTANTS * subject->source->n, sizeof *x);
        if (!s)
            s = measure(out, d, x, subject);
        free(x);
    }
    free(d);
    return s;
}

const phw_validation phw_validation_delay = {
    .name = "delay",
    .summary = "RMS delay spread, and correlation over frequency",
    .reference = "R(df) = sum p e^{-j 2 pi df tau}",
    .run = run,
};
