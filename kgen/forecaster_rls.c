#include "kgen/forecaster_rls.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/forecast_window.h"

/* The inverse of the power that the past is taken to have in every direction before
 * anything was seen, and where it is begun again: what was never excited grows without
 * end while the rest is forgotten. */
#define START 10.0
#define MOST  1e6

enum parameter {
    TAPS,
    FORGETTING
};

static const phw_param params_table[] = {
    {.name = "taps",
     .unit = "",
     .summary = "values looked at, the present one among them",
     .min = 1,
     .max = 64,
     .preset = 8,
     .whole = true},
    {.name = "forgetting",
     .unit = "",
     .summary = "weight of an error against that of the next one's",
     .min = 0.9,
     .max = 1,
     .preset = 0.999},
};

/* Recursive least squares: the weights, oldest value's first, the inverse P of the past
 * values' weighted correlation, and P times the past. */
typedef struct adaptation {
    double *weight;
    double *inverse;
    double *gain;
    size_t n;
    double forgetting;
} adaptation;

static void start(adaptation *a)
{
    memset(a->inverse, 0, a->n * a->n * sizeof *a->inverse);
    for (size_t i = 0; i < a->n; ++i)
        a->inverse[i * a->n + i] = START;
}

static double told(const adaptation *a, const double *past)
{
    double sum = 0;
    for (size_t i = 0; i < a->n; ++i)
        sum += a->weight[i] * past[i];
    return sum;
}

/* Learns that this past led to the target. */
static void learn(adaptation *a, const double *past, double target)
{
    const size_t n = a->n;
    double power = a->forgetting;
    double trace = 0;
    for (size_t i = 0; i < n; ++i) {
        a->gain[i] = 0;
        for (size_t j = 0; j < n; ++j)
            a->gain[i] += a->inverse[i * n + j] * past[j];
        power += a->gain[i] * past[i];
    }
    const double error = target - told(a, past);
    for (size_t i = 0; i < n; ++i) {
        a->weight[i] += a->gain[i] / power * error;
        for (size_t j = 0; j <= i; ++j) {
            double *entry = &a->inverse[i * n + j];
            *entry = (*entry - a->gain[i] * a->gain[j] / power) / a->forgetting;
            a->inverse[j * n + i] = *entry;
        }
        trace += a->inverse[i * n + i];
    }
    if (!(trace < MOST * (double)n))
        start(a);
}

static phw_status fit(phw_forecast_model *out, const double *x, size_t n,
                      double horizon, const phw_params *params)
{
    phw_forecast_model m = {0};
    PHW_TRY(phw_forecast_model_alloc(&m, (size_t)params->value[TAPS], 0, 0));
    m.horizon = horizon;
    phw_status s = phw_forecast_model_check(&m);
    if (!s)
        s = phw_forecast_model_scale(&m, x, n);
    if (s)
        phw_forecast_model_free(&m);
    else
        *out = m;
    return s;
}

/* Before a forecast is made at k, what became of that at k - delay is known. */
static void follow(double *out, adaptation *a, const phw_forecast_window *w,
                   const phw_forecast_model *m)
{
    const phw_forecast_blend blend = phw_forecast_blend_of(m->horizon);
    const size_t delay = (size_t)(blend.first + (blend.weight[3] != 0 ? 3 : 1));
    for (size_t k = 0; k < w->n; ++k) {
        const phw_forecast_window known = {w->value, k + 1, w->n_taps};
        double target = 0;
        if (k >= delay &&
            phw_forecast_window_target(&target, &known, &blend, k - delay))
            learn(a, phw_forecast_window_past(w, k - delay), target);
        out[k] = m->mean + m->deviation * told(a, phw_forecast_window_past(w, k));
    }
}

static phw_status run(double *out, const phw_forecast_model *model, const double *x,
                      size_t n, const phw_params *params)
{
    phw_forecast_window w = {0};
    double *memory = NULL;
    const size_t taps = model->n_taps;
    PHW_TRY(phw_forecast_model_check(model));
    if (model->n_weights != 0 || model->n_centres != 0)
        return phw_fail(PHW_EINPUT, "forecaster rls: the model is another's");
    phw_status s = phw_array_alloc(&memory, taps * (taps + 2), sizeof *memory);
    if (!s)
        s = phw_forecast_window_make(&w, model, x, n);
    if (!s) {
        adaptation a = {.weight = memory,
                        .gain = memory + taps,
                        .inverse = memory + 2 * taps,
                        .n = taps,
                        .forgetting = params->value[FORGETTING]};
        start(&a);
        follow(out, &a, &w, model);
    }
    phw_forecast_window_free(&w);
    if (memory != NULL)
        sodium_memzero(memory, taps * (taps + 2) * sizeof *memory);
    free(memory);
    return s;
}

const phw_forecaster phw_forecaster_rls = {
    .name = "rls",
    .summary = "a linear forecast that learns from its own errors as it goes",
    .reference = "Haykin, Adaptive Filter Theory, 2002 (recursive least squares)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .fit = fit,
    .run = run,
};
