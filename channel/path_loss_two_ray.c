#include "channel/path_loss_two_ray.h"

#include <math.h>

#include "channel/light_speed.h"
#include "channel/path_loss_free_space.h"

static const phw_param two_ray_params[] = {
    {.name = "reflection",
     .unit = "",
     .summary = "the ground's coefficient; -1: all of a grazing wave, turned over",
     .min = -1,
     .max = 1,
     .preset = -1},
};

/* The ways' difference without cancellation: d2^2 - d1^2 = 4 ht hr. */
static double loss_db(const phw_path *path, const phw_params *params)
{
    const double d1 = path->distance_m;
    const double d2 = hypot(path->ground_m, path->high_m + path->low_m);
    const double longer = 4 * path->high_m * path->low_m / (d1 + d2);
    const double turns = longer * path->carrier_hz / PHW_LIGHT_SPEED_M_S;
    const double angle = -2 * M_PI * fmod(turns, 1);
    const double size = params->value[0] * d1 / d2;
    const double re = 1 + size * cos(angle);
    const double im = size * sin(angle);
    return phw_free_space_db(d1, path->carrier_hz) - 10 * log10(re * re + im * im);
}

const phw_path_loss phw_path_loss_two_ray = {
    .name = "two-ray-ground",
    .summary = "the straight ray and one off flat ground",
    .reference = "Rappaport, Wireless Communications, 2002, section 4.6",
    .params = two_ray_params,
    .n_params = sizeof two_ray_params / sizeof two_ray_params[0],
    .loss_db = loss_db,
};
