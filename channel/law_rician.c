#include "channel/law_rician.h"

#include <math.h>

#include "channel/rice.h"

static const phw_param rician_params[] = {
    {.name = "k_db",
     .unit = "dB",
     .summary = "power of the steady wave over that of the others",
     .min = -PHW_RICE_K_MAX_DB,
     .max = PHW_RICE_K_MAX_DB,
     .preset = 6},
    {.name = "shift",
     .unit = "",
     .summary = "its Doppler shift in units of the largest",
     .min = -1,
     .max = 1,
     .preset = 0.7},
};

static double ratio(const phw_params *params)
{
    return pow(10, params->value[0] / 10);
}

static double shift(size_t i, const phw_params *params)
{
    (void)i;
    return params->value[1];
}

static void apply(phw_cf *inout, size_t n, const double *turn, const phw_params *params)
{
    const double k = ratio(params);
    const double steady = sqrt(k / (k + 1));
    const float rest = (float)sqrt(1 / (k + 1));
    for (size_t i = 0; i < n; ++i) {
        const double angle = 2 * M_PI * fmod(turn[PHW_LAW_WAVES_MAX * i], 1);
        const phw_cf wave =
            CMPLXF((float)(steady * cos(angle)), (float)(steady * sin(angle)));
        inout[i] = wave + rest * inout[i];
    }
}

static double cdf(double r, const phw_params *params)
{
    return phw_rice_cdf(ratio(params), r);
}

static double kurtosis(const phw_params *params)
{
    const double k = ratio(params);
    return (k * k + 4 * k + 2) / ((k + 1) * (k + 1));
}

const phw_law phw_law_rician = {
    .name = "rician",
    .summary = "one steady wave over Rayleigh's",
    .reference = "Rice, Bell Syst. Tech. J. 24(1), 1945; shift: TR 38.901 7.7.2",
    .params = rician_params,
    .n_params = sizeof rician_params / sizeof rician_params[0],
    .n_waves = 1,
    .shift = shift,
    .apply = apply,
    .cdf = cdf,
    .kurtosis = kurtosis,
};
