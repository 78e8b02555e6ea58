#include "auth/coincidence.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

double phw_coincidence(double level, size_t n)
{
    if (level <= 0)
        return 1;
    if (level > 1)
        return 0;
    return pow(1 - level, (double)n - 1);
}

double phw_coincidence_real(double cosine, size_t n)
{
    if (cosine <= -1)
        return 1;
    if (cosine >= 1)
        return 0;
    const double outside =
        gsl_cdf_beta_P(1 - cosine * cosine, (double)n - 0.5, 0.5) / 2;
    return cosine < 0 ? 1 - outside : outside;
}

double phw_coincidence_searched(double level, size_t n, double length)
{
    const double m = (double)n;
    const double at_once = phw_coincidence(level, n);
    if (n < 2 || level <= 0 || level >= 1)
        return at_once;
    const double scale = exp(lgamma(m) - lgamma(m - 0.5)) / sqrt(M_PI);
    const double crossings = length * scale * sqrt(level) * pow(1 - level, m - 1.5);
    return fmin(at_once + crossings, 1);
}
