#include "phy/channel_estimator_pursuit.h"

#include <complex.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "phy/path_choice.h"

/* Points of the search over each 1 / span of the frequencies: the parabola between them
 * ends near enough for the fit to find the maximum. */
#define POINTS_A_CELL 4

/* Most pilots times points: 64 MB. */
#define ENTRIES_MAX ((size_t)1 << 23)

enum {
    PATHS,
    EARLIEST,
    LATEST,
    FALSE_ALARM
};

static const phw_param params_table[] = {
    [PATHS] = {.name = "paths",
               .unit = "",
               .summary = "most paths looked for",
               .min = 1,
               .max = PHW_PATHS_MAX,
               .preset = 8,
               .whole = true},
    [EARLIEST] = {.name = "earliest",
                  .unit = "",
                  .summary = "from which delay on, samples",
                  .min = -10000,
                  .max = 10000,
                  .preset = -2},
    [LATEST] = {.name = "latest",
                .unit = "",
                .summary = "up to which delay, samples",
                .min = -10000,
                .max = 10000,
                .preset = 16},
    [FALSE_ALARM] = {.name = "false_alarm",
                     .unit = "",
                     .summary = "how often noise is taken for one path more, at most",
                     .min = 1e-12,
                     .max = 0.5,
                     .preset = 0.01},
};

struct phw_channel_estimation {
    size_t n;
    size_t n_points;
    size_t n_paths_max;
    double from;
    double step;
    double level; /* that a point's power over its variance is above for a path */
    double rate;  /* of false alarms at one point */
    phw_path_fit *fit;
    phw_cf *table;  /* n_points rows of n: the steering over the variance of create */
    double weights; /* the sum of 1 / variance of create */
    double noise;   /* the mean variance of create */
    phw_cf *rest;   /* n */
    double *power;  /* n_points */
};

static void destroy(phw_channel_estimation *e)
{
    if (e == NULL)
        return;
    phw_path_fit_destroy(e->fit);
    free(e->table);
    free(e->rest);
    free(e->power);
    free(e);
}

static phw_status allocate(phw_channel_estimation *e)
{
    if (e->n_points > ENTRIES_MAX / e->n)
        return phw_fail(PHW_EARG,
                        "estimator pursuit: %zu pilots and %zu delays are too many "
                        "together; look in a shorter range",
                        e->n, e->n_points);
    PHW_TRY(phw_path_fit_create(&e->fit, e->n));
    PHW_TRY(phw_array_alloc(&e->table, e->n * e->n_points, sizeof *e->table));
    PHW_TRY(phw_array_alloc(&e->rest, e->n, sizeof *e->rest));
    return phw_array_alloc(&e->power, e->n_points, sizeof *e->power);
}

static phw_status prepare(phw_channel_estimation *e, const phw_pilot_estimate *pilots,
                          const phw_channel_estimator_config *config)
{
    const double *p = config->params.value;
    const double span = pilots->frequency[pilots->n - 1] - pilots->frequency[0];
    const double length = p[LATEST] - p[EARLIEST];
    if (!(length >= 0))
        return phw_fail(PHW_EARG, "estimator pursuit: latest %g is before earliest %g",
                        p[LATEST], p[EARLIEST]);
    e->n = pilots->n;
    e->n_points = 1 + (size_t)fmin(1e9, ceil(length * span * POINTS_A_CELL));
    e->from = p[EARLIEST];
    e->step = e->n_points > 1 ? length / (double)(e->n_points - 1) : 1;
    e->n_paths_max = fmin(p[PATHS], (double)e->n / 2) < 1
                         ? 1
                         : (size_t)fmin(p[PATHS], (double)e->n / 2);
    /* The points are not independent: with their union the rate is at most this. */
    e->rate = p[FALSE_ALARM] / (double)e->n_points;
    e->level = -log(e->rate);
    e->noise = phw_pilot_estimate_noise(pilots);
    PHW_TRY(allocate(e));
    for (size_t k = 0; k < e->n; ++k) {
        const double weight = 1 / (double)pilots->variance[k];
        e->weights += weight;
        for (size_t i = 0; i < e->n_points; ++i) {
            const double x = pilots->frequency[k] * (e->from + (double)i * e->step);
            e->table[i * e->n + k] =
                (phw_cf)(weight * cexp(CMPLX(0, 2 * M_PI * (x - rint(x)))));
        }
    }
    return PHW_OK;
}

static phw_status create(phw_channel_estimation **out, const phw_pilot_estimate *pilots,
                         const phw_channel_estimator_config *config)
{
    phw_channel_estimation *e = calloc(1, sizeof *e);
    if (e == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for an estimator");
    const phw_status s = prepare(e, pilots, config);
    if (s) {
        destroy(e);
        return s;
    }
    *out = e;
    return PHW_OK;
}

/* The power of a path at each delay over its variance, in what is left. */
static size_t find_peak(phw_channel_estimation *e, double scale)
{
    size_t best = 0;
    for (size_t i = 0; i < e->n_points; ++i) {
        const phw_cf *t = e->table + i * e->n;
        phw_cf sum = 0;
        for (size_t k = 0; k < e->n; ++k)
            sum += t[k] * e->rest[k];
        e->power[i] = phw_cf_power(sum) / (e->weights * scale);
        if (e->power[i] > e->power[best])
            best = i;
    }
    return best;
}

/* Where a parabola through the peak and its neighbours is highest. */
static double delay_at(const phw_channel_estimation *e, size_t i)
{
    double offset = 0;
    if (i > 0 && i + 1 < e->n_points) {
        const double bend = e->power[i - 1] - 2 * e->power[i] + e->power[i + 1];
        if (bend < 0)
            offset = 0.5 * (e->power[i - 1] - e->power[i + 1]) / bend;
    }
    return e->from + ((double)i + offset) * e->step;
}

/* One path more; whether there was one. */
static bool extend(phw_ray *path, size_t *n_paths, phw_channel_estimation *e,
                   double scale, const phw_pilot_estimate *pilots)
{
    phw_ray trial[PHW_PATHS_MAX];
    const size_t best = find_peak(e, scale);
    if (!(e->power[best] > e->level))
        return false;
    memcpy(trial, path, *n_paths * sizeof *path);
    trial[*n_paths] = (phw_ray){delay_at(e, best), 0};
    if (phw_path_fit_refine(NULL, e->fit, trial, *n_paths + 1, pilots) != PHW_OK ||
        !phw_path_choice_apart(trial, *n_paths + 1, pilots))
        return false;
    ++*n_paths;
    memcpy(path, trial, *n_paths * sizeof *path);
    phw_path_fit_residual(e->rest, e->fit, pilots);
    return true;
}

static phw_status estimate(phw_channel_response *out, phw_channel_estimation *e,
                           const phw_pilot_estimate *pilots)
{
    phw_ray path[PHW_PATHS_MAX];
    size_t n_paths = 0;
    if (pilots->n != e->n)
        return phw_fail(PHW_EINPUT, "estimator pursuit: %zu pilots, made for %zu",
                        pilots->n, e->n);
    const double scale = phw_pilot_estimate_noise(pilots) / e->noise;
    memcpy(e->rest, pilots->value, e->n * sizeof *e->rest);
    while (n_paths < e->n_paths_max && extend(path, &n_paths, e, scale, pilots)) {
    }
    PHW_TRY(phw_path_choice_prune(path, &n_paths, e->fit, e->rate, pilots));
    return phw_path_choice_write(out, path, n_paths, e->fit, pilots);
}

const phw_channel_estimator phw_channel_estimator_pursuit = {
    .name = "pursuit",
    .summary = "paths of any delay, the strongest of what is left one after the other",
    .reference =
        "Pati, Rezaiifar and Krishnaprasad, Asilomar 1993, 40, with all delays "
        "refined at each step",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .has_paths = true,
    .create = create,
    .destroy = destroy,
    .estimate = estimate,
};
