#include "channel/angle_spread_von_mises.h"

#include <math.h>

enum {
    KAPPA = PHW_ANGLE_OWN,
    N_PARAMS
};

static const phw_param table[] = {
    PHW_ANGLE_PARAMS,
    {.name = "kappa",
     .unit = "",
     .summary = "concentration: 0 isotropic, about 1 / sigma^2 when narrow",
     .max = 1e4,
     .preset = 3},
};

/* c_m falls as e^{-m^2 / (2 kappa)}, and for small kappa as (kappa / 2)^m / m!: below
 * 1e-17 from here on. */
static unsigned last_moment(double kappa)
{
    return 24 + (unsigned)(9 * sqrt(kappa));
}

/* I_m / I_0 as the product of the ratios r_i = I_i / I_{i-1} = 1 / (2 i / kappa +
 * r_{i+1}), which are stable downwards. */
static void moments(double *out, unsigned first, unsigned n, const phw_params *params)
{
    const double kappa = params->value[KAPPA];
    const unsigned last = last_moment(kappa);
    for (unsigned k = 0; k < n; ++k)
        out[k] = 0;
    if (kappa <= 0 || first > last)
        return;
    double ratio = 0;
    double product = 1;
    for (unsigned i = 2 * last; i >= 1; --i) {
        ratio = 1 / (2.0 * i / kappa + ratio);
        if (i < first)
            product *= ratio;
        else if (i - first < n)
            out[i - first] = i <= last ? ratio : 0;
    }
    for (unsigned k = 0; k < n; ++k) {
        product *= out[k];
        out[k] = product;
    }
}

static double moment(unsigned m, const phw_params *params)
{
    double c;
    moments(&c, m, 1, params);
    return c;
}

static double density(double x, const phw_params *params)
{
    return exp(params->value[KAPPA] * (cos(x) - 1));
}

const phw_angle_spread phw_angle_spread_von_mises = {
    .name = "von-mises",
    .summary = "from isotropic (kappa 0) to a narrow beam (large kappa)",
    .reference = "Abdi, Barger, Kaveh, IEEE Trans. Veh. Technol. 51(3), 2002",
    .params = table,
    .n_params = N_PARAMS,
    .moment = moment,
    .moments = moments,
    .density = density,
};
