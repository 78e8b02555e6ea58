#include "kgen/principal.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>

#include "core/signal.h"
#include "kgen/series.h"

/* The message: u32 inputs, u32 outputs, then a basis vector after the other in single
 * precision, then, where values are scaled, the variances, all little-endian. */
#define HEADER_SIZE 8

/* How far a peer's vectors may be from orthonormal: single precision over N_IN_MAX
 * entries errs by less than a tenth of this. */
#define ORTHONORMAL_TOLERANCE 1e-4

/* Rows of every column that are projected together. */
#define TILE 512

/* Variances below this share of the largest are rounding: nothing to be scaled up. */
#define VARIANCE_MIN 1e-10

static void put_u32(uint8_t *byte, uint32_t value)
{
    for (unsigned i = 0; i < 4; ++i)
        byte[i] = (uint8_t)(value >> (8 * i));
}

static uint32_t get_u32(const uint8_t *byte)
{
    uint32_t value = 0;
    for (unsigned i = 0; i < 4; ++i)
        value |= (uint32_t)byte[i] << (8 * i);
    return value;
}

static void put_float(uint8_t *byte, float value)
{
    uint32_t word = 0;
    memcpy(&word, &value, sizeof word);
    put_u32(byte, word);
}

static double get_float(const uint8_t *byte)
{
    const uint32_t word = get_u32(byte);
    float value = 0;
    memcpy(&value, &word, sizeof value);
    return (double)value;
}

/* The sum of (a[r] - a0)(b[r] - b0), four sums side by side as in phw_series_dot(). */
static double product(const double *a, double a0, const double *b, double b0, size_t n)
{
    double sum[4] = {0};
    size_t r = 0;
    for (; r + 4 <= n; r += 4) {
        for (unsigned lane = 0; lane < 4; ++lane)
            sum[lane] += (a[r + lane] - a0) * (b[r + lane] - b0);
    }
    for (; r < n; ++r)
        sum[0] += (a[r] - a0) * (b[r] - b0);
    return sum[0] + sum[1] + (sum[2] + sum[3]);
}

static phw_status means(double **out, const phw_features *x)
{
    double *mean = NULL;
    PHW_TRY(phw_array_alloc(&mean, x->n_components, sizeof *mean));
    for (size_t c = 0; c < x->n_components; ++c) {
        double variance = 0;
        phw_series_moments(&mean[c], &variance, phw_features_series(x, c), x->n_rows);
    }
    *out = mean;
    return PHW_OK;
}

/* Covariance of the columns of x, into a zeroed square matrix. */
static phw_status covariance(gsl_matrix *out, const phw_features *x)
{
    double *mean = NULL;
    PHW_TRY(means(&mean, x));
    bool finite = true;
    for (size_t i = 0; i < x->n_components; ++i) {
        const double *a = phw_features_series(x, i);
        for (size_t j = i; j < x->n_components; ++j) {
            const double *b = phw_features_series(x, j);
            const double sum = product(a, mean[i], b, mean[j], x->n_rows);
            finite = finite && isfinite(sum);
            gsl_matrix_set(out, i, j, sum / (double)x->n_rows);
            gsl_matrix_set(out, j, i, sum / (double)x->n_rows);
        }
    }
    free(mean);
    return finite ? PHW_OK
                  : phw_fail(PHW_EINPUT, "principal components: a value is not finite");
}

/* Eigenvectors of x's covariance, strongest first, as columns of `vectors`, and how
 * strong they are. */
static phw_status eigenvectors(gsl_matrix *vectors, gsl_vector *values,
                               const phw_features *x)
{
    const size_t n = x->n_components;
    gsl_matrix *matrix = gsl_matrix_calloc(n, n);
    gsl_eigen_symmv_workspace *work = gsl_eigen_symmv_alloc(n);
    phw_status s = matrix == NULL || work == NULL
                       ? phw_fail(PHW_ENOMEM, "principal components: no memory")
                       : covariance(matrix, x);
    if (!s &&
        (gsl_eigen_symmv(matrix, values, vectors, work) != GSL_SUCCESS ||
         gsl_eigen_symmv_sort(values, vectors, GSL_EIGEN_SORT_VAL_DESC) != GSL_SUCCESS))
        s = phw_fail(PHW_ENOCONV, "principal components: the eigenvectors did not "
                                  "converge");
    if (work != NULL)
        gsl_eigen_symmv_free(work);
    gsl_matrix_free(matrix);
    return s;
}

/* +1 or -1 so that the vector's entry of largest magnitude (the first of equals, in
 * single precision) becomes positive: the sign of an eigenvector is free. */
static double canonical_sign(const gsl_matrix *vectors, size_t k)
{
    float largest = 0;
    for (size_t i = 0; i < vectors->size1; ++i) {
        const float v = (float)gsl_matrix_get(vectors, i, k);
        if (fabsf(v) > fabsf(largest))
            largest = v;
    }
    return largest < 0 ? -1 : 1;
}

static phw_status encode(phw_blob *out, const gsl_matrix *vectors,
                         const gsl_vector *values, size_t n_out, bool scaled)
{
    const size_t n_in = vectors->size1;
    phw_blob blob = {0};
    PHW_TRY(phw_blob_alloc(&blob, HEADER_SIZE + 4 * (n_in + scaled) * n_out));
    put_u32(blob.byte, (uint32_t)n_in);
    put_u32(blob.byte + 4, (uint32_t)n_out);
    for (size_t k = 0; k < n_out; ++k) {
        const double sign = canonical_sign(vectors, k);
        for (size_t i = 0; i < n_in; ++i)
            put_float(blob.byte + HEADER_SIZE + 4 * (k * n_in + i),
                      (float)(sign * gsl_matrix_get(vectors, i, k)));
        if (scaled)
            put_float(blob.byte + HEADER_SIZE + 4 * (n_out * n_in + k),
                      (float)gsl_vector_get(values, k));
    }
    *out = blob;
    return PHW_OK;
}

/* How many are sent: those asked for or possible, as far as they are strong enough. */
static size_t n_strong(const gsl_vector *values, size_t n, const phw_principal *rule)
{
    const double share = rule->scaled ? fmax(rule->least, VARIANCE_MIN) : rule->least;
    size_t k = 1;
    while (k < n && gsl_vector_get(values, k) > share * gsl_vector_get(values, 0))
        ++k;
    return share > 0 ? k : n;
}

static phw_status fit(phw_blob *out, const phw_features *leader, size_t n_most,
                      const phw_principal *rule)
{
    const size_t n_in = leader->n_components;
    gsl_matrix *vectors = gsl_matrix_alloc(n_in, n_in);
    gsl_vector *values = gsl_vector_alloc(n_in);
    phw_status s = vectors == NULL || values == NULL
                       ? phw_fail(PHW_ENOMEM, "transform %s: no memory", rule->name)
                       : eigenvectors(vectors, values, leader);
    if (!s && rule->scaled && !(gsl_vector_get(values, 0) > 0))
        s = phw_fail(PHW_ESHORT, "transform %s: nothing varies", rule->name);
    if (!s)
        s = encode(out, vectors, values, n_strong(values, n_most, rule), rule->scaled);
    gsl_vector_free(values);
    gsl_matrix_free(vectors);
    return s;
}

phw_status phw_principal_fit(phw_blob *out, const phw_features *leader,
                             const phw_principal *rule)
{
    const size_t n_in = leader->n_components;
    if (leader->n_rows < 2)
        return phw_fail(PHW_ESHORT, "transform %s: %zu rows, at least 2 are needed",
                        rule->name, leader->n_rows);
    if (n_in > PHW_PRINCIPAL_IN_MAX)
        return phw_fail(PHW_EARG, "transform %s: %zu components, at most %d",
                        rule->name, n_in, PHW_PRINCIPAL_IN_MAX);
    /* n rows less their mean span at most n - 1 directions. */
    size_t n_most = n_in < leader->n_rows - 1 ? n_in : leader->n_rows - 1;
    n_most = n_most < PHW_PRINCIPAL_OUT_MAX ? n_most : PHW_PRINCIPAL_OUT_MAX;
    if (rule->n_components > n_most)
        return phw_fail(PHW_EARG,
                        "transform %s: components %zu, but %zu rows of %zu "
                        "components give at most %zu",
                        rule->name, rule->n_components, leader->n_rows, n_in, n_most);
    return fit(out, leader, rule->n_components > 0 ? rule->n_components : n_most, rule);
}

/* Whether vectors j <= k of n entries have the right scalar product. */
static bool is_orthonormal(const double *basis, size_t n, size_t j, size_t k)
{
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += basis[j * n + i] * basis[k * n + i];
    return fabs(sum - (j == k ? 1 : 0)) <= ORTHONORMAL_TOLERANCE;
}

/* A vector told twice would sell the same bits twice. */
static phw_status check_basis(const double *basis, size_t n, size_t n_in,
                              const phw_principal *rule)
{
    for (size_t k = 0; k < n; ++k) {
        for (size_t j = 0; j <= k; ++j) {
            if (!is_orthonormal(basis, n_in, j, k))
                return phw_fail(PHW_EPEER,
                                "transform %s: vectors %zu and %zu are not orthonormal",
                                rule->name, j, k);
        }
    }
    return PHW_OK;
}

/* Divides each vector by the square root of its variance. */
static phw_status scale_basis(double *basis, const uint8_t *variances, size_t n,
                              size_t n_in, const phw_principal *rule)
{
    for (size_t k = 0; k < n; ++k) {
        const double variance = get_float(variances + 4 * k);
        if (!(variance > 0) || !isfinite(variance))
            return phw_fail(PHW_EPEER, "transform %s: variance %zu is %g", rule->name,
                            k, variance);
        for (size_t i = 0; i < n_in; ++i)
            basis[k * n_in + i] /= sqrt(variance);
    }
    return PHW_OK;
}

/* The basis of a message from the peer, n_out vectors of n_in entries, to be freed. */
static phw_status decode(double **out, size_t *n_out, const uint8_t *message,
                         size_t size, size_t n_in, const phw_principal *rule)
{
    if (size < HEADER_SIZE || get_u32(message) != n_in || n_in > PHW_PRINCIPAL_IN_MAX)
        return phw_fail(PHW_EPEER, "transform %s: not a basis for %zu components",
                        rule->name, n_in);
    const size_t n = get_u32(message + 4);
    if (n < 1 || n > n_in || n > PHW_PRINCIPAL_OUT_MAX ||
        size != HEADER_SIZE + 4 * n * (n_in + rule->scaled))
        return phw_fail(PHW_EPEER, "transform %s: %zu vectors in %zu bytes", rule->name,
                        n, size);
    double *basis = NULL;
    PHW_TRY(phw_array_alloc(&basis, n * n_in, sizeof *basis));
    for (size_t i = 0; i < n * n_in; ++i)
        basis[i] = get_float(message + HEADER_SIZE + 4 * i);
    phw_status s = check_basis(basis, n, n_in, rule);
    if (!s && rule->scaled)
        s = scale_basis(basis, message + HEADER_SIZE + 4 * n * n_in, n, n_in, rule);
    if (s) {
        free(basis);
        return s;
    }
    *out = basis;
    *n_out = n;
    return PHW_OK;
}

/* Rows [from, from + n) of one component: a basis vector times in's rows less their
 * mean. */
static void project_some(double *out, const phw_features *in, const double *vector,
                         const double *mean, size_t from, size_t n)
{
    for (size_t c = 0; c < in->n_components; ++c) {
        const double *x = phw_features_series(in, c) + from;
        for (size_t r = 0; r < n; ++r)
            out[from + r] += vector[c] * (x[r] - mean[c]);
    }
}

/* Tile by tile, so that a tile of every column stays in the cache. */
static void project(phw_features *out, const phw_features *in, const double *basis,
                    const double *mean)
{
    for (size_t from = 0; from < in->n_rows; from += TILE) {
        const size_t n = in->n_rows - from < TILE ? in->n_rows - from : TILE;
        for (size_t k = 0; k < out->n_components; ++k)
            project_some(phw_features_series(out, k), in, basis + k * in->n_components,
                         mean, from, n);
    }
}

phw_status phw_principal_apply(phw_features *out, const phw_features *in,
                               const uint8_t *message, size_t size,
                               const phw_principal *rule)
{
    double *basis = NULL;
    double *mean = NULL;
    size_t n_out = 0;
    PHW_TRY(decode(&basis, &n_out, message, size, in->n_components, rule));
    phw_features x = {0};
    phw_status s = means(&mean, in);
    if (!s)
        s = phw_features_alloc(&x, in->n_rows, n_out);
    if (!s) {
        memcpy(x.sequence, in->sequence, x.n_rows * sizeof *x.sequence);
        memcpy(x.time_s, in->time_s, x.n_rows * sizeof *x.time_s);
        x.has_time = in->has_time;
        project(&x, in, basis, mean);
        *out = x;
    }
    free(mean);
    free(basis);
    return s;
}
