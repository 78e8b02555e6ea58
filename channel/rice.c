#include "channel/rice.h"

#include <math.h>

#include <gsl/gsl_sf_gamma.h>

/* Poisson's probability of n at a mean > 0. */
static double poisson(long n, double mean)
{
    return exp((double)n * log(mean) - mean - lgamma((double)n + 1));
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
    const long least = (long)fmax(k - reach, 0);
    const long most = (long)(k + reach) + 1;
    double below = gsl_sf_gamma_inc_P((double)most + 1, x);
    double sum = 0;
    for (long n = most; n >= least; --n) {
        sum += poisson(n, k) * below;
        below += poisson(n, x);
    }
    return fmin(sum, 1);
}
