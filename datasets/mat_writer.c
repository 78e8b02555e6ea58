#include "datasets/mat_writer.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "datasets/mat_format.h"

/* Of one variable, less room for its head. */
#define MOST_BYTES ((size_t)INT32_MAX - 1024)

void phw_mat_start(phw_writer *w)
{
    static const char level_5[4] = {0, 1, 'I', 'M'};
    char text[PHW_MAT_HEADER_BYTES + 1];
    (void)snprintf(text, sizeof text, "%-*s", PHW_MAT_HEADER_BYTES,
                   "MATLAB 5.0 MAT-file, written by phyward");
    memset(text + 116, 0, 8); /* no subsystem data */
    phw_writer_write(w, text, PHW_MAT_HEADER_BYTES - sizeof level_5);
    phw_writer_write(w, level_5, sizeof level_5);
}

static void put_u32(uint8_t *at, size_t x)
{
    for (size_t i = 0; i < 4; ++i)
        at[i] = (uint8_t)(x >> (8 * i));
}

static size_t rounded(size_t n)
{
    return (n + 7) / 8 * 8;
}

static void put_tag(phw_writer *w, unsigned type, size_t size)
{
    uint8_t tag[8];
    put_u32(tag, type);
    put_u32(tag + 4, size);
    phw_writer_write(w, tag, sizeof tag);
}

static void put_element(phw_writer *w, unsigned type, const void *data, size_t size)
{
    static const uint8_t zero[8];
    put_tag(w, type, size);
    phw_writer_write(w, data, size);
    phw_writer_write(w, zero, rounded(size) - size);
}

/* An array's tag and head; `values` bytes of elements follow. */
static void put_head(phw_writer *w, const phw_matrix *m, unsigned number, size_t values)
{
    uint8_t flags[8] = {0};
    uint8_t dims[4 * PHW_MATRIX_DIMS_MAX];
    const size_t n_dims = m->n_dims < 2 ? 2 : m->n_dims;
    const size_t name = strlen(m->name);
    put_u32(flags, number | (m->is_complex ? PHW_MAT_FLAG_COMPLEX : 0));
    for (size_t i = 0; i < n_dims; ++i)
        put_u32(dims + 4 * i, i < m->n_dims ? m->dim[i] : 1);
    put_tag(w, PHW_MAT_MATRIX,
            16 + 8 + rounded(4 * n_dims) + 8 + rounded(name) + values);
    put_element(w, PHW_MAT_UINT32, flags, sizeof flags);
    put_element(w, PHW_MAT_INT32, dims, 4 * n_dims);
    put_element(w, PHW_MAT_INT8, m->name, name);
}

static void put_parts(phw_writer *w, const phw_matrix *by_columns)
{
    const size_t step = by_columns->is_complex ? 2 : 1;
    for (size_t part = 0; part < step; ++part) {
        put_tag(w, PHW_MAT_DOUBLE, 8 * by_columns->n);
        for (size_t i = 0; i < by_columns->n; ++i)
            phw_writer_write(w, by_columns->value + step * i + part, 8);
    }
}

/* Row by row is, with the dimensions in reverse, column by column. */
static phw_status by_columns(phw_matrix *out, const phw_matrix *m)
{
    phw_matrix copy = *m;
    copy.value = NULL;
    for (size_t i = 0; i < m->n_dims; ++i)
        copy.dim[i] = m->dim[m->n_dims - 1 - i];
    PHW_TRY(phw_matrix_alloc(&copy));
    memcpy(copy.value, m->value, m->n * (m->is_complex ? 2 : 1) * sizeof *m->value);
    const phw_status s = phw_matrix_from_columns(&copy);
    memcpy(copy.dim, m->dim, sizeof copy.dim);
    if (s) {
        phw_matrix_free(&copy);
        return s;
    }
    *out = copy;
    return PHW_OK;
}

phw_status phw_mat_put(phw_writer *w, const phw_matrix *m)
{
    const size_t bytes = (m->is_complex ? 2 : 1) * (8 + 8 * m->n);
    phw_matrix turned = {0};
    if (bytes > MOST_BYTES)
        return phw_fail(
            PHW_EINPUT,
            "%s has %zu bytes; a MAT-file of level 5 holds at most 2 GiB of "
            "one: export a part of it, or to .npy",
            m->name, bytes);
    PHW_TRY(by_columns(&turned, m));
    put_head(w, &turned, PHW_MAT_CLASS_DOUBLE, bytes);
    put_parts(w, &turned);
    phw_matrix_free(&turned);
    return PHW_OK;
}

void phw_mat_put_text(phw_writer *w, const char *name, const char *text)
{
    const size_t n = strlen(text);
    phw_matrix m = {.n_dims = 2, .dim = {n > 0 ? 1 : 0, n}};
    (void)snprintf(m.name, sizeof m.name, "%s", name);
    put_head(w, &m, PHW_MAT_CLASS_TEXT, 8 + rounded(n));
    put_element(w, PHW_MAT_UTF8, text, n);
}
