#include "kgen/filter_wiener.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/autocovariance.h"
#include "kgen/levinson.h"
#include "kgen/series.h"

#define HALF_MAX  64
#define SIZE_MOST (2 * HALF_MAX + 1)

static const phw_param params_table[] = {
    {.name = "half",
     .unit = "",
     .summary = "rows used on either side",
     .min = 1,
     .max = HALF_MAX,
     .preset = 8,
     .whole = true},
};

static void shorten(phw_params *inout, size_t n_rows)
{
    if (2 * inout->value[0] + 2 > (double)n_rows && n_rows >= 4)
        inout->value[0] = floor((double)(n_rows - 2) / 2);
}

/* weight[at * n ..] for each place of a window of n rows: (R + noise) w = r, where r[0]
 * holds signal and noise. */
static phw_status make_weights(double *weight, const double *r, size_t n)
{
    double right[SIZE_MOST];
    const double signal = phw_autocovariance_signal(r);
    for (size_t at = 0; at < n; ++at) {
        for (size_t i = 0; i < n; ++i)
            right[i] = i == at ? signal : r[i > at ? i - at : at - i];
        PHW_TRY(phw_levinson_solve(weight + at * n, r, right, n));
    }
    return PHW_OK;
}

/* out[r]: the weighted rows of x - mean around r, of the first or last whole window
 * near an end. */
static void smooth(double *out, const double *x, size_t n, const double *weight,
                   size_t window, double mean)
{
    for (size_t r = 0; r < n; ++r) {
        size_t from = r > window / 2 ? r - window / 2 : 0;
        if (from + window > n)
            from = n - window;
        double sum = 0;
        for (size_t i = 0; i < window; ++i)
            sum += weight[(r - from) * window + i] * (x[from + i] - mean);
        out[r] = mean + sum;
    }
}

/* One series; what has no noise (or no signal) stays as it is. */
static phw_status filter(double *x, double *out, double *weight, size_t n, size_t half)
{
    double r[SIZE_MOST + 2];
    double mean = 0;
    double variance = 0;
    const size_t window = 2 * half + 1;
    phw_autocovariance(r, window + 1, x, n);
    phw_series_moments(&mean, &variance, x, n);
    const double signal = phw_autocovariance_signal(r);
    if (!(signal > 0) || !(signal < r[0]))
        return PHW_OK;
    PHW_TRY(make_weights(weight, r, window));
    smooth(out, x, n, weight, window, mean);
    memcpy(x, out, n * sizeof *x);
    return PHW_OK;
}

static phw_status apply(phw_features *inout, const phw_params *params)
{
    const size_t half = (size_t)params->value[0];
    const size_t n = inout->n_rows;
    double *out = NULL;
    double *weight = NULL;
    if (n < 2 * half + 2)
        return phw_fail(PHW_ESHORT, "wiener: %zu rows, at least %zu are needed", n,
                        2 * half + 2);
    phw_status s = phw_array_alloc(&out, n, sizeof *out);
    if (!s)
        s = phw_array_alloc(&weight, (2 * half + 1) * (2 * half + 1), sizeof *weight);
    for (size_t c = 0; !s && c < inout->n_components; ++c)
        s = filter(phw_features_series(inout, c), out, weight, n, half);
    if (out != NULL)
        sodium_memzero(out, n * sizeof *out);
    free(out);
    free(weight);
    return s;
}

const phw_filter phw_filter_wiener = {
    .name = "wiener",
    .summary = "least-squares smoothing by the series' own memory: less noise, less "
               "entropy an instant",
    .reference = "Wiener, Extrapolation, Interpolation and Smoothing of Stationary "
                 "Time Series, 1949",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .shorten = shorten,
    .apply = apply,
};
