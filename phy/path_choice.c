#include "phy/path_choice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define APART 0.1

bool phw_path_choice_apart(const phw_ray *path, size_t n_paths,
                           const phw_pilot_estimate *pilots)
{
    const double span = pilots->frequency[pilots->n - 1] - pilots->frequency[0];
    for (size_t l = 0; l < n_paths; ++l)
        for (size_t i = 0; i < l; ++i)
            if (fabs(path[l].delay - path[i].delay) * span < APART)
                return false;
    return true;
}

/* The path whose power over its variance is least. */
static size_t find_weakest(const phw_ray *path, const double *variance, size_t n)
{
    size_t weakest = 0;
    for (size_t l = 1; l < n; ++l)
        if (phw_cf_power(path[l].gain) / variance[l] <
            phw_cf_power(path[weakest].gain) / variance[weakest])
            weakest = l;
    return weakest;
}

phw_status phw_path_choice_prune(phw_ray *path, size_t *n_paths, phw_path_fit *fit,
                                 double false_alarm, const phw_pilot_estimate *pilots)
{
    double variance[PHW_PATHS_MAX];
    const double level = -log(false_alarm);
    PHW_TRY(phw_path_fit_gains(NULL, fit, path, *n_paths, pilots));
    while (*n_paths > 0) {
        PHW_TRY(phw_path_fit_bound(NULL, variance, fit, path, *n_paths, pilots));
        const size_t weakest = find_weakest(path, variance, *n_paths);
        if (phw_cf_power(path[weakest].gain) > level * variance[weakest])
            break;
        --*n_paths;
        memmove(path + weakest, path + weakest + 1,
                (*n_paths - weakest) * sizeof *path);
        PHW_TRY(phw_path_fit_gains(NULL, fit, path, *n_paths, pilots));
    }
    return PHW_OK;
}

static int by_delay(const void *a, const void *b)
{
    const double x = ((const phw_ray *)a)->delay;
    const double y = ((const phw_ray *)b)->delay;
    return (x > y) - (x < y);
}

phw_status phw_path_choice_write(phw_channel_response *out, phw_ray *path,
                                 size_t n_paths, phw_path_fit *fit,
                                 const phw_pilot_estimate *pilots)
{
    PHW_TRY(phw_path_fit_error(&out->error, fit, path, n_paths, pilots));
    if (n_paths > 1)
        qsort(path, n_paths, sizeof *path, by_delay);
    phw_path_response(out->value, path, n_paths, pilots->frequency, pilots->n);
    out->n_paths = n_paths;
    if (out->path != NULL && n_paths > 0)
        memcpy(out->path, path, n_paths * sizeof *path);
    return PHW_OK;
}
