#include "tools/forecast_trial.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "kgen/doppler.h"
#include "kgen/interpolation.h"
#include "kgen/levinson.h"
#include "kgen/series.h"

#define STRETCHES   20
#define JUDGED_MIN  40
#define NOISE_LEAST 1e-7

static phw_status check(const phw_forecast_target *t)
{
    if (t->last_row < t->from || t->last_row - t->from < JUDGED_MIN)
        return phw_fail(
            PHW_ESHORT,
            "%zu rows are left to judge forecasts by, at least %d; expected "
            "a longer trace or a smaller --train",
            t->last_row < t->from ? 0 : t->last_row - t->from, JUDGED_MIN);
    return PHW_OK;
}

phw_status phw_forecast_target_own(phw_forecast_target *out, const phw_features *x,
                                   size_t from, size_t lead)
{
    phw_forecast_target t = {.from = from,
                             .last_row = x->n_rows > lead ? x->n_rows - lead : 0};
    PHW_TRY(check(&t));
    const size_t n = t.last_row - from;
    PHW_TRY(phw_features_alloc(&t.x, n, x->n_components));
    for (size_t c = 0; c < x->n_components; ++c) {
        for (size_t r = 0; r < n; ++r)
            phw_features_series(&t.x, c)[r] =
                phw_features_series(x, c)[from + r + lead];
    }
    *out = t;
    return PHW_OK;
}

/* The rows that interpolation left are a run without holes, or it is an error. */
static phw_status check_run(const phw_forecast_target *t)
{
    for (size_t r = 1; r < t->x.n_rows; ++r) {
        if (t->x.sequence[r] != t->x.sequence[0] + (int64_t)r)
            return phw_fail(PHW_EINPUT, "the other trace has a gap after %g s",
                            t->x.time_s[r - 1]);
    }
    return PHW_OK;
}

phw_status phw_forecast_target_of(phw_forecast_target *out, const phw_features *x,
                                  size_t from, const phw_features *other,
                                  double ahead_s)
{
    phw_forecast_target t = {.from = from};
    double *at = NULL;
    if (other->n_components != x->n_components)
        return phw_fail(PHW_EINPUT, "%zu components, and the trace has %zu",
                        other->n_components, x->n_components);
    if (from >= x->n_rows)
        return check(&t);
    PHW_TRY(phw_array_alloc(&at, x->n_rows - from, sizeof *at));
    for (size_t r = from; r < x->n_rows; ++r)
        at[r - from] = x->time_s[r] + ahead_s;
    phw_status s = phw_features_interpolate(&t.x, other, at, x->n_rows - from,
                                            PHW_INTERPOLATION_CUBIC);
    free(at);
    if (s)
        return s;
    t.from = from + (size_t)t.x.sequence[0];
    t.last_row = t.from + t.x.n_rows;
    s = check_run(&t);
    if (!s)
        s = check(&t);
    if (s)
        phw_forecast_target_free(&t);
    else
        *out = t;
    return s;
}

void phw_forecast_target_free(phw_forecast_target *t)
{
    phw_features_free(&t->x);
    *t = (phw_forecast_target){.from = 0};
}

/* The first of n rows that is in a stretch: row r is in r STRETCHES / n, rounded down.
 */
static size_t first_of(size_t stretch, size_t n)
{
    return (stretch * n + STRETCHES - 1) / STRETCHES;
}

/* Adds a component's squared errors over its variance to the stretches. */
static void judge(double stretch[STRETCHES], const double *told, const double *truth,
                  size_t n, size_t n_components)
{
    double mean = 0;
    double variance = 0;
    phw_series_moments(&mean, &variance, truth, n);
    for (size_t r = 0; r < n; ++r) {
        const double error = told[r] - truth[r];
        const size_t s = r * STRETCHES / n;
        const size_t rows = first_of(s + 1, n) - first_of(s, n);
        stretch[s] += error * error / (variance * (double)n_components * (double)rows);
    }
}

phw_status phw_forecast_trial_run(phw_forecast_score *out, phw_features *told,
                                  const phw_features *x, const phw_forecast_set *set,
                                  const phw_forecast_target *target)
{
    const size_t n = target->last_row - target->from;
    double by_set[STRETCHES] = {0};
    double by_last[STRETCHES] = {0};
    phw_forecast_score score = {.n = n};
    for (size_t c = 0; c < x->n_components; ++c) {
        double *forecast = phw_features_series(told, c);
        const double *truth = phw_features_series(&target->x, c);
        const double *own = phw_features_series(x, c);
        PHW_TRY(phw_series_check(truth, n));
        PHW_TRY(
            set->method->run(forecast, &set->model[c], own, x->n_rows, &set->params));
        judge(by_set, forecast + target->from, truth, n, x->n_components);
        judge(by_last, own + target->from, truth, n, x->n_components);
    }
    score.interval = phw_interval_mean(&score.nmse, by_set, STRETCHES);
    (void)phw_interval_mean(&score.last_nmse, by_last, STRETCHES);
    *out = score;
    return PHW_OK;
}

double phw_forecast_least(const phw_forecast_truth *truth, size_t n_taps,
                          double horizon)
{
    double r[PHW_FORECAST_TAPS_MAX] = {0};
    double ahead[PHW_FORECAST_TAPS_MAX] = {0};
    double weight[PHW_FORECAST_TAPS_MAX];
    double told = 0;
    const double shared = truth->clean ? sqrt(truth->signal) : truth->signal;
    if (isnan(truth->turns) || isnan(truth->signal))
        return (double)NAN;
    for (size_t k = 0; k < n_taps; ++k) {
        const double lag = (double)k;
        r[k] = phw_coherence_law_of(
            truth->law, truth->signal * phw_doppler_correlation(PHW_DOPPLER_JAKES,
                                                                truth->turns * lag));
        ahead[k] = phw_coherence_law_of(
            truth->law,
            shared * phw_doppler_correlation(PHW_DOPPLER_JAKES,
                                             truth->turns * (lag + horizon)));
    }
    r[0] = 1 + NOISE_LEAST;
    if (phw_levinson_solve(weight, r, ahead, n_taps))
        return (double)NAN;
    for (size_t k = 0; k < n_taps; ++k)
        told += weight[k] * ahead[k];
    return fmax(0, 1 - told);
}
