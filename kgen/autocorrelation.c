#include "kgen/autocorrelation.h"

#include <math.h>

#include "kgen/series.h"

/* Least share of a process that is told from noise. */
#define SIGNAL_LEAST 0.05

phw_status phw_autocorrelation(double *r, const double *x, size_t n, size_t n_lags)
{
    double mean = 0;
    double variance = 0;
    PHW_TRY(phw_series_check(x, n));
    if (n_lags >= n)
        return phw_fail(PHW_EARG, "autocorrelation: %zu lags of %zu values", n_lags, n);
    phw_series_moments(&mean, &variance, x, n);
    if (!(variance > 0) || !isfinite(variance))
        return phw_fail(PHW_ESHORT, "autocorrelation: the series has no spread");
    r[0] = 1;
    for (size_t k = 1; k <= n_lags; ++k) {
        double sum = 0;
        for (size_t i = k; i < n; ++i)
            sum += (x[i] - mean) * (x[i - k] - mean);
        r[k] = sum / ((double)n * variance);
    }
    return PHW_OK;
}

double phw_autocorrelation_signal(const double *r)
{
    if (r[1] < 0.5)
        return 1;
    return fmin(1, fmax(SIGNAL_LEAST, (15 * r[1] - 6 * r[2] + r[3]) / 10));
}
