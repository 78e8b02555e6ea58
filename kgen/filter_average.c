#include "kgen/filter_average.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/moving_window.h"

static const phw_param params_table[] = {
    {.name = "window",
     .unit = "",
     .summary = "rows of the moving average, odd",
     .min = 1,
     .max = PHW_MOVING_WINDOW_MAX,
     .preset = 5,
     .whole = true},
};

static phw_status check(const phw_params *params)
{
    return phw_moving_window_check("average", params);
}

/* The average is what taking it off takes off. */
static phw_status apply(phw_features *inout, const phw_params *params)
{
    const size_t n = inout->n_rows * inout->n_components;
    double *before = NULL;
    PHW_TRY(phw_array_alloc(&before, n, sizeof *before));
    memcpy(before, inout->value, n * sizeof *before);
    const phw_status s = phw_features_detrend(inout, (size_t)params->value[0]);
    for (size_t i = 0; !s && i < n; ++i)
        inout->value[i] = before[i] - inout->value[i];
    sodium_memzero(before, n * sizeof *before);
    free(before);
    return s;
}

const phw_filter phw_filter_average = {
    .name = "average",
    .summary = "a centred moving average: less noise, less entropy an instant",
    .reference = "",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .check = check,
    .shorten = phw_moving_window_shorten,
    .apply = apply,
};
