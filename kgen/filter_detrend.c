#include "kgen/filter_detrend.h"

#include "kgen/moving_window.h"

static const phw_param params_table[] = {
    {.name = "window",
     .unit = "",
     .summary = "rows of the moving average, odd",
     .min = 1,
     .max = PHW_MOVING_WINDOW_MAX,
     .preset = 101,
     .whole = true},
};

static phw_status check(const phw_params *params)
{
    return phw_moving_window_check("detrend", params);
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
    .shorten = phw_moving_window_shorten,
    .apply = apply,
};
