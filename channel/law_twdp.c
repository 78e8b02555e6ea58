#include "channel/law_twdp.h"

#include <math.h>

#include "channel/rice.h"

/* Steps of the mean over the angle between the waves, to which Rice's distribution of
 * a large K is sharp. */
#define STEPS_LEAST 64
#define STEPS_OF_K  32

static const phw_param twdp_params[] = {
    {.name = "k_db",
     .unit = "dB",
     .summary = "power of both steady waves over that of the others",
     .min = -PHW_RICE_K_MAX_DB,
     .max = PHW_RICE_K_MAX_DB,
     .preset = 6},
    {.name = "delta",
     .unit = "",
     .summary = "how alike both are, 2 V1 V2 / (V1^2 + V2^2)",
     .min = 0,
     .max = 1,
     .preset = 1},
    {.name = "shift",
     .unit = "",
     .summary = "the stronger one's Doppler shift in units of the largest",
     .min = -1,
     .max = 1,
     .preset = 0.7},
    {.name = "shift2",
     .unit = "",
     .summary = "the other one's",
     .min = -1,
     .max = 1,
     .preset = -0.7},
};

static double ratio(const phw_params *params)
{
    return pow(10, params->value[0] / 10);
}

static double shift(size_t i, const phw_params *params)
{
    return params->value[2 + i];
}

/* (V_1 + V_2)^2 = S (1 + delta), (V_1 - V_2)^2 = S (1 - delta), S = K / (K + 1). */
static void apply(phw_cf *inout, size_t n, const double *turn, const phw_params *params)
{
    const double k = ratio(params);
    const double sum = sqrt(k / (k + 1) * (1 + params->value[1]));
    const double difference = sqrt(k / (k + 1) * (1 - params->value[1]));
    const double v[2] = {0.5 * (sum + difference), 0.5 * (sum - difference)};
    const float rest = (float)sqrt(1 / (k + 1));
    for (size_t i = 0; i < n; ++i) {
        const double *t = turn + PHW_LAW_WAVES_MAX * i;
        const double angle[2] = {2 * M_PI * fmod(t[0], 1), 2 * M_PI * fmod(t[1], 1)};
        const double re = v[0] * cos(angle[0]) + v[1] * cos(angle[1]);
        const double im = v[0] * sin(angle[0]) + v[1] * sin(angle[1]);
        inout[i] = CMPLXF((float)re, (float)im) + rest * inout[i];
    }
}

/* At an angle a between the waves it is Rice's with K (1 + delta cos a), whose sigma is
 * the same for every a; the trapezoid rule over half a period. */
static double cdf(double r, const phw_params *params)
{
    const double k = ratio(params);
    const int steps = STEPS_LEAST + (int)(STEPS_OF_K * sqrt(k));
    double sum = 0;
    for (int i = 0; i <= steps; ++i) {
        const double at = k * (1 + params->value[1] * cos(M_PI * i / steps));
        const double scaled = r * sqrt((k + 1) / (at + 1));
        sum += (i == 0 || i == steps ? 0.5 : 1) * phw_rice_cdf(at, scaled);
    }
    return sum / steps;
}

static double kurtosis(const phw_params *params)
{
    const double k = ratio(params);
    const double delta = params->value[1];
    const double both = 1 + 0.5 * delta * delta;
    return (2 + 4 * k + k * k * both) / ((1 + k) * (1 + k));
}

const phw_law phw_law_twdp = {
    .name = "twdp",
    .summary = "two steady waves over Rayleigh's",
    .reference = "Durgin, Rappaport and de Wolf, IEEE Trans. Commun. 50(6), 2002",
    .params = twdp_params,
    .n_params = sizeof twdp_params / sizeof twdp_params[0],
    .n_waves = 2,
    .shift = shift,
    .apply = apply,
    .cdf = cdf,
    .kurtosis = kurtosis,
};
