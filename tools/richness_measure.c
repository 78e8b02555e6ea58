#include "tools/richness_measure.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sf_psi.h>

#include "core/signal.h"
#include "tools/hermitian_values.h"

/* Blocks of both ends, side by side: a row of 2 d values. */
typedef struct sample {
    size_t d; /* of one end */
    size_t n; /* rows */
    double complex *row;
    double complex *mean;
    double complex *matrix; /* 2 d x 2 d, of all */
    double complex *part;   /* d x d, of one end */
    double *value;          /* 2 d */
} sample;

static void gather(sample *s, const phw_trace *alice, const phw_trace *bob,
                   size_t stride)
{
    for (size_t i = 0; i < s->n; ++i) {
        const size_t from = i * stride * s->d;
        double complex *row = s->row + i * 2 * s->d;
        for (size_t k = 0; k < s->d; ++k) {
            row[k] = (double complex)alice->cplx[from + k];
            row[s->d + k] = (double complex)bob->cplx[from + k];
        }
    }
}

/* Covariance about the mean, over n - 1; the lower triangle. */
static void correlate(sample *s)
{
    const size_t m = 2 * s->d;
    for (size_t k = 0; k < m; ++k)
        s->mean[k] = 0;
    for (size_t i = 0; i < s->n; ++i) {
        for (size_t k = 0; k < m; ++k)
            s->mean[k] += s->row[i * m + k] / (double)s->n;
    }
    for (size_t i = 0; i < s->n; ++i) {
        double complex *x = s->row + i * m;
        for (size_t k = 0; k < m; ++k)
            x[k] -= s->mean[k];
        for (size_t k = 0; k < m; ++k) {
            for (size_t l = 0; l <= k; ++l)
                s->matrix[k * m + l] += x[k] * conj(x[l]);
        }
    }
    for (size_t k = 0; k < m * m; ++k)
        s->matrix[k] /= (double)(s->n - 1);
}

/* ln of the determinant of matrix[n][n], which is used up, less its bias; value[n] is
 * scratch. */
static phw_status log_determinant(double *out, double complex *matrix, double *value,
                                  size_t n, size_t n_rows)
{
    PHW_TRY(phw_hermitian_values(value, matrix, n));
    double sum = 0;
    for (size_t k = 0; k < n; ++k) {
        if (!(value[k] > 0))
            return phw_fail(PHW_ENOCONV, "richness: the covariance is singular");
        sum += log(value[k]) - gsl_sf_psi((double)(n_rows - 1 - k)) +
               log((double)(n_rows - 1));
    }
    *out = sum;
    return PHW_OK;
}

static phw_status information(double *nats, sample *s)
{
    double end[2] = {0};
    double all = 0;
    for (size_t e = 0; e < 2; ++e) {
        for (size_t k = 0; k < s->d; ++k)
            memcpy(s->part + k * s->d, s->matrix + (e * s->d + k) * 2 * s->d + e * s->d,
                   s->d * sizeof *s->part);
        PHW_TRY(log_determinant(&end[e], s->part, s->value, s->d, s->n));
    }
    PHW_TRY(log_determinant(&all, s->matrix, s->value, 2 * s->d, s->n));
    *nats = end[0] + end[1] - all;
    return PHW_OK;
}

static phw_status allocate(sample *s)
{
    PHW_TRY(phw_array_alloc(&s->row, s->n * 2 * s->d, sizeof *s->row));
    PHW_TRY(phw_array_alloc(&s->mean, 2 * s->d, sizeof *s->mean));
    PHW_TRY(phw_array_alloc(&s->matrix, 4 * s->d * s->d, sizeof *s->matrix));
    PHW_TRY(phw_array_alloc(&s->value, 2 * s->d, sizeof *s->value));
    return phw_array_alloc(&s->part, s->d * s->d, sizeof *s->part);
}

phw_status phw_richness_measure(double *bits, const phw_trace *alice,
                                const phw_trace *bob, size_t block, size_t stride)
{
    if (alice->cplx == NULL || bob->cplx == NULL || alice->n_probes != bob->n_probes ||
        alice->n_coefficients != bob->n_coefficients || block < 1 || stride < 1)
        return phw_fail(PHW_EARG, "richness: expected two complex traces of one shape");
    const size_t n_blocks = alice->n_probes / block;
    sample s = {.d = block * alice->n_coefficients,
                .n = (n_blocks + stride - 1) / stride};
    if (s.n < 8 * s.d)
        return phw_fail(PHW_ESHORT,
                        "richness: %zu blocks of %zu values; expected %zu at least: "
                        "more probes",
                        s.n, s.d, 8 * s.d);
    double nats = 0;
    phw_status status = allocate(&s);
    if (!status) {
        gather(&s, alice, bob, stride);
        correlate(&s);
        status = information(&nats, &s);
    }
    free(s.row);
    free(s.mean);
    free(s.matrix);
    free(s.part);
    free(s.value);
    if (!status)
        *bits = nats / log(2) / (double)block;
    return status;
}
