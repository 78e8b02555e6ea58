#include "kgen/filter_average.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/signal.h"

static const phw_param params_table[] = {
    {.name = "window",
     .unit = "",
     .summary = "rows of the moving average, odd",
     .min = 1,
     .max = 100001,
     .preset = 5,
     .whole = true},
};

static phw_status check(const phw_params *params)
{
    const size_t window = (size_t)params->value[0];
    return window % 2 == 1
               ? PHW_OK
               : phw_fail(PHW_EARG, "average: window %zu rows, expected an odd number",
                          window);
}

static void shorten(phw_params *inout, size_t n_rows)
{
    const size_t longest = n_rows - (n_rows % 2 == 0 ? 1 : 0);
    if (inout->value[0] > (double)longest)
        inout->value[0] = (double)longest;
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
    .shorten = shorten,
    .apply = apply,
};
