#include "channel/path_loss_free_space.h"

#include <math.h>

#include "channel/light_speed.h"

double phw_free_space_db(double distance_m, double carrier_hz)
{
    return 20 * log10(4 * M_PI * distance_m * carrier_hz / PHW_LIGHT_SPEED_M_S);
}

static double loss_db(const phw_path *path, const phw_params *params)
{
    (void)params;
    return phw_free_space_db(path->distance_m, path->carrier_hz);
}

const phw_path_loss phw_path_loss_free_space = {
    .name = "free-space",
    .summary = "nothing in the way and nothing to reflect",
    .reference = "Friis, Proc. IRE 34(5), 1946",
    .loss_db = loss_db,
};
