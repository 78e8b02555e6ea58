#include "datasets/mat.h"

#include <stdlib.h>
#include <string.h>

#include "datasets/inflate.h"
#include "datasets/mat_format.h"
#include "datasets/number.h"

#define LEVEL_5 0x0100

/* Flags, up to eight dimensions and a name, each with its tag, fit in. */
#define HEAD_BYTES 1024

/* What is still to be read of an element's parts. */
typedef struct cursor {
    const uint8_t *at;
    size_t left;
    bool big_endian;
} cursor;

/* A data element. */
typedef struct element {
    uint32_t type;
    size_t size;
    const uint8_t *data;
} element;

static uint32_t word_at(const cursor *c, size_t offset)
{
    const phw_number_type u32 = {4, PHW_NUMBER_UNSIGNED, c->big_endian};
    return (uint32_t)phw_number_whole_at(&u32, c->at + offset);
}

/* The next element; `padded` to eights, as all are but compressed ones. False when its
 * bytes are not all there, with what there is of them in `out`. */
static bool take(element *out, cursor *c)
{
    *out = (element){0};
    if (c->left < 8)
        return false;
    const uint32_t first = word_at(c, 0);
    const bool is_small = first >> 16 != 0;
    out->type = is_small ? first & 0xffff : first;
    out->size = is_small ? first >> 16 : word_at(c, 4);
    out->data = c->at + (is_small ? 4 : 8);
    size_t whole = 8;
    if (!is_small) {
        whole += out->size;
        if (out->type != PHW_MAT_COMPRESSED)
            whole = (whole + 7) / 8 * 8;
    }
    if (is_small && out->size > 4)
        return false;
    if (!is_small && out->size > c->left - 8) {
        out->size = c->left - 8;
        return false;
    }
    /* The last element's padding may be missing. */
    if (whole > c->left)
        whole = c->left;
    c->at += whole;
    c->left -= whole;
    return true;
}

static const char *class_name(unsigned number)
{
    static const char *const name[] = {"array of no known class",
                                       "cell array",
                                       "structure",
                                       "object",
                                       "text",
                                       "sparse array",
                                       "double",
                                       "single",
                                       "int8",
                                       "uint8",
                                       "int16",
                                       "uint16",
                                       "int32",
                                       "uint32",
                                       "int64",
                                       "uint64"};
    return name[number <= PHW_MAT_CLASS_LAST ? number : 0];
}

/* The dimensions, of which those past the last that fits are left out. */
static bool read_dims(phw_mat_variable *v, const element *e, const cursor *c)
{
    const phw_number_type i32 = {4, PHW_NUMBER_SIGNED, c->big_endian};
    const size_t n = e->size / 4;
    if (e->type != PHW_MAT_INT32 || e->size % 4 != 0 || n < 2)
        return false;
    v->n_dims = n < PHW_MATRIX_DIMS_MAX ? n : PHW_MATRIX_DIMS_MAX;
    for (size_t i = 0; i < n; ++i) {
        const int64_t dim = phw_number_whole_at(&i32, e->data + 4 * i);
        if (dim < 0)
            return false;
        if (i < PHW_MATRIX_DIMS_MAX)
            v->dim[i] = (size_t)dim;
        v->is_readable = v->is_readable && dim > 0 && n <= PHW_MATRIX_DIMS_MAX;
    }
    return true;
}

/* Flags, dimensions and name, which every array begins with. */
static bool read_head(phw_mat_variable *v, cursor *c)
{
    element flags;
    element dims;
    element name;
    if (!take(&flags, c) || flags.type != PHW_MAT_UINT32 || flags.size != 8)
        return false;
    const cursor word = {flags.data, flags.size, c->big_endian};
    const unsigned number = word_at(&word, 0) & 0xff;
    v->is_complex = (word_at(&word, 0) & PHW_MAT_FLAG_COMPLEX) != 0;
    v->is_text = number == PHW_MAT_CLASS_TEXT;
    v->is_readable =
        v->is_text || (number >= PHW_MAT_CLASS_DOUBLE && number <= PHW_MAT_CLASS_LAST);
    v->what = class_name(number);
    if (!take(&dims, c) || !read_dims(v, &dims, c) || !take(&name, c) ||
        (name.type != PHW_MAT_INT8 && name.type != PHW_MAT_UTF8))
        return false;
    const size_t length =
        name.size < sizeof v->name - 1 ? name.size : sizeof v->name - 1;
    memcpy(v->name, name.data, length);
    v->name[length] = '\0';
    return true;
}

/* Lists one array, inflating as little of it as its head needs. */
static bool describe(phw_mat_variable *v, const element *e, bool big_endian)
{
    uint8_t head[HEAD_BYTES];
    cursor c = {e->data, e->size, big_endian};
    *v = (phw_mat_variable){.at = e->data,
                            .size = e->size,
                            .is_compressed = e->type == PHW_MAT_COMPRESSED,
                            .big_endian = big_endian};
    if (v->is_compressed) {
        element inner;
        c = (cursor){head, phw_inflate(head, sizeof head, e->data, e->size),
                     big_endian};
        (void)take(&inner, &c); /* whose end is not inflated */
        if (inner.type != PHW_MAT_MATRIX)
            return false;
        c = (cursor){inner.data, inner.size, big_endian};
    }
    return read_head(v, &c);
}

bool phw_mat_is(const uint8_t *bytes, size_t size)
{
    if (size < PHW_MAT_HEADER_BYTES)
        return false;
    const bool little = bytes[126] == 'I' && bytes[127] == 'M';
    const bool big = bytes[126] == 'M' && bytes[127] == 'I';
    const phw_number_type u16 = {2, PHW_NUMBER_UNSIGNED, big};
    return (little || big) && phw_number_whole_at(&u16, bytes + 124) == LEVEL_5;
}

static phw_status append(phw_mat_variable **list, size_t *n, const phw_mat_variable *v)
{
    if (*n == PHW_MAT_MOST_VARIABLES)
        return phw_fail(PHW_EINPUT, "more than %d variables", PHW_MAT_MOST_VARIABLES);
    phw_mat_variable *more = reallocarray(*list, *n + 1, sizeof *more);
    if (more == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu variables", *n + 1);
    *list = more;
    more[(*n)++] = *v;
    return PHW_OK;
}

static phw_status list(phw_mat_variable **out, size_t *n, const uint8_t *bytes,
                       size_t size)
{
    const bool big_endian = bytes[126] == 'M';
    cursor c = {bytes + PHW_MAT_HEADER_BYTES, size - PHW_MAT_HEADER_BYTES, big_endian};
    while (c.left > 0) {
        element e;
        phw_mat_variable v;
        const size_t offset = (size_t)(c.at - bytes);
        if (!take(&e, &c))
            return phw_fail(PHW_EINPUT,
                            "byte %zu: a variable that goes past the end of the file; "
                            "is it cut off?",
                            offset);
        if (e.type != PHW_MAT_MATRIX && e.type != PHW_MAT_COMPRESSED)
            return phw_fail(PHW_EINPUT,
                            "byte %zu: element of type %u; expected an array (14) or a "
                            "compressed one (15)",
                            offset, (unsigned)e.type);
        if (!describe(&v, &e, big_endian))
            return phw_fail(PHW_EINPUT,
                            "byte %zu: the head of this array is malformed; expected "
                            "flags, dimensions and name",
                            offset);
        PHW_TRY(append(out, n, &v));
    }
    return PHW_OK;
}

phw_status phw_mat_list(phw_mat_variable **out, size_t *n, const uint8_t *bytes,
                        size_t size)
{
    phw_mat_variable *found = NULL;
    size_t n_found = 0;
    if (!phw_mat_is(bytes, size))
        return phw_fail(PHW_EINPUT, "no MAT-file of level 5");
    const phw_status s = list(&found, &n_found, bytes, size);
    if (s) {
        free(found);
        return s;
    }
    *out = found;
    *n = n_found;
    return PHW_OK;
}

static bool number_type(phw_number_type *out, const element *e, bool big_endian)
{
    static const phw_number_type known[] = {
        [PHW_MAT_INT8] = {1, PHW_NUMBER_SIGNED, false},
        [PHW_MAT_UINT8] = {1, PHW_NUMBER_UNSIGNED, false},
        [PHW_MAT_INT16] = {2, PHW_NUMBER_SIGNED, false},
        [PHW_MAT_UINT16] = {2, PHW_NUMBER_UNSIGNED, false},
        [PHW_MAT_INT32] = {4, PHW_NUMBER_SIGNED, false},
        [PHW_MAT_UINT32] = {4, PHW_NUMBER_UNSIGNED, false},
        [PHW_MAT_SINGLE] = {4, PHW_NUMBER_REAL, false},
        [PHW_MAT_DOUBLE] = {8, PHW_NUMBER_REAL, false},
        [PHW_MAT_INT64] = {8, PHW_NUMBER_SIGNED, false},
        [PHW_MAT_UINT64] = {8, PHW_NUMBER_UNSIGNED, false},
        [PHW_MAT_UTF8] = {1, PHW_NUMBER_UNSIGNED, false},
        [PHW_MAT_UTF16] = {2, PHW_NUMBER_UNSIGNED, false},
        [PHW_MAT_UTF32] = {4, PHW_NUMBER_UNSIGNED, false}};
    if (e->type >= sizeof known / sizeof known[0] || known[e->type].size == 0)
        return false;
    *out = known[e->type];
    out->big_endian = big_endian;
    return true;
}

/* How many values an array has; 0 when they are not to be had. */
static size_t count(const phw_mat_variable *v)
{
    size_t n = v->is_readable ? 1 : 0;
    for (size_t i = 0; i < v->n_dims; ++i) {
        if (__builtin_mul_overflow(n, v->dim[i], &n) || n > PHW_MATRIX_MOST_VALUES)
            return 0;
    }
    return n;
}

/* The real or imaginary part: one element of as many values. */
static phw_status read_part(phw_matrix *m, size_t part, cursor *c)
{
    element e;
    phw_number_type type = {0};
    const size_t step = m->is_complex ? 2 : 1;
    if (!take(&e, c) || !number_type(&type, &e, c->big_endian) ||
        e.size / type.size != m->n || e.size % type.size != 0)
        return phw_fail(PHW_EINPUT,
                        "%s: its %s part does not have the %zu values that its "
                        "dimensions ask for",
                        m->name, part == 0 ? "real" : "imaginary", m->n);
    for (size_t i = 0; i < m->n; ++i)
        m->value[step * i + part] = phw_number_at(&type, e.data + i * type.size);
    return PHW_OK;
}

static phw_status read_values(phw_matrix *m, cursor *c)
{
    phw_status s = read_part(m, 0, c);
    if (!s && m->is_complex)
        s = read_part(m, 1, c);
    return s ? s : phw_matrix_from_columns(m);
}

/* Reads the array in `c`, whose bytes are there; at least one of them a value, so that
 * what is allocated is bounded by the file. */
static phw_status read_array(phw_matrix *out, const phw_mat_variable *v, cursor *c)
{
    phw_mat_variable again = {0};
    phw_matrix m = {.n_dims = v->n_dims, .is_complex = v->is_complex};
    memcpy(m.name, v->name, sizeof m.name);
    memcpy(m.dim, v->dim, sizeof m.dim);
    if (!read_head(&again, c) || count(v) == 0 || count(v) > c->left)
        return phw_fail(PHW_EINPUT,
                        "%s is a %s that holds no, too few or too many values", v->name,
                        v->what);
    PHW_TRY(phw_matrix_alloc(&m));
    const phw_status s = read_values(&m, c);
    if (s) {
        phw_matrix_free(&m);
        return s;
    }
    *out = m;
    return PHW_OK;
}

/* How many bytes a compressed array has inflated, or 0. */
static size_t inflated_size(const phw_mat_variable *v)
{
    uint8_t head[8];
    const cursor c = {head, phw_inflate(head, sizeof head, v->at, v->size),
                      v->big_endian};
    const size_t size = c.left == sizeof head ? word_at(&c, 4) : 0;
    return size / PHW_INFLATE_MOST_GROWTH > v->size ? 0 : size + sizeof head;
}

static phw_status read_compressed(phw_matrix *out, const phw_mat_variable *v)
{
    const size_t size = inflated_size(v);
    uint8_t *bytes = malloc(size + 1);
    if (bytes == NULL)
        return phw_fail(PHW_ENOMEM, "no memory to inflate %s", v->name);
    phw_status s = PHW_OK;
    if (size == 0 || phw_inflate(bytes, size, v->at, v->size) != size) {
        s = phw_fail(PHW_EINPUT, "%s: its compressed bytes are damaged", v->name);
    } else {
        cursor c = {bytes + 8, size - 8, v->big_endian};
        s = read_array(out, v, &c);
    }
    free(bytes);
    return s;
}

phw_status phw_mat_read(phw_matrix *out, const phw_mat_variable *v)
{
    cursor c = {v->at, v->size, v->big_endian};
    if (v->is_compressed)
        return read_compressed(out, v);
    return read_array(out, v, &c);
}
