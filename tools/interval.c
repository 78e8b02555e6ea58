#include "tools/interval.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#define TAIL 0.025

phw_interval phw_interval_share(uint64_t k, uint64_t n)
{
    const double hits = (double)k;
    const double misses = (double)(n - k);
    return (phw_interval){
        .low = k == 0 ? 0 : gsl_cdf_beta_Pinv(TAIL, hits, misses + 1),
        .high = k == n ? 1 : gsl_cdf_beta_Qinv(TAIL, hits + 1, misses),
    };
}

phw_interval phw_interval_mean(double *mean, const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += x[i];
    const double m = sum / (double)n;
    double squares = 0;
    for (size_t i = 0; i < n; ++i)
        squares += (x[i] - m) * (x[i] - m);
    *mean = m;
    if (n < 2)
        return (phw_interval){-(double)INFINITY, (double)INFINITY};
    const double freedom = (double)n - 1;
    const double half =
        gsl_cdf_tdist_Qinv(TAIL, freedom) * sqrt(squares / freedom / (double)n);
    return (phw_interval){m - half, m + half};
}
