#include "datasets/matrix.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t parts(const phw_matrix *m)
{
    return m->is_complex ? 2 : 1;
}

phw_status phw_matrix_alloc(phw_matrix *out)
{
    size_t n = 1;
    for (size_t i = 0; i < out->n_dims; ++i) {
        if (__builtin_mul_overflow(n, out->dim[i], &n))
            n = PHW_MATRIX_MOST_VALUES + 1;
    }
    if (n == 0 || n > PHW_MATRIX_MOST_VALUES)
        return phw_fail(PHW_EINPUT,
                        "%s has no values, or more than %zu; expected a part of it",
                        out->name, PHW_MATRIX_MOST_VALUES);
    double *value = calloc(n * parts(out), sizeof *value);
    if (value == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the %zu values of %s", n, out->name);
    out->n = n;
    out->value = value;
    return PHW_OK;
}

void phw_matrix_free(phw_matrix *m)
{
    free(m->value);
    *m = (phw_matrix){0};
}

/* The values in another order: the k-th dimension of the result advances by stride[k]
 * in the present one. */
static phw_status reorder(phw_matrix *m, const size_t *dim, const size_t *stride)
{
    const size_t part = parts(m);
    size_t at[PHW_MATRIX_DIMS_MAX] = {0};
    size_t from = 0;
    double *value = malloc(m->n * part * sizeof *value);
    if (value == NULL)
        return phw_fail(PHW_ENOMEM, "no memory to turn %s over", m->name);
    for (size_t i = 0; i < m->n; ++i) {
        memcpy(value + part * i, m->value + part * from, part * sizeof *value);
        for (size_t k = m->n_dims; k-- > 0;) {
            from += stride[k];
            if (++at[k] < dim[k])
                break;
            from -= dim[k] * stride[k];
            at[k] = 0;
        }
    }
    free(m->value);
    m->value = value;
    return PHW_OK;
}

phw_status phw_matrix_from_columns(phw_matrix *m)
{
    size_t stride[PHW_MATRIX_DIMS_MAX];
    size_t step = 1;
    for (size_t k = 0; k < m->n_dims; ++k) {
        stride[k] = step;
        step *= m->dim[k];
    }
    return reorder(m, m->dim, stride);
}

phw_status phw_matrix_last_first(phw_matrix *m)
{
    size_t dim[PHW_MATRIX_DIMS_MAX];
    size_t stride[PHW_MATRIX_DIMS_MAX];
    size_t step = 1;
    for (size_t k = m->n_dims; k-- > 0;) {
        const size_t to = (k + 1) % m->n_dims;
        dim[to] = m->dim[k];
        stride[to] = step;
        step *= m->dim[k];
    }
    PHW_TRY(reorder(m, dim, stride));
    memcpy(m->dim, dim, m->n_dims * sizeof *dim);
    return PHW_OK;
}

void phw_matrix_shape(char *out, size_t size, const phw_matrix *m)
{
    size_t at = 0;
    out[0] = '\0';
    for (size_t k = 0; k < m->n_dims && at < size; ++k) {
        const int shown =
            snprintf(out + at, size - at, "%s%zu", k > 0 ? " x " : "", m->dim[k]);
        at += shown > 0 ? (size_t)shown : 0;
    }
    if (at < size)
        (void)snprintf(out + at, size - at, "%s", m->is_complex ? " complex" : "");
}
