#include "channel/law_nakagami.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#define M_LEAST 0.5
#define M_MOST  100

/* Beyond, where the search no longer ends or e^-p is none, both powers grow alike. */
#define POWER_LEAST 1e-100
#define POWER_MOST  700

static const phw_param nakagami_params[] = {
    {.name = "m",
     .unit = "",
     .summary = "shape: 0.5 one-sided Gaussian, 1 Rayleigh's, large hardly any fading",
     .min = M_LEAST,
     .max = M_MOST,
     .preset = 2},
};

/* By whichever tail is the small one: neither is rounded. */
static double quantile(double power, double m)
{
    if (power < M_LN2)
        return gsl_cdf_gamma_Pinv(-expm1(-power), m, 1 / m);
    return gsl_cdf_gamma_Qinv(exp(-power), m, 1 / m);
}

static double stretch(double power, const phw_params *params)
{
    const double held = fmin(fmax(power, POWER_LEAST), POWER_MOST);
    return quantile(held, params->value[0]) * (power / held);
}

static void apply(phw_cf *inout, size_t n, const double *turn, const phw_params *params)
{
    (void)turn;
    for (size_t i = 0; i < n; ++i) {
        const double power = phw_cf_power(inout[i]);
        if (power > 0)
            inout[i] *= (float)sqrt(stretch(power, params) / power);
    }
}

static double cdf(double r, const phw_params *params)
{
    const double m = params->value[0];
    return r > 0 ? gsl_cdf_gamma_P(r * r, m, 1 / m) : 0;
}

static double kurtosis(const phw_params *params)
{
    return 1 + 1 / params->value[0];
}

const phw_law phw_law_nakagami = {
    .name = "nakagami",
    .summary = "envelopes of gamma distributed power",
    .reference = "Nakagami, in Statistical Methods in Radio Wave Propagation, 1960",
    .params = nakagami_params,
    .n_params = sizeof nakagami_params / sizeof nakagami_params[0],
    .apply = apply,
    .stretch = stretch,
    .cdf = cdf,
    .kurtosis = kurtosis,
};
