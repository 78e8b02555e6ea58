#include "kgen/forecast_model.h"

#include <math.h>
#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/series.h"

static phw_status check_counts(size_t n_taps, size_t n_weights, size_t n_centres)
{
    if (n_taps == 0 || n_taps > PHW_FORECAST_TAPS_MAX)
        return phw_fail(PHW_EARG, "forecast model: %zu past values, expected 1 to %d",
                        n_taps, PHW_FORECAST_TAPS_MAX);
    if (n_weights > PHW_FORECAST_CENTRES_MAX || n_centres > PHW_FORECAST_CENTRES_MAX)
        return phw_fail(PHW_EARG,
                        "forecast model: %zu weights and %zu centres, at most %d each",
                        n_weights, n_centres, PHW_FORECAST_CENTRES_MAX);
    return PHW_OK;
}

phw_status phw_forecast_model_alloc(phw_forecast_model *out, size_t n_taps,
                                    size_t n_weights, size_t n_centres)
{
    phw_forecast_model m = {.n_taps = n_taps,
                            .n_weights = n_weights,
                            .n_centres = n_centres,
                            .deviation = 1};
    PHW_TRY(check_counts(n_taps, n_weights, n_centres));
    phw_status s = phw_array_alloc(&m.weight, n_weights, sizeof *m.weight);
    if (!s && n_centres > 0)
        s = phw_array_alloc(&m.centre, n_centres * n_taps, sizeof *m.centre);
    if (s)
        phw_forecast_model_free(&m);
    else
        *out = m;
    return s;
}

static void drop(double *x, size_t n)
{
    if (x != NULL)
        sodium_memzero(x, n * sizeof *x);
    free(x);
}

void phw_forecast_model_free(phw_forecast_model *m)
{
    drop(m->weight, m->n_weights);
    drop(m->centre, m->n_centres * m->n_taps);
    *m = (phw_forecast_model){0};
}

static phw_status check_finite(const double *x, size_t n, const char *what)
{
    for (size_t i = 0; i < n; ++i) {
        if (!isfinite(x[i]))
            return phw_fail(PHW_EINPUT, "forecast model: %s %zu is not finite", what,
                            i);
    }
    return PHW_OK;
}

phw_status phw_forecast_model_check(const phw_forecast_model *m)
{
    if (check_counts(m->n_taps, m->n_weights, m->n_centres))
        return phw_fail_within(PHW_EINPUT, "model");
    if (!(m->horizon >= 0) || m->horizon > PHW_FORECAST_HORIZON_MAX)
        return phw_fail(PHW_EINPUT, "forecast model: horizon %g, expected 0 to %d",
                        m->horizon, PHW_FORECAST_HORIZON_MAX);
    if (!isfinite(m->mean) || !(m->deviation > 0) || !isfinite(m->deviation))
        return phw_fail(PHW_EINPUT,
                        "forecast model: mean %g and deviation %g, expected numbers, "
                        "the second above 0",
                        m->mean, m->deviation);
    PHW_TRY(check_finite(m->weight, m->n_weights, "weight"));
    return check_finite(m->centre, m->n_centres * m->n_taps, "number of the centres");
}

phw_status phw_forecast_model_scale(phw_forecast_model *m, const double *x, size_t n)
{
    double variance = 0;
    PHW_TRY(phw_series_check(x, n));
    phw_series_moments(&m->mean, &variance, x, n);
    m->deviation = sqrt(variance);
    if (!(m->deviation > 0) || !isfinite(m->deviation))
        return phw_fail(PHW_ESHORT, "forecast: the training part has no spread");
    return PHW_OK;
}

phw_forecast_blend phw_forecast_blend_of(double horizon)
{
    const double whole = floor(horizon);
    const double mu = horizon - whole;
    phw_forecast_blend b = {.first = (ptrdiff_t)whole - 1};
    if (mu > 0) {
        b.weight[0] = -mu * (mu - 1) * (mu - 2) / 6;
        b.weight[1] = (mu + 1) * (mu - 1) * (mu - 2) / 2;
        b.weight[2] = -(mu + 1) * mu * (mu - 2) / 2;
        b.weight[3] = (mu + 1) * mu * (mu - 1) / 6;
    } else {
        b.weight[1] = 1;
    }
    return b;
}
