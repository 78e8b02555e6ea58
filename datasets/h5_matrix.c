#include "datasets/h5_matrix.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/h5_chunks.h"
#include "datasets/h5_value.h"
#include "datasets/inflate.h"

#define CHUNKED 2

_Static_assert(PHW_H5_DIMS_MAX == PHW_MATRIX_DIMS_MAX, "one shape for both");

/* The dimensions (section IV.A.2.b); none is a single value. */
static bool read_dims(phw_matrix *m, phw_h5_cursor c)
{
    const uint64_t version = phw_h5_take(&c, 1);
    const uint64_t n = phw_h5_take(&c, 1);
    (void)phw_h5_take(&c, 2);
    if (version == 1)
        (void)phw_h5_take(&c, 4);
    if (n > PHW_MATRIX_DIMS_MAX || version < 1 || version > 2)
        return false;
    m->n_dims = (size_t)n;
    for (size_t i = 0; i < m->n_dims; ++i)
        m->dim[i] = (size_t)phw_h5_take(&c, 8);
    return !c.bad;
}

/* How many bytes the values have; 0 when the file can't hold as many. */
static size_t count_bytes(const phw_matrix *m, size_t element, const phw_h5_file *file)
{
    size_t bytes = element;
    for (size_t i = 0; i < m->n_dims; ++i) {
        if (__builtin_mul_overflow(bytes, m->dim[i], &bytes))
            return 0;
    }
    return bytes / PHW_INFLATE_MOST_GROWTH > file->size ? 0 : bytes;
}

static void convert(phw_matrix *m, const uint8_t *bytes, const phw_h5_type *type)
{
    const phw_number_type number = phw_h5_number_type(type);
    for (size_t i = 0; i < m->n * (m->is_complex ? 2 : 1); ++i)
        m->value[i] = phw_number_at(&number, bytes + i * number.size);
}

static phw_status read_chunked(phw_matrix *m, const phw_h5_file *file,
                               const phw_h5_parts *parts, const phw_h5_type *type,
                               size_t n_bytes)
{
    phw_h5_shape shape = {.n_dims = m->n_dims, .element = type->size};
    memcpy(shape.dim, m->dim, sizeof shape.dim);
    uint8_t *bytes = calloc(1, n_bytes);
    if (bytes == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the %zu bytes of %s", n_bytes,
                        m->name);
    const phw_status s = phw_h5_unchunk(bytes, file, parts, &shape);
    if (!s)
        convert(m, bytes, type);
    free(bytes);
    return s ? phw_fail_within(s, "%s", m->name) : PHW_OK;
}

static phw_status read_values(phw_matrix *m, const phw_h5_file *file,
                              const phw_h5_parts *parts, size_t n_bytes)
{
    const phw_h5_type type = phw_h5_type_read(parts->type);
    phw_h5_cursor data = {0};
    phw_h5_cursor layout = parts->layout;
    (void)phw_h5_take(&layout, 1);
    if (phw_h5_take(&layout, 1) == CHUNKED)
        return read_chunked(m, file, parts, &type, n_bytes);
    PHW_TRY(phw_h5_data_find(&data, file, parts->layout, m->name));
    if ((size_t)(data.end - data.at) < n_bytes)
        return phw_fail(PHW_EINPUT, "%s: %zu bytes of values; its shape asks for %zu",
                        m->name, (size_t)(data.end - data.at), n_bytes);
    convert(m, data.at, &type);
    return PHW_OK;
}

/* The shape, the parts and how many bytes the values have. */
static phw_status describe(phw_matrix *m, phw_h5_parts *parts, size_t *n_bytes,
                           const phw_h5_file *file, uint64_t node)
{
    if (!phw_h5_parts_find(parts, file, node) || !read_dims(m, parts->space))
        return phw_fail(PHW_EINPUT,
                        "%s is no array of at most %d dimensions, or damaged", m->name,
                        PHW_MATRIX_DIMS_MAX);
    const phw_h5_type type = phw_h5_type_read(parts->type);
    m->is_complex = type.class_ == PHW_H5_COMPLEX;
    if (!m->is_complex && type.class_ != PHW_H5_INTEGER && type.class_ != PHW_H5_REAL)
        return phw_fail(PHW_EINPUT, "%s does not hold numbers", m->name);
    *n_bytes = count_bytes(m, type.size, file);
    if (*n_bytes == 0)
        return phw_fail(PHW_EINPUT, "%s is empty, or larger than its file can be",
                        m->name);
    return PHW_OK;
}

phw_status phw_h5_matrix_describe(phw_matrix *out, const phw_h5_file *file,
                                  uint64_t node, const char *name)
{
    phw_h5_parts parts;
    size_t n_bytes = 0;
    phw_matrix m = {0};
    (void)snprintf(m.name, sizeof m.name, "%s", name);
    PHW_TRY(describe(&m, &parts, &n_bytes, file, node));
    *out = m;
    return PHW_OK;
}

phw_status phw_h5_matrix_read(phw_matrix *out, const phw_h5_file *file, uint64_t node,
                              const char *name)
{
    phw_h5_parts parts;
    size_t n_bytes = 0;
    phw_matrix m = {0};
    (void)snprintf(m.name, sizeof m.name, "%s", name);
    PHW_TRY(describe(&m, &parts, &n_bytes, file, node));
    PHW_TRY(phw_matrix_alloc(&m));
    const phw_status s = read_values(&m, file, &parts, n_bytes);
    if (s) {
        phw_matrix_free(&m);
        return s;
    }
    *out = m;
    return PHW_OK;
}
