#include "channel/rice.h"

#include <math.h>

#include <gsl/gsl_sf_gamma.h>

/* Poisson's probability of n at a mean > 0. */
static double poisson(double n, double mean)
{
    return exp(n * log(mean) - mean - lgamma(n + 1));
}

/* 1 - Q_1 = sum_n Poisson(n; K) P(n + 1, x), x = (K + 1) r^2, P the regularised
 * incomplete gamma function: downward, by P(n, x) = P(n + 1, x) + x^n e^{-x} / n!,
 * which adds positive terms alone. Terms beyond 12 standard deviations are below 1e-30.
 */
double phw_rice_cdf(double k, double r)
{
    if (!(r > 0))
        return 0;
    const double x = (k + 1) * r * r;
    if (!(k > 0))
        return -expm1(-x);
    const double reach = 12 * sqrt(k) + 40;
    const double last = floor(fmax(k - reach, 0));
    double n = ceil(k + reach);
    double below = gsl_sf_gamma_inc_P(n + 1, x);
    double sum = 0;
    for (; n >= last; --n) {
        sum += poisson(n, k) * below;
        below += poisson(n, x);
    }
    return fmin(sum, 1);
}
