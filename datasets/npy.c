#include "datasets/npy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/number.h"

#define MAGIC       "\x93NUMPY"
#define MAGIC_BYTES 6
/* A header is a line of Python; one of a longer array type is none of ours. */
#define HEADER_MAX 4096

/* The header's text, and where the values begin. */
typedef struct header {
    char text[HEADER_MAX + 1];
    size_t values_at;
} header;

bool phw_npy_is(const uint8_t *bytes, size_t size)
{
    return size >= MAGIC_BYTES && memcmp(bytes, MAGIC, MAGIC_BYTES) == 0;
}

static phw_status read_header(header *out, const uint8_t *bytes, size_t size)
{
    const bool known = phw_npy_is(bytes, size) && size >= MAGIC_BYTES + 2 &&
                       bytes[6] >= 1 && bytes[6] <= 3;
    if (!known)
        return phw_fail(PHW_EINPUT, "no .npy file of version 1, 2 or 3");
    const size_t width = bytes[6] == 1 ? 2 : 4;
    const size_t text_at = MAGIC_BYTES + 2 + width;
    size_t length = 0;
    for (size_t i = 0; i < width && text_at <= size; ++i)
        length |= (size_t)bytes[MAGIC_BYTES + 2 + i] << (8 * i);
    if (text_at > size || length > size - text_at || length > HEADER_MAX)
        return phw_fail(
            PHW_EINPUT,
            "the header claims %zu bytes; expected at most %d, and the file "
            "has %zu",
            length, HEADER_MAX, size);
    memcpy(out->text, bytes + text_at, length);
    out->text[length] = '\0';
    out->values_at = text_at + length;
    if (memchr(out->text, '\0', length) != NULL)
        return phw_fail(PHW_EINPUT, "the header holds a 0 byte; expected text");
    return PHW_OK;
}

/* What follows 'KEY': in the header, without blanks; NULL when it is not there. */
static const char *entry(const header *h, const char *key)
{
    char quoted[32];
    (void)snprintf(quoted, sizeof quoted, "'%s'", key);
    const char *at = strstr(h->text, quoted);
    if (at == NULL)
        return NULL;
    at += strlen(quoted);
    at += strspn(at, " ");
    if (*at != ':')
        return NULL;
    return at + 1 + strspn(at + 1, " ");
}

/* "<c8": byte order, kind and bytes of an element; its parts are 2 when complex. */
static bool parse_type(phw_number_type *out, bool *is_complex, const char *at)
{
    static const char kinds[] = "buifc";
    static const phw_number_class class_of[] = {PHW_NUMBER_UNSIGNED,
                                                PHW_NUMBER_UNSIGNED, PHW_NUMBER_SIGNED,
                                                PHW_NUMBER_REAL, PHW_NUMBER_REAL};
    if (at == NULL || at[0] != '\'' || at[1] == '\0' || at[2] == '\0' ||
        strchr("<>|=", at[1]) == NULL)
        return false;
    const char *kind = strchr(kinds, at[2]);
    if (kind == NULL || strspn(at + 3, "0123456789") == 0 ||
        strspn(at + 3, "0123456789") > 2)
        return false;
    char *end = NULL;
    const size_t bytes = strtoul(at + 3, &end, 10);
    *is_complex = *kind == 'c';
    *out = (phw_number_type){.class_ = class_of[kind - kinds],
                             .size = *is_complex ? bytes / 2 : bytes,
                             .big_endian = at[1] == '>'};
    return *end == '\'' && phw_number_is_known(out);
}

/* "(3, 4)", "(3,)" or "()". */
static bool parse_shape(phw_matrix *out, const char *at)
{
    if (at == NULL || *at != '(')
        return false;
    for (++at; *at != ')';) {
        at += strspn(at, " ");
        const size_t digits = strspn(at, "0123456789");
        if (digits == 0 || digits > 18 || out->n_dims == PHW_MATRIX_DIMS_MAX)
            return false;
        out->dim[out->n_dims++] = strtoul(at, NULL, 10);
        at += digits;
        at += strspn(at, " ");
        if (*at != ',' && *at != ')')
            return false;
        at += *at == ',';
        at += strspn(at, " ");
    }
    return true;
}

/* The facts of the header. */
typedef struct layout {
    phw_number_type type;
    bool by_columns;
} layout;

static phw_status read_layout(layout *out, phw_matrix *m, const header *h)
{
    const char *descr = entry(h, "descr");
    if (!parse_type(&out->type, &m->is_complex, descr))
        return phw_fail(PHW_EINPUT,
                        "header: descr is %.24s; expected integers, floats or complex "
                        "numbers such as '<c8'",
                        descr != NULL ? descr : "missing");
    const char *shape = entry(h, "shape");
    if (!parse_shape(m, shape))
        return phw_fail(PHW_EINPUT,
                        "header: shape is %.24s; expected at most %d numbers in "
                        "brackets",
                        shape != NULL ? shape : "missing", PHW_MATRIX_DIMS_MAX);
    const char *order = entry(h, "fortran_order");
    if (order == NULL ||
        (strncmp(order, "True", 4) != 0 && strncmp(order, "False", 5) != 0))
        return phw_fail(PHW_EINPUT,
                        "header: fortran_order is %.24s; expected True or "
                        "False",
                        order != NULL ? order : "missing");
    out->by_columns = *order == 'T';
    return PHW_OK;
}

static phw_status check_size(const phw_matrix *m, const layout *l, size_t there)
{
    const size_t bytes = l->type.size * (m->is_complex ? 2 : 1);
    size_t wanted = bytes;
    for (size_t k = 0; k < m->n_dims; ++k) {
        if (__builtin_mul_overflow(wanted, m->dim[k], &wanted))
            wanted = SIZE_MAX;
    }
    if (wanted == there)
        return PHW_OK;
    char shape[128];
    phw_matrix_shape(shape, sizeof shape, m);
    return phw_fail(PHW_EINPUT,
                    "%zu bytes of values; the header's shape (%s, %zu bytes each) asks "
                    "for %zu",
                    there, shape, bytes, wanted);
}

phw_status phw_npy_parse(phw_matrix *out, const uint8_t *bytes, size_t size)
{
    header h;
    layout l;
    phw_matrix m = {.name = "the array"};
    PHW_TRY(read_header(&h, bytes, size));
    PHW_TRY(read_layout(&l, &m, &h));
    PHW_TRY(check_size(&m, &l, size - h.values_at));
    PHW_TRY(phw_matrix_alloc(&m));
    for (size_t i = 0; i < m.n * (m.is_complex ? 2 : 1); ++i)
        m.value[i] = phw_number_at(&l.type, bytes + h.values_at + i * l.type.size);
    const phw_status s = l.by_columns ? phw_matrix_from_columns(&m) : PHW_OK;
    if (s) {
        phw_matrix_free(&m);
        return s;
    }
    *out = m;
    return PHW_OK;
}

void phw_npy_write(phw_writer *w, phw_npy_element element, const void *value,
                   size_t rows, size_t columns)
{
    static const struct {
        const char *name;
        size_t bytes;
    } as[] = {{"<f4", 4}, {"<f8", 8}, {"<c8", 8}, {"<i8", 8}};

    char shape[64];
    char text[HEADER_MAX];
    if (columns > 0)
        (void)snprintf(shape, sizeof shape, "%zu, %zu", rows, columns);
    else
        (void)snprintf(shape, sizeof shape, "%zu,", rows);
    const int n = snprintf(text, sizeof text,
                           "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }",
                           as[element].name, shape);
    /* Values begin at a multiple of 64, after a line's end. */
    const size_t used = MAGIC_BYTES + 4 + (size_t)n + 1;
    const size_t length = (used + 63) / 64 * 64 - MAGIC_BYTES - 4;
    const uint8_t head[MAGIC_BYTES + 4] = {0x93,
                                           'N',
                                           'U',
                                           'M',
                                           'P',
                                           'Y',
                                           1,
                                           0,
                                           (uint8_t)(length & 0xff),
                                           (uint8_t)(length >> 8)};
    phw_writer_write(w, head, sizeof head);
    phw_writer_print(w, "%-*s\n", (int)length - 1, text);
    phw_writer_write(w, value, rows * (columns > 0 ? columns : 1) * as[element].bytes);
}
