#include "channel/profile_two_ray.h"

#include <math.h>

enum {
    POWER_DB,
    STEADY,
    N_PARAMS
};

static const phw_param param[N_PARAMS] = {
    [POWER_DB] = {.name = "power_db",
                  .unit = "dB",
                  .summary = "power of the second ray over the first",
                  .min = -60,
                  .max = 60},
    [STEADY] = {.name = "steady",
                .unit = "",
                .summary = "share of the first ray that is a steady line of sight",
                .min = 0,
                .max = 1},
};

static void taps(phw_taps *out, const phw_profile *self, double delay_spread_s,
                 const phw_params *params)
{
    (void)self;
    const double second = pow(10, params->value[POWER_DB] / 10);
    *out = (phw_taps){
        .n = 2,
        .delay_s = {0, delay_spread_s * (1 + second) / sqrt(second)},
        .power = {1, second},
        .steady = {params->value[STEADY], 0},
    };
}

const phw_profile phw_profile_two_ray = {
    .name = "two-ray",
    .summary = "two rays, equal unless set, as far apart as gives the delay spread",
    .reference = "T. S. Rappaport, Wireless Communications, 2nd ed., 5.7.4",
    .param = param,
    .n_params = N_PARAMS,
    .scalable = true,
    .taps = taps,
};
