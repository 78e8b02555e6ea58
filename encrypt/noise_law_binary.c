#include "encrypt/noise_law_binary.h"

#include <math.h>

static void draw(phw_cf *out, const uint32_t *word, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        out[i] = word[PHW_NOISE_WORDS * i] >> 31 ? -1.0F : 1.0F;
}

/* ln cosh y without overflow. */
static double log_cosh(double y)
{
    const double size = fabs(y);
    return size + log1p(exp(-2 * size)) - M_LN2;
}

/* Half a Gaussian about a and half about -a:
 * e^{-(|x|^2 + |a|^2) / v} cosh(2 Re(x a*) / v) / (pi v). */
static double log_density(phw_cf x, phw_cf a, double variance)
{
    const double along =
        (double)crealf(x) * (double)crealf(a) + (double)cimagf(x) * (double)cimagf(a);
    return log_cosh(2 * along / variance) -
           (phw_cf_power(x) + phw_cf_power(a)) / variance;
}

const phw_noise_law phw_noise_law_binary = {
    .name = "binary",
    .summary =
        "random Manchester of constant amplitude: to show that it protects nothing",
    .reference = "Castelluccia and Avoine, Noisy Tags, CARDIS 2006",
    .unit = PHW_NOISE_PAIR,
    .draw = draw,
    .log_density = log_density,
};
