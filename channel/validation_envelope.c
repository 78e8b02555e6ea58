#include "channel/validation_envelope.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "channel/ensemble.h"
#include "core/signal.h"

#define BINS 20

/* The law of a tap with a line is tabulated: its sum is long. Linear between points
 * 1/512 apart it is within 3e-6. */
#define TABLE      2049
#define TABLE_STEP (1.0 / 512)

/* u[n][trials] of each value's law: uniform when the law is right. */
typedef struct uniforms {
    double *envelope;
    double *phase;
    double *scratch;
    double table[TABLE];
    size_t n_trials;
} uniforms;

static void tabulate(double *table, const phw_process_model *model)
{
    for (size_t k = 0; k < TABLE; ++k)
        table[k] = phw_process_cdf(model, TABLE_STEP * (double)k);
}

static double looked_up(const double *table, double r)
{
    const double at = r / TABLE_STEP;
    if (!(at < TABLE - 1))
        return 1;
    const size_t k = (size_t)at;
    return table[k] + (at - (double)k) * (table[k + 1] - table[k]);
}

/* One instant a trial: the samples are independent. */
static phw_status collect(uniforms *u, const phw_validation_subject *s)
{
    phw_cf x[PHW_TAPS_MAX];
    for (size_t trial = 0; trial < s->n_trials; ++trial) {
        const double start = phw_ensemble_start(trial);
        PHW_TRY(phw_ensemble_read(x, s, trial, start, 0, 1));
        for (size_t i = 0; i < s->source->n; ++i) {
            const size_t at = i * s->n_trials + trial;
            u->envelope[at] = sqrt(phw_cf_power(x[i]));
            const double turns = (double)cargf(x[i]) / (2 * M_PI);
            u->phase[at] = turns < 0 ? turns + 1 : turns;
        }
    }
    for (size_t i = 0; i < s->source->n; ++i) {
        tabulate(u->table, &s->model[i]);
        for (size_t k = i * s->n_trials; k < (i + 1) * s->n_trials; ++k)
            u->envelope[k] = looked_up(u->table, u->envelope[k]);
    }
    return PHW_OK;
}

static phw_status add_distance(phw_statistics *out, const char *name, const double *u,
                               uniforms *all, size_t n, size_t n_looked_at, size_t tap)
{
    double p = 1;
    phw_statistic f = {.name = ""};
    for (size_t k = 0; k < n; ++k)
        all->scratch[k] = u[k];
    /* The mean distance of n right ones is sqrt(pi/2) ln 2 / sqrt(n). */
    f.expected = sqrt(M_PI / 2) * M_LN2 / sqrt((double)n);
    f.measured = phw_statistic_kolmogorov(&p, all->scratch, n);
    (void)snprintf(f.name, sizeof f.name, "%s, KS distance%s", name,
                   n_looked_at > 1 ? ", worst tap" : "");
    if (n_looked_at > 1)
        (void)snprintf(f.at, sizeof f.at, "tap %zu", tap);
    return phw_statistics_add_probability(out, &f, p, n_looked_at);
}

static phw_status add_square(phw_statistics *out, const char *name, const double *u,
                             size_t n)
{
    double p = 1;
    phw_statistic f = {.name = "", .expected = 1};
    f.measured = phw_statistic_chi_square(&p, u, n, BINS);
    (void)snprintf(f.name, sizeof f.name, "%s, chi-square over freedom", name);
    return phw_statistics_add_probability(out, &f, p, 1);
}

static size_t worst_of(const double *u, uniforms *all, size_t n_values)
{
    size_t worst = 0;
    double least = 2;
    for (size_t i = 0; i < n_values; ++i) {
        double p = 1;
        for (size_t k = 0; k < all->n_trials; ++k)
            all->scratch[k] = u[i * all->n_trials + k];
        (void)phw_statistic_kolmogorov(&p, all->scratch, all->n_trials);
        if (p < least) {
            least = p;
            worst = i;
        }
    }
    return worst;
}

static phw_status add_law(phw_statistics *out, const char *name, const double *u,
                          uniforms *all, size_t n_values)
{
    const size_t n = n_values * all->n_trials;
    PHW_TRY(add_distance(out, name, u, all, n, 1, 0));
    PHW_TRY(add_square(out, name, u, n));
    if (n_values < 2)
        return PHW_OK;
    const size_t worst = worst_of(u, all, n_values);
    return add_distance(out, name, u + worst * all->n_trials, all, all->n_trials,
                        n_values, worst);
}

/* A line alone has no law to be held against, but its phase is uniform too. */
static size_t count_fading(const phw_validation_subject *s, uniforms *u)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->source->n; ++i) {
        if (phw_process_diffuse(&s->model[i]) <= 0)
            continue;
        for (size_t k = 0; k < s->n_trials; ++k)
            u->envelope[kept * s->n_trials + k] = u->envelope[i * s->n_trials + k];
        ++kept;
    }
    return kept;
}

static phw_status add_figures(phw_statistics *out, uniforms *u,
                              const phw_validation_subject *s)
{
    const size_t n_fading = count_fading(s, u);
    if (n_fading > 0)
        PHW_TRY(add_law(out, "envelope", u->envelope, u, n_fading));
    return add_law(out, "phase", u->phase, u, s->source->n);
}

static phw_status run(phw_statistics *out, const phw_validation_subject *subject)
{
    uniforms *u = calloc(1, sizeof *u);
    const size_t n = subject->source->n * subject->n_trials;
    if (u == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for envelopes");
    u->n_trials = subject->n_trials;
    phw_status s = phw_array_alloc(&u->envelope, n, sizeof(double));
    if (!s)
        s = phw_array_alloc(&u->phase, n, sizeof(double));
    if (!s)
        s = phw_array_alloc(&u->scratch, n, sizeof(double));
    if (!s)
        s = collect(u, subject);
    if (!s)
        s = add_figures(out, u, subject);
    free(u->envelope);
    free(u->phase);
    free(u->scratch);
    free(u);
    return s;
}

const phw_validation phw_validation_envelope = {
    .name = "envelope",
    .summary = "distributions of envelope and phase: Kolmogorov-Smirnov, chi-square",
    .reference = "Rayleigh 1 - exp(-r^2), Rice 1 - Q1(sqrt(2K), r sqrt(2(K+1)))",
    .run = run,
};
