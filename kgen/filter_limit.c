#include "kgen/filter_limit.h"

#include <math.h>
#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/series.h"

enum {
    WINDOW,
    LEVEL
};

static const phw_param params_table[] = {
    [WINDOW] = {.name = "window",
                .unit = "",
                .summary = "rows of the moving average, odd",
                .min = 3,
                .max = 100001,
                .preset = 25,
                .whole = true},
    [LEVEL] = {.name = "level",
               .unit = "",
               .summary = "limit, in root mean squares of what the average leaves",
               .min = 0.1,
               .max = 100,
               .preset = 1},
};

static phw_status check(const phw_params *params)
{
    const size_t window = (size_t)params->value[WINDOW];
    return window % 2 == 1
               ? PHW_OK
               : phw_fail(PHW_EARG, "limit: window %zu rows, expected an odd number",
                          window);
}

static void shorten(phw_params *inout, size_t n_rows)
{
    if (n_rows >= 3 && inout->value[WINDOW] > (double)n_rows)
        inout->value[WINDOW] = (double)(n_rows - (n_rows % 2 == 0));
}

/* sum[i]: of the rows before i. Into x[n], limited. */
static void limit(double *x, double *sum, size_t n, size_t half, double level)
{
    sum[0] = 0;
    for (size_t i = 0; i < n; ++i)
        sum[i + 1] = sum[i] + x[i];
    double power = 0;
    for (int turn = 0; turn < 2; ++turn) {
        const double most = level * sqrt(power / (double)n);
        for (size_t i = 0; i < n; ++i) {
            const size_t from = i > half ? i - half : 0;
            const size_t to = n - i > half ? i + half + 1 : n;
            const double average = (sum[to] - sum[from]) / (double)(to - from);
            const double d = x[i] - average;
            if (turn == 0)
                power += d * d;
            else if (most > 0)
                x[i] = average + most * tanh(d / most);
        }
    }
}

static phw_status apply(phw_features *inout, const phw_params *params)
{
    const size_t n = inout->n_rows;
    const size_t window = (size_t)params->value[WINDOW];
    if (n < window)
        return phw_fail(PHW_ESHORT, "limit: %zu rows, a window has %zu", n, window);
    double *sum = NULL;
    PHW_TRY(phw_array_alloc(&sum, n + 1, sizeof *sum));
    phw_status s = PHW_OK;
    for (size_t c = 0; c < inout->n_components && !s; ++c) {
        double *x = phw_features_series(inout, c);
        s = phw_series_check(x, n);
        if (!s)
            limit(x, sum, n, window / 2, params->value[LEVEL]);
    }
    sodium_memzero(sum, (n + 1) * sizeof *sum);
    free(sum);
    return s;
}

const phw_filter phw_filter_limit = {
    .name = "limit",
    .summary = "limits excursions from a moving average, so that bursts do not rule a "
               "spectrum",
    .reference = "soft limiter: Huber, Robust Statistics, 1981, chapter 4, by tanh",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .check = check,
    .shorten = shorten,
    .apply = apply,
};
