#include "channel/validation_crossings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "channel/ensemble.h"
#include "core/signal.h"

/* At 200/fd the count at -20 dB is 0.4 % short, for fades that begin and end between
 * two instants; at 400/fd a quarter of that. */
#define RATE     400
#define STRETCH  4
#define INSTANTS (RATE * STRETCH)

/* Trials beyond would only cost time: these many of all values together. */
#define TRIALS_POOLED 8192
#define TRIALS_LEAST  256
#define TRIALS_MOST   2048

/* Fewer crossings than this say nothing of a rate. */
#define COUNT_LEAST 50.0

/* Instants read at once. */
#define CHUNK 100

static const double level_db[] = {-20, -10, -6, 0, 3};

#define N_LEVELS (sizeof level_db / sizeof level_db[0])

/* Of one level: sums over the values that fade. */
typedef struct level {
    double threshold; /* of |h|^2 */
    double rate;      /* expected crossings of all values in 1/fd */
    double below;     /* expected share of time below, summed over values */
    phw_trial_mean up;
    phw_trial_mean under;
    double products; /* sum over trials of up * under */
} level;

typedef struct crossings {
    level level[N_LEVELS];
    size_t up[N_LEVELS]; /* of the trial in work */
    size_t under[N_LEVELS];
    phw_cf *x; /* CHUNK + 1 rows, the first is the last one's last */
    size_t n_trials;
} crossings;

static void expect(crossings *c, const phw_validation_subject *s)
{
    const size_t pooled = TRIALS_POOLED / s->source->n;
    c->n_trials = pooled < TRIALS_LEAST ? TRIALS_LEAST : pooled;
    c->n_trials = c->n_trials < TRIALS_MOST ? c->n_trials : TRIALS_MOST;
    c->n_trials = c->n_trials < s->n_trials ? c->n_trials : s->n_trials;
    for (size_t k = 0; k < N_LEVELS; ++k) {
        level *l = &c->level[k];
        const double r = pow(10, level_db[k] / 20);
        l->threshold = r * r;
        for (size_t i = 0; i < s->source->n; ++i) {
            if (phw_process_diffuse(&s->model[i]) <= 0)
                continue;
            l->rate += phw_process_crossings(&s->model[i], r);
            l->below += phw_process_cdf(&s->model[i], r);
        }
    }
}

static void compare(crossings *c, double before, double now)
{
    for (size_t k = 0; k < N_LEVELS; ++k) {
        const double threshold = c->level[k].threshold;
        c->up[k] += before < threshold && now >= threshold;
        c->under[k] += now < threshold;
    }
}

static void count(crossings *c, const phw_validation_subject *s, size_t from, size_t to)
{
    const size_t n = s->source->n;
    for (size_t i = 0; i < n; ++i) {
        if (phw_process_diffuse(&s->model[i]) <= 0)
            continue;
        for (size_t t = from; t < to; ++t)
            compare(c, phw_cf_power(c->x[(t - 1) * n + i]),
                    phw_cf_power(c->x[t * n + i]));
    }
}

static phw_status run_trial(crossings *c, const phw_validation_subject *s, size_t trial)
{
    const size_t n = s->source->n;
    const double start = phw_ensemble_start(trial);
    for (size_t k = 0; k < N_LEVELS; ++k)
        c->up[k] = c->under[k] = 0;
    for (size_t done = 0; done < INSTANTS; done += CHUNK) {
        const double from = start + (double)done / RATE;
        PHW_TRY(phw_ensemble_read(c->x + n, s, trial, from, 1.0 / RATE, CHUNK));
        count(c, s, done > 0 ? 1 : 2, CHUNK + 1);
        for (size_t i = 0; i < n; ++i)
            c->x[i] = c->x[CHUNK * n + i];
    }
    for (size_t k = 0; k < N_LEVELS; ++k) {
        level *l = &c->level[k];
        const double up = (double)c->up[k];
        const double under = (double)c->under[k];
        phw_trial_mean_add(&l->up, up);
        phw_trial_mean_add(&l->under, under);
        l->products += up * under;
    }
    return PHW_OK;
}

/* Crossings in 1/fd of one value. The error is what the trials scatter by, but at least
 * that of independent crossings. */
static phw_status add_rate(phw_statistics *out, const level *l, size_t k, double n)
{
    const double steps = INSTANTS - 1;
    const double time = steps / RATE * n;
    const double counted = l->rate / n * time * (double)l->up.n;
    phw_statistic f = {.name = "level crossing rate over fd",
                       .measured = l->up.mean / time,
                       .expected = l->rate / n};
    (void)snprintf(f.at, sizeof f.at, "%+g dB", level_db[k]);
    f.standard_error =
        fmax(phw_trial_mean_error(&l->up) / time, f.expected / sqrt(counted));
    return phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, 1);
}

/* Time below over crossings, a ratio of means a / b: its variance is that of
 * a - (a / b) b over b^2. */
static phw_status add_duration(phw_statistics *out, const level *l, size_t k)
{
    const double n = (double)l->up.n;
    const double counted = fmax(l->up.mean * n, 1);
    const double ratio = l->under.mean / fmax(l->up.mean, 1 / n);
    const double both = l->products - n * l->up.mean * l->under.mean;
    const double square =
        l->under.square - 2 * ratio * both + ratio * ratio * l->up.square;
    const double error = sqrt(fmax(square, 0) / n / (n - 1)) / fmax(l->up.mean, 1 / n);
    phw_statistic f = {.name = "average fade duration times fd",
                       .measured = ratio / RATE,
                       .expected = l->below / l->rate};
    (void)snprintf(f.at, sizeof f.at, "%+g dB", level_db[k]);
    f.standard_error = fmax(error / RATE, f.expected / sqrt(counted) / 2);
    return phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, 1);
}

static phw_status add_figures(phw_statistics *out, const crossings *c,
                              const phw_validation_subject *s)
{
    double n = 0;
    for (size_t i = 0; i < s->source->n; ++i)
        n += phw_process_diffuse(&s->model[i]) > 0;
    for (size_t k = 0; k < N_LEVELS; ++k) {
        const level *l = &c->level[k];
        if (l->rate * STRETCH * (double)c->n_trials < COUNT_LEAST)
            continue;
        PHW_TRY(add_rate(out, l, k, n));
        PHW_TRY(add_duration(out, l, k));
    }
    return PHW_OK;
}

static phw_status run(phw_statistics *out, const phw_validation_subject *subject)
{
    crossings *c = calloc(1, sizeof *c);
    if (c == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for crossings");
    expect(c, subject);
    phw_status s =
        phw_array_alloc(&c->x, (CHUNK + 1) * subject->source->n, sizeof *c->x);
    for (size_t trial = 0; !s && trial < c->n_trials; ++trial)
        s = run_trial(c, subject, trial);
    if (!s)
        s = add_figures(out, c, subject);
    free(c->x);
    free(c);
    return s;
}

const phw_validation phw_validation_crossings = {
    .name = "crossings",
    .summary = "level crossing rate and average fade duration at five levels",
    .reference = "Rayleigh sqrt(2 pi) fd r e^{-r^2}; Rice, Bell Syst. Tech. J. 27, "
                 "1948",
    .moving = true,
    .run = run,
};
