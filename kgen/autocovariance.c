#include "kgen/autocovariance.h"

#include <math.h>
#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/series.h"

void phw_autocovariance(double *r, size_t n_lags, const double *x, size_t n)
{
    double mean = 0;
    double variance = 0;
    phw_series_moments(&mean, &variance, x, n);
    for (size_t l = 0; l <= n_lags; ++l) {
        double sum = 0;
        for (size_t k = 0; k + l < n; ++k)
            sum += (x[k] - mean) * (x[k + l] - mean);
        r[l] = sum / (double)n;
    }
}

double phw_autocovariance_signal(const double *r)
{
    return fmin(r[0], fmax(0, (56 * r[1] - 28 * r[2] + 8 * r[3] - r[4]) / 35));
}

/* One step of Burg's recursion: the reflection of forward and backward errors
 * f, b [from, n), which are brought up to date. */
static double reflect(double *f, double *b, size_t from, size_t n)
{
    double product = 0;
    double square = 0;
    for (size_t k = from; k < n; ++k) {
        product += f[k] * b[k - 1];
        square += f[k] * f[k] + b[k - 1] * b[k - 1];
    }
    const double reflection = square > 0 ? 2 * product / square : 0;
    for (size_t k = n; k-- > from;) {
        const double forward = f[k];
        f[k] = forward - reflection * b[k - 1];
        b[k] = b[k - 1] - reflection * forward;
    }
    return reflection;
}

/* a[m + 1] of a[m] by Levinson's step. */
static void extend(double *a, size_t m, double reflection)
{
    for (size_t i = 0; i < (m + 1) / 2; ++i) {
        const double low = a[i];
        const double high = a[m - 1 - i];
        a[i] = low - reflection * high;
        a[m - 1 - i] = high - reflection * low;
    }
    a[m] = reflection;
}

phw_status phw_autoregression(double *a, double *variance, size_t order,
                              const double *x, size_t n)
{
    if (n < 2 * order + 2)
        return phw_fail(PHW_ESHORT,
                        "autoregression: %zu values for order %zu, at "
                        "least %zu are needed",
                        n, order, 2 * order + 2);
    double mean = 0;
    double left = 0;
    double *f = NULL;
    PHW_TRY(phw_array_alloc(&f, 2 * n, sizeof *f));
    double *b = f + n;
    phw_series_moments(&mean, &left, x, n);
    for (size_t k = 0; k < n; ++k)
        f[k] = b[k] = x[k] - mean;
    for (size_t m = 0; m < order; ++m) {
        const double reflection = reflect(f, b, m + 1, n);
        extend(a, m, reflection);
        left *= 1 - reflection * reflection;
    }
    if (variance != NULL)
        *variance = left;
    sodium_memzero(f, 2 * n * sizeof *f);
    free(f);
    return PHW_OK;
}
