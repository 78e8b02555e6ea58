#include "kgen/filter_savgol.h"

#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/savitzky_golay.h"

enum {
    WINDOW,
    ORDER
};

static const phw_param params_table[] = {
    [WINDOW] = {.name = "window",
                .unit = "",
                .summary = "rows that a polynomial is laid through, odd",
                .min = 1,
                .max = PHW_SAVITZKY_GOLAY_MAX,
                .preset = 7,
                .whole = true},
    [ORDER] = {.name = "order",
               .unit = "",
               .summary = "its order, below the window",
               .min = 0,
               .max = 12,
               .preset = 2,
               .whole = true},
};

static phw_status check(const phw_params *params)
{
    const size_t window = (size_t)params->value[WINDOW];
    if (window % 2 == 1 && params->value[ORDER] < params->value[WINDOW])
        return PHW_OK;
    return phw_fail(PHW_EARG,
                    "savgol: window %zu and order %g; expected an odd window and an "
                    "order below it",
                    window, params->value[ORDER]);
}

static void shorten(phw_params *inout, size_t n_rows)
{
    const size_t longest = n_rows - (n_rows % 2 == 0 ? 1 : 0);
    if (inout->value[WINDOW] <= (double)longest)
        return;
    inout->value[WINDOW] = (double)longest;
    if (inout->value[ORDER] >= inout->value[WINDOW])
        inout->value[ORDER] = inout->value[WINDOW] - 1;
}

static double weigh(const double *x, const double *weight, size_t window)
{
    double sum = 0;
    for (size_t i = 0; i < window; ++i)
        sum += x[i] * weight[i];
    return sum;
}

/* weight[at * window ..] are the weights for place `at` of a window. */
static void smooth(double *out, const double *x, size_t n, const double *weight,
                   size_t window)
{
    const size_t half = window / 2;
    for (size_t r = 0; r < n; ++r) {
        size_t from = r > half ? r - half : 0;
        if (from + window > n)
            from = n - window;
        out[r] = weigh(x + from, weight + (r - from) * window, window);
    }
}

static phw_status make_weights(double **out, size_t window, size_t order)
{
    double *weight = NULL;
    PHW_TRY(phw_array_alloc(&weight, window * window, sizeof *weight));
    for (size_t at = 0; at < window; ++at) {
        const phw_status s =
            phw_savitzky_golay(weight + at * window, window, order, at);
        if (s) {
            free(weight);
            return s;
        }
    }
    *out = weight;
    return PHW_OK;
}

static phw_status apply(phw_features *inout, const phw_params *params)
{
    const size_t window = (size_t)params->value[WINDOW];
    const size_t n = inout->n_rows;
    if (window > n)
        return phw_fail(PHW_ESHORT, "savgol: window %zu, but there are %zu rows",
                        window, n);
    double *weight = NULL;
    double *out = NULL;
    phw_status s = make_weights(&weight, window, (size_t)params->value[ORDER]);
    if (!s)
        s = phw_array_alloc(&out, n, sizeof *out);
    for (size_t c = 0; !s && c < inout->n_components; ++c) {
        double *x = phw_features_series(inout, c);
        smooth(out, x, n, weight, window);
        for (size_t r = 0; r < n; ++r)
            x[r] = out[r];
    }
    if (out != NULL)
        sodium_memzero(out, n * sizeof *out);
    free(out);
    free(weight);
    return s;
}

const phw_filter phw_filter_savgol = {
    .name = "savgol",
    .summary = "a least-squares polynomial around each value: less noise, peaks kept, "
               "less entropy an instant",
    .reference = "Savitzky and Golay, Anal. Chem. 36(8), 1964",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .check = check,
    .shorten = shorten,
    .apply = apply,
};
