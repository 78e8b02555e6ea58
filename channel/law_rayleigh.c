#include "channel/law_rayleigh.h"

#include <math.h>

/* The interface's form: what it may change it leaves. */
// NOLINTNEXTLINE(readability-non-const-parameter)
static void apply(phw_cf *inout, size_t n, const double *turn, const phw_params *params)
{
    (void)inout;
    (void)n;
    (void)turn;
    (void)params;
}

static double cdf(double r, const phw_params *params)
{
    (void)params;
    return -expm1(-r * r);
}

static double kurtosis(const phw_params *params)
{
    (void)params;
    return 2;
}

const phw_law phw_law_rayleigh = {
    .name = "rayleigh",
    .summary = "many waves, none that stands out",
    .reference = "Rayleigh, Phil. Mag. 10, 1880; Clarke 1968",
    .apply = apply,
    .cdf = cdf,
    .kurtosis = kurtosis,
};
