#include "phy/path_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "phy/path_choice.h"
#include "phy/path_fit.h"

/* Distances that differ by less of the least one are the same. */
#define EVEN 1e-6

#define WINDOW_MAX 64

/* A path that may be anywhere has that many chances to fit the noise: of n pilots n
 * independent delays, and a few between each. */
#define POINTS_A_PILOT 4

enum {
    PATHS,
    MOST,
    WINDOW,
    EARLIEST,
    REFINE,
    FALSE_ALARM
};

static const char *const yes_no[] = {"no", "yes", NULL};

const phw_param phw_path_search_param[PHW_PATH_SEARCH_PARAMS] = {
    [PATHS] = {.name = "paths",
               .unit = "",
               .summary = "as many paths; 0: as many as rise above the noise",
               .max = PHW_PATHS_MAX,
               .whole = true},
    [MOST] = {.name = "most",
              .unit = "",
              .summary = "most paths of paths=0",
              .min = 1,
              .max = PHW_PATHS_MAX,
              .preset = 6,
              .whole = true},
    [WINDOW] = {.name = "window",
                .unit = "",
                .summary = "pilots of a window; 0: two thirds of the longest even run "
                           "of them, at most 64",
                .max = PHW_SUBSPACE_MAX,
                .whole = true},
    [EARLIEST] = {.name = "earliest",
                  .unit = "",
                  .summary = "where delays begin, samples; they end where the pilots' "
                             "distance makes them come around",
                  .min = -10000,
                  .max = 10000,
                  .preset = -8},
    [REFINE] = {.name = "refine",
                .unit = "",
                .summary = "whether all pilots together refine the paths to the "
                           "likeliest",
                .max = 1,
                .preset = 1,
                .whole = true,
                .choice = yes_no},
    [FALSE_ALARM] = {.name = "false_alarm",
                     .unit = "",
                     .summary = "how often noise is taken for one path more, about",
                     .min = 1e-12,
                     .max = 0.5,
                     .preset = 0.01},
};

void phw_path_search_read(phw_path_search_config *out, const phw_params *params)
{
    const double *p = params->value;
    out->n_paths = (size_t)p[PATHS];
    out->n_paths_max = (size_t)p[MOST];
    out->window = (size_t)p[WINDOW];
    out->earliest = p[EARLIEST];
    out->refine = p[REFINE] != 0;
    out->false_alarm = p[FALSE_ALARM];
}

struct phw_channel_estimation {
    phw_path_search_config config;
    size_t n;
    size_t window;
    double spacing;
    double rate; /* of false alarms at one delay */
    phw_subspace *subspace;
    phw_path_fit *fit;
};

/* One past the last pilot that stands evenly after `from`. */
static size_t run_end(const phw_pilot_estimate *pilots, size_t from, double spacing)
{
    size_t k = from + 1;
    while (k < pilots->n && fabs(pilots->frequency[k] - pilots->frequency[k - 1] -
                                 spacing) < EVEN * spacing)
        ++k;
    return k;
}

/* How long the longest even run is, and the distance in it. */
static size_t longest_run(double *spacing, const phw_pilot_estimate *pilots)
{
    size_t most = 0;
    for (size_t from = 0; from + 1 < pilots->n;) {
        const double distance = pilots->frequency[from + 1] - pilots->frequency[from];
        const size_t to = run_end(pilots, from, distance);
        if (to - from > most) {
            most = to - from;
            *spacing = distance;
        }
        from = to - 1;
    }
    return most;
}

static phw_status choose_window(phw_channel_estimation *p,
                                const phw_pilot_estimate *pilots)
{
    const size_t run = longest_run(&p->spacing, pilots);
    const size_t preset = 2 * run / 3 + 1;
    const size_t least = p->config.n_paths + 1 > 2 ? p->config.n_paths + 1 : 2;
    p->window = p->config.window;
    if (p->window == 0)
        p->window = preset < WINDOW_MAX ? preset : WINDOW_MAX;
    if (p->window > run || p->window < least)
        return phw_fail(PHW_EARG,
                        "estimator %s: a window of %zu pilots, the longest even run "
                        "has %zu; expected %zu to that many",
                        p->config.name, p->window, run, least);
    if (p->config.n_paths == 0 && p->config.n_paths_max > p->window - 1)
        p->config.n_paths_max = p->window - 1;
    return PHW_OK;
}

phw_status phw_path_search_create(phw_channel_estimation **out,
                                  const phw_pilot_estimate *pilots,
                                  const phw_path_search_config *config)
{
    phw_channel_estimation *p = calloc(1, sizeof *p);
    if (p == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for an estimator");
    p->config = *config;
    p->n = pilots->n;
    p->rate = config->false_alarm / (POINTS_A_PILOT * (double)p->n);
    phw_status s = choose_window(p, pilots);
    if (!s)
        s = phw_subspace_create(&p->subspace, p->window);
    if (!s)
        s = phw_path_fit_create(&p->fit, p->n);
    if (s) {
        phw_path_search_destroy(p);
        return s;
    }
    *out = p;
    return PHW_OK;
}

void phw_path_search_destroy(phw_channel_estimation *p)
{
    if (p == NULL)
        return;
    phw_subspace_destroy(p->subspace);
    phw_path_fit_destroy(p->fit);
    free(p);
}

/* Paths of the waves in the subspace and their misfit. */
static phw_status lay(phw_ray *path, size_t *n_paths, double *misfit,
                      phw_channel_estimation *p, const phw_pilot_estimate *pilots)
{
    double cycles[PHW_PATHS_MAX];
    const double range = 1 / p->spacing;
    const size_t asked = *n_paths;
    PHW_TRY(p->config.find(cycles, n_paths, p->subspace, asked));
    for (size_t l = 0; l < *n_paths; ++l) {
        const double delay = -cycles[l] * range;
        const double turns = floor((delay - p->config.earliest) / range);
        path[l] = (phw_ray){delay - turns * range, 0};
    }
    if (p->config.refine)
        return phw_path_fit_refine(misfit, p->fit, path, *n_paths, pilots);
    return phw_path_fit_gains(misfit, p->fit, path, *n_paths, pilots);
}

/* As many paths as each pay for themselves: the misfit falls by more than noise makes
 * it fall with the false-alarm rate, wherever the path is looked for. */
static phw_status choose(phw_ray *path, size_t *n_paths, phw_channel_estimation *p,
                         const phw_pilot_estimate *pilots)
{
    phw_ray trial[PHW_PATHS_MAX];
    double least = 0;
    PHW_TRY(phw_path_fit_gains(&least, p->fit, path, 0, pilots));
    *n_paths = 0;
    for (size_t asked = 1; asked <= p->config.n_paths_max; ++asked) {
        double misfit = 0;
        size_t n = asked;
        /* Two waves that fall together are no model of their own. */
        if (lay(trial, &n, &misfit, p, pilots) != PHW_OK ||
            !phw_path_choice_apart(trial, n, pilots))
            continue;
        const double cost = misfit - (double)n * log(p->rate);
        if (cost >= least)
            continue;
        least = cost;
        *n_paths = n;
        memcpy(path, trial, n * sizeof *path);
    }
    return PHW_OK;
}

static phw_status split(phw_channel_estimation *p, const phw_pilot_estimate *pilots)
{
    phw_subspace_reset(p->subspace);
    for (size_t from = 0; from < p->n;) {
        const size_t to = run_end(pilots, from, p->spacing);
        phw_subspace_add_windows(p->subspace, pilots->value + from, to - from);
        from = to;
    }
    return phw_subspace_split(p->subspace, true);
}

phw_status phw_path_search_run(phw_channel_response *out, phw_channel_estimation *p,
                               const phw_pilot_estimate *pilots)
{
    phw_ray path[PHW_PATHS_MAX];
    double misfit = 0;
    size_t n_paths = p->config.n_paths;
    if (pilots->n != p->n)
        return phw_fail(PHW_EINPUT, "estimator %s: %zu pilots, made for %zu",
                        p->config.name, pilots->n, p->n);
    phw_status s = split(p, pilots);
    if (!s && n_paths > 0)
        s = lay(path, &n_paths, &misfit, p, pilots);
    else if (!s)
        s = choose(path, &n_paths, p, pilots);
    if (!s && p->config.n_paths == 0)
        s = phw_path_choice_prune(path, &n_paths, p->fit, p->rate, pilots);
    if (!s)
        s = phw_path_choice_write(out, path, n_paths, p->fit, pilots);
    return s;
}
