#include "tools/interval.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#define TAIL     0.025
#define HALVINGS 80
#define MANY     1000

/* The point below which a beta variable lies with probability p. Halving the interval
 * always ends; gsl_cdf_beta_Pinv() gives up on many trials. */
static double beta_quantile(double p, double a, double b)
{
    double low = 0;
    double high = 1;
    for (int i = 0; i < HALVINGS; ++i) {
        const double middle = low + (high - low) / 2;
        if (gsl_cdf_beta_P(middle, a, b) < p)
            low = middle;
        else
            high = middle;
    }
    return low + (high - low) / 2;
}

phw_interval phw_interval_wilson(uint64_t k, uint64_t n_trials)
{
    if (n_trials == 0)
        return (phw_interval){0, 1};
    const double z = gsl_cdf_ugaussian_Qinv(TAIL);
    const double n = (double)n_trials;
    const double p = (double)k / n;
    const double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    const double half =
        z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return (phw_interval){k == 0 ? 0 : middle - half,
                          k == n_trials ? 1 : middle + half};
}

phw_interval phw_interval_share(uint64_t k, uint64_t n)
{
    const double hits = (double)k;
    const double misses = (double)(n - k);
    /* Then Wilson's is the exact one to four digits, and the incomplete beta function's
     * continued fraction would not end in time. */
    if (hits > MANY && misses > MANY)
        return phw_interval_wilson(k, n);
    return (phw_interval){
        .low = k == 0 ? 0 : beta_quantile(TAIL, hits, misses + 1),
        .high = k == n ? 1 : beta_quantile(1 - TAIL, hits + 1, misses),
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
