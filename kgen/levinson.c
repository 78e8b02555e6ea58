#include "kgen/levinson.h"

#include <string.h>

/* One step of the recursion: the model of order p from that of order p - 1, whose error
 * is *error. */
static phw_status next_order(double *a, double *error, const double *r, size_t p)
{
    double before[PHW_LEVINSON_MOST];
    double sum = r[p];
    for (size_t i = 1; i < p; ++i)
        sum -= a[i - 1] * r[p - i];
    const double k = sum / *error;
    const double left = *error * (1 - k * k);
    if (!(left > 0))
        return phw_fail(PHW_ENOCONV,
                        "prediction: the autocorrelation is none from lag %zu on; more "
                        "noise or fewer past values make it one",
                        p);
    memcpy(before, a, (p - 1) * sizeof *a);
    for (size_t i = 1; i < p; ++i)
        a[i - 1] -= k * before[p - i - 1];
    a[p - 1] = k;
    *error = left;
    return PHW_OK;
}

static phw_status check(const double *r, size_t n)
{
    if (n > PHW_LEVINSON_MOST)
        return phw_fail(PHW_EARG, "prediction: %zu past values, at most %d", n,
                        PHW_LEVINSON_MOST);
    if (!(r[0] > 0))
        return phw_fail(PHW_ENOCONV, "prediction: the series has no power");
    return PHW_OK;
}

phw_status phw_levinson_model(double *a, double *open, const double *r, size_t n)
{
    double model[PHW_LEVINSON_MOST];
    PHW_TRY(check(r, n));
    double error = r[0];
    for (size_t p = 1; p <= n; ++p)
        PHW_TRY(next_order(model, &error, r, p));
    memcpy(a, model, n * sizeof *a);
    *open = error / r[0];
    return PHW_OK;
}

phw_status phw_levinson_solve(double *w, const double *r, const double *y, size_t n)
{
    double a[PHW_LEVINSON_MOST];
    double x[PHW_LEVINSON_MOST];
    if (n == 0)
        return phw_fail(PHW_EARG, "prediction: no past values");
    PHW_TRY(check(r, n));
    double error = r[0];
    x[0] = y[0] / r[0];
    for (size_t p = 1; p < n; ++p) {
        PHW_TRY(next_order(a, &error, r, p));
        /* The solution so far misses y[p]; the model's error vector (-a reversed, 1)
         * moves that entry alone. */
        double miss = y[p];
        for (size_t i = 0; i < p; ++i)
            miss -= x[i] * r[p - i];
        x[p] = miss / error;
        for (size_t i = 0; i < p; ++i)
            x[i] -= x[p] * a[p - i - 1];
    }
    memcpy(w, x, n * sizeof *w);
    return PHW_OK;
}
