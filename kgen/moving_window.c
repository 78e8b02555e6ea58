#include "kgen/moving_window.h"

phw_status phw_moving_window_check(const char *name, const phw_params *params)
{
    const size_t window = (size_t)params->value[0];
    return window % 2 == 1
               ? PHW_OK
               : phw_fail(PHW_EARG, "%s: window %zu rows, expected an odd number", name,
                          window);
}

void phw_moving_window_shorten(phw_params *inout, size_t n_rows)
{
    const size_t longest = n_rows - (n_rows % 2 == 0 ? 1 : 0);
    if (inout->value[0] > (double)longest)
        inout->value[0] = (double)longest;
}
