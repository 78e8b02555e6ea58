#include "channel/validation_independence.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "channel/ensemble.h"
#include "core/signal.h"

#define INSTANTS 8
#define SPACING  4.0

/* Lags at which h(t + lag) h(t), not conjugated, is averaged: 0 for circular values,
 * 0.52 at some lags of Jakes' sum of 1974. */
static const double lag[] = {0, 0.125, 0.25, 0.5, 1, 2};

#define N_LAGS (sizeof lag / sizeof lag[0])

typedef struct pairs {
    phw_trial_mean *cross; /* re, im of each pair a > b: (a (a - 1) / 2 + b) * 2 */
    size_t n_pairs;
    phw_trial_mean re[N_LAGS][PHW_TAPS_MAX];
    phw_trial_mean im[N_LAGS][PHW_TAPS_MAX];
    phw_cf *at_once;
    phw_cf *later;
} pairs;

static void add_pair(pairs *p, size_t pair, size_t a, size_t b, size_t n)
{
    double complex sum = 0;
    for (size_t t = 0; t < INSTANTS; ++t)
        sum += (double complex)p->at_once[t * n + a] *
               conj((double complex)p->at_once[t * n + b]);
    phw_trial_mean_add(&p->cross[2 * pair], creal(sum) / INSTANTS);
    phw_trial_mean_add(&p->cross[2 * pair + 1], cimag(sum) / INSTANTS);
}

static void add_pseudo(pairs *p, size_t k, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        double complex sum = 0;
        for (size_t t = 0; t < INSTANTS; ++t)
            sum += (double complex)p->later[t * n + i] *
                   (double complex)p->at_once[t * n + i];
        phw_trial_mean_add(&p->re[k][i], creal(sum) / INSTANTS);
        phw_trial_mean_add(&p->im[k][i], cimag(sum) / INSTANTS);
    }
}

static size_t lags_of(const phw_validation_subject *s)
{
    return s->doppler_hz > 0 ? N_LAGS : 1;
}

static phw_status add_trial(pairs *p, const phw_validation_subject *s, size_t trial)
{
    const size_t n = s->source->n;
    const double start = phw_ensemble_start(trial);
    size_t pair = 0;
    PHW_TRY(phw_ensemble_read(p->at_once, s, trial, start, SPACING, INSTANTS));
    for (size_t a = 1; a < n; ++a) {
        for (size_t b = 0; b < a; ++b)
            add_pair(p, pair++, a, b, n);
    }
    for (size_t k = 0; k < lags_of(s); ++k) {
        PHW_TRY(
            phw_ensemble_read(p->later, s, trial, start + lag[k], SPACING, INSTANTS));
        add_pseudo(p, k, n);
    }
    return PHW_OK;
}

static phw_status collect(pairs *p, const phw_validation_subject *s)
{
    for (size_t trial = 0; trial < s->n_trials; ++trial)
        PHW_TRY(add_trial(p, s, trial));
    return PHW_OK;
}

/* Real and imaginary parts follow each other, pair by pair. */
static size_t worst_part(const pairs *p)
{
    size_t worst = 0;
    for (size_t i = 1; i < 2 * p->n_pairs; ++i) {
        if (phw_ensemble_off(&p->cross[i], 0) > phw_ensemble_off(&p->cross[worst], 0))
            worst = i;
    }
    return worst;
}

static phw_status add_cross(phw_statistics *out, const pairs *p)
{
    if (p->n_pairs == 0)
        return PHW_OK;
    const size_t worst = worst_part(p);
    unsigned a = 1;
    unsigned before = 0; /* pairs with a lesser a */
    while (before + a <= worst / 2)
        before += a++;
    phw_statistic f = {.name = "cross-correlation of taps, worst pair",
                       .measured = p->cross[worst].mean,
                       .standard_error = phw_trial_mean_error(&p->cross[worst])};
    (void)snprintf(f.at, sizeof f.at, "taps %u and %u", a,
                   (unsigned)(worst / 2) - before);
    return phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, 2 * p->n_pairs);
}

/* At lag 0 the real part is E re^2 - E im^2, the imaginary part 2 E re im. */
static phw_status add_quadratures(phw_statistics *out, const pairs *p, size_t k,
                                  size_t n)
{
    const double none[PHW_TAPS_MAX] = {0};
    char at[40] = "";
    if (k == 0) {
        PHW_TRY(phw_ensemble_add(out, "power of quadratures, difference", "", p->re[0],
                                 none, n));
        return phw_ensemble_add(out, "correlation of quadratures, twice", "", p->im[0],
                                none, n);
    }
    (void)snprintf(at, sizeof at, "%g/fd", lag[k]);
    PHW_TRY(phw_ensemble_add(out, "pseudo-correlation, real", at, p->re[k], none, n));
    return phw_ensemble_add(out, "pseudo-correlation, imaginary", at, p->im[k], none,
                            n);
}

static phw_status run(phw_statistics *out, const phw_validation_subject *subject)
{
    const size_t n = subject->source->n;
    pairs *p = calloc(1, sizeof *p);
    if (p == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for pairs of taps");
    p->n_pairs = n * (n - 1) / 2;
    phw_status s = phw_array_alloc(&p->cross, 2 * p->n_pairs + 1, sizeof *p->cross);
    for (size_t i = 0; !s && i < 2 * p->n_pairs; ++i)
        p->cross[i] = (phw_trial_mean){0};
    if (!s)
        s = phw_array_alloc(&p->at_once, INSTANTS * n, sizeof *p->at_once);
    if (!s)
        s = phw_array_alloc(&p->later, INSTANTS * n, sizeof *p->later);
    if (!s)
        s = collect(p, subject);
    if (!s)
        s = add_cross(out, p);
    for (size_t k = 0; !s && k < lags_of(subject); ++k)
        s = add_quadratures(out, p, k, n);
    free(p->cross);
    free(p->at_once);
    free(p->later);
    free(p);
    return s;
}

const phw_validation phw_validation_independence = {
    .name = "independence",
    .summary = "taps, and the quadratures of each, are uncorrelated",
    .reference = "E h_a h_b* = 0 and E h(t + tau) h(t) = 0",
    .run = run,
};
