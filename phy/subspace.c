#include "phy/subspace.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "phy/hermitian.h"

struct phw_subspace {
    size_t n;
    size_t n_added;
    bool both_ways;
    double complex *sum;    /* n x n, lower triangle */
    double complex *matrix; /* n x n, used up by the eigenvectors */
    double complex *vector; /* n x n: columns */
    double *value;          /* n */
};

phw_status phw_subspace_create(phw_subspace **out, size_t n)
{
    if (n < 2 || n > PHW_SUBSPACE_MAX)
        return phw_fail(PHW_EARG, "subspace: vectors of %zu; expected 2 to %d", n,
                        PHW_SUBSPACE_MAX);
    phw_subspace *s = calloc(1, sizeof *s);
    if (s == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a covariance");
    s->n = n;
    phw_status status = phw_array_alloc(&s->sum, n * n, sizeof *s->sum);
    if (!status)
        status = phw_array_alloc(&s->matrix, n * n, sizeof *s->matrix);
    if (!status)
        status = phw_array_alloc(&s->vector, n * n, sizeof *s->vector);
    if (!status)
        status = phw_array_alloc(&s->value, n, sizeof *s->value);
    if (status) {
        phw_subspace_destroy(s);
        return status;
    }
    *out = s;
    return PHW_OK;
}

void phw_subspace_destroy(phw_subspace *s)
{
    if (s == NULL)
        return;
    free(s->sum);
    free(s->matrix);
    free(s->vector);
    free(s->value);
    free(s);
}

void phw_subspace_reset(phw_subspace *s)
{
    memset(s->sum, 0, s->n * s->n * sizeof *s->sum);
    s->n_added = 0;
}

void phw_subspace_add(phw_subspace *s, const phw_cf *x)
{
    for (size_t i = 0; i < s->n; ++i) {
        const double re = (double)crealf(x[i]);
        const double im = (double)cimagf(x[i]);
        double complex *row = s->sum + i * s->n;
        for (size_t k = 0; k <= i; ++k) {
            const double a = (double)crealf(x[k]);
            const double b = (double)cimagf(x[k]);
            row[k] += CMPLX(re * a + im * b, im * a - re * b);
        }
    }
    ++s->n_added;
}

void phw_subspace_add_windows(phw_subspace *s, const phw_cf *x, size_t n_x)
{
    for (size_t i = 0; i + s->n <= n_x; ++i)
        phw_subspace_add(s, x + i);
}

phw_status phw_subspace_split(phw_subspace *s, bool both_ways)
{
    const size_t n = s->n;
    if (s->n_added == 0)
        return phw_fail(PHW_ESHORT, "subspace: no vector was added");
    const double scale = 1 / (double)s->n_added;
    for (size_t i = 0; i < n; ++i) {
        for (size_t k = 0; k <= i; ++k) {
            /* Backwards and conjugated, entry (i, k) is that of the mirrored places. */
            const double complex mirrored = s->sum[(n - 1 - k) * n + n - 1 - i];
            const double complex x = s->sum[i * n + k];
            s->matrix[i * n + k] = scale * (both_ways ? (x + mirrored) / 2 : x);
        }
    }
    s->both_ways = both_ways;
    return phw_hermitian_eigen(s->value, s->vector, s->matrix, n);
}

const double *phw_subspace_values(const phw_subspace *s)
{
    return s->value;
}

void phw_subspace_vector(double *re, double *im, const phw_subspace *s, size_t k,
                         size_t i)
{
    *re = creal(s->vector[i * s->n + k]);
    *im = cimag(s->vector[i * s->n + k]);
}

size_t phw_subspace_length(const phw_subspace *s)
{
    return s->n;
}

size_t phw_subspace_order(const phw_subspace *s)
{
    const double n = (double)s->n;
    const double least = 1e-14 * s->value[0];
    double logs = 0;
    double sum = 0;
    double best = HUGE_VAL;
    size_t order = 0;
    for (size_t k = s->n; k-- > 0;) {
        const double value = fmax(s->value[k], least);
        const double left = n - (double)k;
        logs += log(value);
        sum += value;
        const double unlike = (double)s->n_added * (left * log(sum / left) - logs);
        const double free = (double)k * (s->both_ways ? 2 * n - (double)k + 1
                                                      : 2 * (2 * n - (double)k));
        const double length = unlike + free / 4 * log((double)s->n_added);
        if (length < best) {
            best = length;
            order = k;
        }
    }
    return order;
}
