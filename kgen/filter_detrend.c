#include "kgen/filter_detrend.h"

static const phw_param params_table[] = {
    {.name = "window",
     .unit = "",
     .summary = "rows of the moving average, odd",
     .min = 1,
     .max = 100001,
     .preset = 101,
     .whole = true},
};

static phw_status check(const phw_params *params)
{
    const size_t window = (size_t)params->value[0];
    return window % 2 == 1
               ? PHW_OK
               : phw_fail(PHW_EARG, "detrend: window %zu rows, expected an odd number",
                          window);
}

static void shorten(phw_params *inout, size_t n_rows)
{
    const size_t longest = n_rows - (n_rows % 2 == 0 ? 1 : 0);
    if (inout->value[0] > (double)longest)
        inout->value[0] = (double)longest;
}

static phw_status apply(phw_features *inout, const phw_params *params)
{
    return phw_features_detrend(inout, (size_t)params->value[0]);
}

const phw_filter phw_filter_detrend = {
    .name = "detrend",
    .summary = "takes a centred moving average off: shadowing and paths that a watcher "
               "knows, and with them what both ends share for no secret reason",
    .reference = "Jana et al., MobiCom 2009, section 4",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .check = check,
    .shorten = shorten,
    .apply = apply,
};
