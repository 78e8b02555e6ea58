#include "kgen/cholesky.h"

#include <math.h>

#include "kgen/series.h"

phw_status phw_cholesky_solve(double *x, double *a, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        double *row = a + i * n;
        for (size_t j = 0; j < i; ++j)
            row[j] = (row[j] - phw_series_dot(row, a + j * n, j)) / a[j * n + j];
        const double left = row[i] - phw_series_dot(row, row, i);
        if (!(left > 0) || !isfinite(left))
            return phw_fail(PHW_ENOCONV,
                            "equations: row %zu of %zu depends on those before it", i,
                            n);
        row[i] = sqrt(left);
    }
    for (size_t i = 0; i < n; ++i)
        x[i] = (x[i] - phw_series_dot(a + i * n, x, i)) / a[i * n + i];
    for (size_t i = n; i-- > 0;) {
        for (size_t j = i + 1; j < n; ++j)
            x[i] -= a[j * n + i] * x[j];
        x[i] /= a[i * n + i];
    }
    return PHW_OK;
}
