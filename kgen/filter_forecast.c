#include "kgen/filter_forecast.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort.h>
#include <sodium.h>

#include "core/signal.h"
#include "kgen/forecasters.h"

/* How far an instant may be from where the others say that it is, intervals. */
#define JITTER_MOST 0.1

enum parameter {
    METHOD,
    HORIZON,
    GRID,
    ORIGIN
};

static const char *const methods[] = {"mmse", "kalman", "rls", "kernel", NULL};

static const phw_param params_table[] = {
    {.name = "method", .unit = "", .summary = "how", .choice = methods},
    {.name = "horizon",
     .unit = "",
     .summary = "rows ahead, fractions too",
     .min = 0,
     .max = PHW_FORECAST_HORIZON_MAX,
     .preset = 0},
    {.name = "grid",
     .unit = "s",
     .summary =
         "instead, to the next of instants that far apart, the interval of probing; "
         "0: by horizon",
     .min = 0,
     .max = 1e6,
     .preset = 0},
    {.name = "origin",
     .unit = "s",
     .summary = "of the grid: after the later end's probe and before the next exchange",
     .min = -1e6,
     .max = 1e6,
     .preset = 0},
};

static double median(double *x, size_t n)
{
    gsl_sort(x, 1, n);
    return 0.5 * (x[(n - 1) / 2] + x[n / 2]);
}

/* How far each instant is before the next one of the grid, in turns of it: the median
 * about the first one's, so that phases around a whole turn stay together. */
static phw_status phase(double *out, const phw_features *x, double grid, double origin)
{
    double *turn = NULL;
    size_t n_off = 0;
    PHW_TRY(phw_array_alloc(&turn, x->n_rows, sizeof *turn));
    const double first = (x->time_s[0] - origin) / grid;
    for (size_t r = 0; r < x->n_rows; ++r)
        turn[r] = remainder((x->time_s[r] - origin) / grid - first, 1);
    const double middle = median(turn, x->n_rows);
    for (size_t r = 0; r < x->n_rows; ++r)
        n_off += fabs(turn[r] - middle) > JITTER_MOST;
    free(turn);
    if (n_off > x->n_rows / 20)
        return phw_fail(PHW_EINPUT,
                        "filter forecast: %zu of %zu instants are off a grid of %g s; "
                        "expected the interval of the probes",
                        n_off, x->n_rows, grid);
    const double past = first + middle - floor(first + middle);
    *out = past > 1e-9 ? 1 - past : 0;
    return PHW_OK;
}

static phw_status horizon(double *out, const phw_features *x, const phw_params *params)
{
    *out = params->value[HORIZON];
    if (!(params->value[GRID] > 0))
        return PHW_OK;
    if (!x->has_time)
        return phw_fail(PHW_EINPUT, "filter forecast: the series have no instants; "
                                    "expected a horizon and no grid");
    return phase(out, x, params->value[GRID], params->value[ORIGIN]);
}

/* Every component in place; *n_taps gets how long a past is. */
static phw_status foresee(phw_features *x, size_t *n_taps, double ahead,
                          const phw_forecaster *f)
{
    phw_params params;
    double *told = NULL;
    phw_status s = PHW_OK;
    phw_params_preset(&params, f->params, f->n_params);
    PHW_TRY(phw_array_alloc(&told, x->n_rows, sizeof *told));
    for (size_t c = 0; c < x->n_components && !s; ++c) {
        phw_forecast_model m = {0};
        double *series = phw_features_series(x, c);
        s = f->fit(&m, series, x->n_rows, ahead, &params);
        if (!s)
            s = f->run(told, &m, series, x->n_rows, &params);
        if (!s)
            memcpy(series, told, x->n_rows * sizeof *told);
        *n_taps = m.n_taps;
        phw_forecast_model_free(&m);
        if (s)
            s = phw_fail_within(s, "filter forecast: component %zu", c);
    }
    sodium_memzero(told, x->n_rows * sizeof *told);
    free(told);
    return s;
}

static phw_status apply(phw_features *inout, const phw_params *params)
{
    const phw_forecaster *f = NULL;
    double ahead = 0;
    size_t n_taps = 1;
    PHW_TRY(phw_forecaster_find(&f, methods[(size_t)params->value[METHOD]]));
    PHW_TRY(horizon(&ahead, inout, params));
    PHW_TRY(foresee(inout, &n_taps, ahead, f));
    if (n_taps - 1 >= inout->n_rows)
        return phw_fail(PHW_ESHORT,
                        "filter forecast: %zu rows, and the first %zu have "
                        "no whole past",
                        inout->n_rows, n_taps - 1);
    return phw_features_drop(inout, n_taps - 1);
}

const phw_filter phw_filter_forecast = {
    .name = "forecast",
    .summary = "reads a series ahead from its own past, so that both ends tell one "
               "instant; what the past foretells is no secret, and is charged",
    .reference = "Wiener 1949; Ghoreishi Madiseh, Neville and McGuire, GLOBECOM 2010",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .apply = apply,
};
