#include "channel/path_loss_log_distance.h"

#include <math.h>

#include "channel/path_loss_free_space.h"

static const phw_param log_distance_params[] = {
    {.name = "exponent",
     .unit = "",
     .summary = "2: free space; 3 to 4: through walls",
     .min = 0,
     .max = 10,
     .preset = 3},
    {.name = "reference_m",
     .unit = "m",
     .summary = "up to where it is free space",
     .min = 1e-3,
     .max = 1e5,
     .preset = 1},
};

static double loss_db(const phw_path *path, const phw_params *params)
{
    const double reference_m = params->value[1];
    if (path->distance_m <= reference_m)
        return phw_free_space_db(path->distance_m, path->carrier_hz);
    return phw_free_space_db(reference_m, path->carrier_hz) +
           10 * params->value[0] * log10(path->distance_m / reference_m);
}

const phw_path_loss phw_path_loss_log_distance = {
    .name = "log-distance",
    .summary = "a power of the distance beyond a reference",
    .reference = "Rappaport, Wireless Communications, 2002, section 4.9",
    .params = log_distance_params,
    .n_params = sizeof log_distance_params / sizeof log_distance_params[0],
    .loss_db = loss_db,
};
