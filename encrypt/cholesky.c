#include "encrypt/cholesky.h"

#include <math.h>

size_t phw_cholesky_factor(double complex *a, size_t n, double least)
{
    for (size_t i = 0; i < n; ++i) {
        double complex *row = a + i * n;
        const double whole = creal(row[i]);
        for (size_t k = 0; k < i; ++k) {
            const double complex *other = a + k * n;
            double complex sum = row[k];
            for (size_t l = 0; l < k; ++l)
                sum -= row[l] * conj(other[l]);
            row[k] = sum / creal(other[k]);
        }
        double left = whole;
        for (size_t l = 0; l < i; ++l)
            left -= creal(row[l]) * creal(row[l]) + cimag(row[l]) * cimag(row[l]);
        if (!(left > least * whole))
            return i;
        row[i] = sqrt(left);
    }
    return n;
}

void phw_cholesky_forward(double complex *x, const double complex *factor, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        for (size_t k = 0; k < i; ++k)
            x[i] -= factor[i * n + k] * x[k];
        x[i] /= creal(factor[i * n + i]);
    }
}

void phw_cholesky_backward(double complex *x, const double complex *factor, size_t n)
{
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; ++k)
            x[i] -= conj(factor[k * n + i]) * x[k];
        x[i] /= creal(factor[i * n + i]);
    }
}
