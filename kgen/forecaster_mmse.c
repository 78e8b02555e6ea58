#include "kgen/forecaster_mmse.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "kgen/autocorrelation.h"
#include "kgen/doppler_fit.h"
#include "kgen/forecast_bound.h"
#include "kgen/forecast_window.h"
#include "kgen/levinson.h"

/* Least share of noise: without any the equations have no digits left. */
#define NOISE_LEAST 1e-7

/* Of the autocorrelation. */
#define LAGS_MAX (PHW_FORECAST_TAPS_MAX + PHW_FORECAST_HORIZON_MAX + 2)

enum parameter {
    TAPS,
    SPECTRUM,
    DOPPLER,
    NOISE
};

enum spectrum {
    MEASURED,
    JAKES,
    FLAT
};

static const char *const spectra[] = {"measured", "jakes", "flat", NULL};

static const phw_param params_table[] = {
    {.name = "taps",
     .unit = "",
     .summary = "values looked at, the present one among them",
     .min = 1,
     .max = PHW_FORECAST_TAPS_MAX,
     .preset = 16,
     .whole = true},
    {.name = "spectrum",
     .unit = "",
     .summary = "the Doppler spectrum: the training part's own autocorrelation, or a "
                "shape",
     .choice = spectra},
    {.name = "doppler",
     .unit = "",
     .summary = "largest shift of a shape, turns a reading; 0: as the training part "
                "says",
     .min = 0,
     .max = 100,
     .preset = 0},
    {.name = "noise",
     .unit = "",
     .summary = "noise's share of the variance; -1: as the training part says",
     .min = -1,
     .max = 0.999,
     .preset = -1},
};

/* The autocorrelation of the process alone at a lag that may be no whole number; r is
 * that of the readings and r[0] = signal here. */
static double between(const double *r, double lag)
{
    const phw_forecast_blend b = phw_forecast_blend_of(lag);
    double sum = 0;
    for (ptrdiff_t i = 0; i < 4; ++i) {
        if (b.weight[i] != 0)
            sum += b.weight[i] * r[(size_t)(b.first + i < 0 ? 1 : b.first + i)];
    }
    return sum;
}

/* Weights from what the training part shows; r[taps + ceil(horizon) + 2] and more
 * are the readings' autocorrelation. */
static phw_status measured(phw_forecast_model *m, double *r, double noise)
{
    double total[PHW_FORECAST_TAPS_MAX];
    double y[PHW_FORECAST_TAPS_MAX];
    memcpy(total, r, m->n_taps * sizeof *r);
    const double signal = noise < 0 ? phw_autocorrelation_signal(r) : 1 - noise;
    r[0] = signal;
    total[0] += NOISE_LEAST;
    for (size_t k = 0; k < m->n_taps; ++k)
        y[k] = between(r, m->horizon + (double)k);
    return phw_levinson_solve(m->weight, total, y, m->n_taps);
}

static phw_status shaped(phw_forecast_model *m, const double *r, size_t n_lags,
                         const phw_params *params)
{
    phw_doppler_fit fit = {.turns = params->value[DOPPLER]};
    phw_forecast_process process = {.shape = (int)params->value[SPECTRUM] == FLAT
                                                 ? PHW_DOPPLER_FLAT
                                                 : PHW_DOPPLER_JAKES};
    double error = 0;
    double noise = params->value[NOISE];
    if (!(fit.turns > 0) || noise < 0)
        PHW_TRY(phw_doppler_fit_make(&fit, process.shape, r, n_lags, false));
    if (noise < 0)
        noise = 1 - fit.signal;
    process.turns = params->value[DOPPLER] > 0 ? params->value[DOPPLER] : fit.turns;
    noise = fmin(0.999, fmax(NOISE_LEAST, noise));
    process.noise = noise / (1 - noise);
    return phw_forecast_bound(&error, m->weight, &process, m->n_taps, m->horizon);
}

static phw_status learn(phw_forecast_model *m, const double *x, size_t n,
                        const phw_params *params)
{
    double r[LAGS_MAX + 1];
    size_t n_lags = m->n_taps + (size_t)ceil(m->horizon) + 2;
    if (n < 2 * n_lags)
        return phw_fail(PHW_ESHORT,
                        "forecaster mmse: %zu values to learn from, at least %zu for "
                        "%zu taps and a horizon of %g",
                        n, 2 * n_lags, m->n_taps, m->horizon);
    n_lags = n / 2 < LAGS_MAX ? n / 2 : LAGS_MAX;
    PHW_TRY(phw_forecast_model_scale(m, x, n));
    PHW_TRY(phw_autocorrelation(r, x, n, n_lags));
    if ((int)params->value[SPECTRUM] == MEASURED)
        return measured(m, r, params->value[NOISE]);
    return shaped(m, r, n_lags, params);
}

static phw_status fit(phw_forecast_model *out, const double *x, size_t n,
                      double horizon, const phw_params *params)
{
    phw_forecast_model m = {0};
    const size_t n_taps = (size_t)params->value[TAPS];
    PHW_TRY(phw_forecast_model_alloc(&m, n_taps, n_taps, 0));
    m.horizon = horizon;
    phw_status s = phw_forecast_model_check(&m);
    if (!s)
        s = learn(&m, x, n, params);
    if (s)
        phw_forecast_model_free(&m);
    else
        *out = m;
    return s;
}

static phw_status run(double *out, const phw_forecast_model *model, const double *x,
                      size_t n, const phw_params *params)
{
    phw_forecast_window w = {0};
    (void)params;
    PHW_TRY(phw_forecast_model_check(model));
    if (model->n_weights != model->n_taps || model->n_centres != 0)
        return phw_fail(PHW_EINPUT, "forecaster mmse: the model is another's");
    PHW_TRY(phw_forecast_window_make(&w, model, x, n));
    for (size_t k = 0; k < n; ++k) {
        const double *past = phw_forecast_window_past(&w, k);
        double sum = 0;
        for (size_t i = 0; i < model->n_taps; ++i)
            sum += model->weight[i] * past[model->n_taps - 1 - i];
        out[k] = model->mean + model->deviation * sum;
    }
    phw_forecast_window_free(&w);
    return PHW_OK;
}

const phw_forecaster phw_forecaster_mmse = {
    .name = "mmse",
    .summary = "the best linear forecast from the Doppler spectrum, with fixed weights",
    .reference = "Wiener 1949; Levinson, J. Math. Phys. 25, 1947",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .fit = fit,
    .run = run,
};
