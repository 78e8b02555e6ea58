#include "datasets/h5_value.h"

#include <math.h>
#include <string.h>

/* An attribute's parts. */
typedef struct attribute {
    phw_h5_type type;
    size_t n; /* values */
    phw_h5_cursor data;
} attribute;

/* Section IV.A.2.d: classes of datatypes. */
enum {
    FIXED = 0,
    FLOATING = 1,
    STRING = 3,
    COMPOUND = 6,
    ENUMERATION = 8,
    VARIABLE = 9
};

static phw_h5_type integer_type(phw_h5_cursor *c, uint64_t bits, uint64_t size)
{
    const uint64_t offset = phw_h5_take(c, 2);
    const uint64_t precision = phw_h5_take(c, 2);
    phw_h5_type type = {.size = (size_t)size,
                        .big_endian = (bits & 1) != 0,
                        .is_signed = (bits & 8) != 0};
    if (!c->bad && (size == 1 || size == 2 || size == 4 || size == 8) && offset == 0 &&
        precision == 8 * size)
        type.class_ = PHW_H5_INTEGER;
    return type;
}

/* Only IEEE 754's two: sign, exponent and mantissa where they belong. */
static phw_h5_type real_type(phw_h5_cursor *c, uint64_t bits, uint64_t size)
{
    static const uint8_t single[12] = {0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0};
    static const uint8_t twice[12] = {0, 0, 64, 0, 52, 11, 0, 52, 0xff, 3, 0, 0};
    phw_h5_type type = {.size = (size_t)size, .big_endian = (bits & 1) != 0};
    const phw_h5_cursor form = phw_h5_cut(c, 12);
    if (form.bad || (bits & 0x40) != 0 || (bits >> 8 & 0xff) != 8 * size - 1)
        return type;
    if ((size == 4 && memcmp(form.at, single, sizeof single) == 0) ||
        (size == 8 && memcmp(form.at, twice, sizeof twice) == 0))
        type.class_ = PHW_H5_REAL;
    return type;
}

/* A member's name, h5py's or MATLAB's: padded to eights before version 3. */
static bool skip_name(phw_h5_cursor *c, size_t part, bool padded)
{
    static const char *const names[2][2] = {{"r", "real"}, {"i", "imag"}};
    const size_t room = c->bad ? 0 : (size_t)(c->end - c->at);
    const size_t length = room == 0 ? 0 : strnlen((const char *)c->at, room);
    const bool match =
        length < room && (strcmp((const char *)c->at, names[part][0]) == 0 ||
                          strcmp((const char *)c->at, names[part][1]) == 0);
    (void)phw_h5_cut(c, padded ? (length / 8 + 1) * 8 : length + 1);
    return match && !c->bad;
}

/* Class, version, bits and size of a datatype message, then its own parts. */
static phw_h5_type simple_type(phw_h5_cursor *c)
{
    const uint64_t head = phw_h5_take(c, 4);
    const uint64_t size = phw_h5_take(c, 4);
    switch (head & 0xf) {
    case FIXED:
        return integer_type(c, head >> 8, size);
    case FLOATING:
        return real_type(c, head >> 8, size);
    default:
        return (phw_h5_type){0};
    }
}

static phw_h5_type complex_type(phw_h5_cursor *c, uint64_t version, uint64_t size)
{
    phw_h5_type part = {0};
    for (size_t i = 0; i < 2; ++i) {
        const bool named = skip_name(c, i, version < 3);
        const uint64_t offset = phw_h5_take(c, version < 3 ? 4 : 1);
        if (version == 1)
            (void)phw_h5_cut(c, 28);
        const phw_h5_type member = simple_type(c);
        if (!named || member.class_ != PHW_H5_REAL || size != 2 * member.size ||
            offset != i * member.size ||
            (i == 1 && member.big_endian != part.big_endian))
            return (phw_h5_type){0};
        part = member;
    }
    part.class_ = PHW_H5_COMPLEX;
    part.size = (size_t)size;
    return part;
}

phw_h5_type phw_h5_type_read(phw_h5_cursor c)
{
    phw_h5_cursor again = c;
    const uint64_t head = phw_h5_take(&c, 4);
    const uint64_t size = phw_h5_take(&c, 4);
    phw_h5_type type = {.size = (size_t)size};
    if (c.bad || size == 0)
        return type;
    switch (head & 0xf) {
    case STRING:
        type.class_ = PHW_H5_TEXT;
        break;
    case VARIABLE:
        type.class_ =
            (head >> 8 & 0xf) == 1 && size == 16 ? PHW_H5_LONGER : PHW_H5_OTHER;
        break;
    case COMPOUND:
        if ((head >> 8 & 0xffff) == 2)
            type = complex_type(&c, head >> 4 & 0xf, size);
        break;
    case ENUMERATION:
        again = c;
        type = simple_type(&again);
        if (type.size != size)
            type.class_ = PHW_H5_OTHER;
        break;
    default:
        type = simple_type(&again);
    }
    return type;
}

/* Rank and dimensions; false when malformed, empty or of a rank above 2. */
static bool read_space(phw_h5_cursor c, int *rank, size_t shape[2])
{
    const uint64_t version = phw_h5_take(&c, 1);
    const uint64_t n = phw_h5_take(&c, 1);
    (void)phw_h5_take(&c, 1);
    const uint64_t kind = phw_h5_take(&c, 1);
    if (version == 1)
        (void)phw_h5_take(&c, 4);
    shape[0] = shape[1] = 1;
    for (uint64_t i = 0; i < n && i < 2; ++i)
        shape[i] = (size_t)phw_h5_take(&c, 8);
    *rank = (int)n;
    return !c.bad && (version == 1 || (version == 2 && kind < 2)) && n <= 2 &&
           shape[0] > 0 && shape[1] > 0;
}

static uint64_t padded(uint64_t n, uint64_t version)
{
    return version == 1 ? (n + 7) / 8 * 8 : n;
}

/* Reads an attribute message if it has that name. */
static bool read_attribute(attribute *out, phw_h5_cursor c, const char *name)
{
    int rank = 0;
    size_t shape[2];
    const uint64_t version = phw_h5_take(&c, 1);
    const uint64_t flags = phw_h5_take(&c, 1);
    const uint64_t name_bytes = phw_h5_take(&c, 2);
    const uint64_t type_bytes = phw_h5_take(&c, 2);
    const uint64_t space_bytes = phw_h5_take(&c, 2);
    if (version == 3)
        (void)phw_h5_take(&c, 1);
    const phw_h5_cursor label = phw_h5_cut(&c, padded(name_bytes, version));
    const phw_h5_cursor type = phw_h5_cut(&c, padded(type_bytes, version));
    const phw_h5_cursor space = phw_h5_cut(&c, padded(space_bytes, version));
    if (c.bad || name_bytes != strlen(name) + 1 ||
        memcmp(label.at, name, strlen(name) + 1) != 0)
        return false;
    *out = (attribute){.data = c};
    if (version < 1 || version > 3 || (version > 1 && flags != 0))
        return true; /* of no known type */
    if (!read_space(space, &rank, shape) || shape[0] != 1 || shape[1] != 1)
        return true;
    out->n = 1;
    out->type = phw_h5_type_read(type);
    out->data = phw_h5_cut(&c, out->type.size);
    if (out->data.bad)
        out->n = 0;
    return true;
}

static bool find_attribute(attribute *out, const phw_h5_file *file, uint64_t node,
                           const char *name)
{
    unsigned type = 0;
    phw_h5_cursor body;
    phw_h5_messages m = phw_h5_messages_of(file, node);
    while (phw_h5_next(&m, &type, &body)) {
        if (type == PHW_H5_MESSAGE_ATTRIBUTE && read_attribute(out, body, name))
            return true;
    }
    return false;
}

/* What lies in a global heap under an index (section III.E). */
static phw_h5_cursor find_in_heap(const phw_h5_file *file, uint64_t address,
                                  uint64_t index)
{
    phw_h5_cursor head = phw_h5_at(file, address, 16);
    if (head.bad || memcmp(head.at, "GCOL", 4) != 0)
        return (phw_h5_cursor){.bad = true};
    (void)phw_h5_cut(&head, 8);
    const uint64_t bytes = phw_h5_take(&head, 8);
    phw_h5_cursor heap = phw_h5_at(file, address, bytes);
    (void)phw_h5_cut(&heap, 16);
    while (!heap.bad && heap.end - heap.at >= 16) {
        const uint64_t found = phw_h5_take(&heap, 2);
        (void)phw_h5_cut(&heap, 6);
        const uint64_t size = phw_h5_take(&heap, 8);
        phw_h5_cursor body = phw_h5_cut(&heap, size);
        if (found == index || found == 0)
            return found == index ? body : (phw_h5_cursor){.bad = true};
        (void)phw_h5_cut(&heap, (8 - size % 8) % 8);
    }
    return (phw_h5_cursor){.bad = true};
}

/* The bytes of a text, fixed or in the heap. */
static phw_h5_cursor text_of(const phw_h5_file *file, attribute a)
{
    if (a.n != 1 || a.type.class_ == PHW_H5_TEXT)
        return a.data;
    if (a.type.class_ != PHW_H5_LONGER)
        return (phw_h5_cursor){.bad = true};
    const uint64_t length = phw_h5_take(&a.data, 4);
    const uint64_t address = phw_h5_take(&a.data, 8);
    const uint64_t index = phw_h5_take(&a.data, 4);
    if (length == 0)
        return (phw_h5_cursor){0};
    phw_h5_cursor all = find_in_heap(file, address, index);
    return phw_h5_cut(&all, length);
}

phw_status phw_h5_get_text(const phw_h5_file *file, uint64_t node, const char *name,
                           char *out, size_t size, bool required)
{
    attribute a;
    if (!find_attribute(&a, file, node, name))
        return required ? phw_fail(PHW_EINPUT, "attribute %s is missing", name)
                        : PHW_OK;
    const phw_h5_cursor text = text_of(file, a);
    const size_t room = text.bad ? 0 : (size_t)(text.end - text.at);
    const size_t length = room == 0 ? 0 : strnlen((const char *)text.at, room);
    if (a.n != 1 || text.bad || length >= size)
        return phw_fail(PHW_EINPUT,
                        "attribute %s can't be read; expected a text of fewer than %zu "
                        "bytes",
                        name, size);
    if (length > 0)
        memcpy(out, text.at, length);
    out[length] = '\0';
    return PHW_OK;
}

phw_number_type phw_h5_number_type(const phw_h5_type *type)
{
    phw_number_type n = {
        .class_ = PHW_NUMBER_REAL, .size = type->size, .big_endian = type->big_endian};
    if (type->class_ == PHW_H5_INTEGER)
        n.class_ = type->is_signed ? PHW_NUMBER_SIGNED : PHW_NUMBER_UNSIGNED;
    if (type->class_ == PHW_H5_COMPLEX)
        n.size /= 2;
    return n;
}

phw_status phw_h5_get_number(const phw_h5_file *file, uint64_t node, const char *name,
                             double *out)
{
    attribute a;
    if (!find_attribute(&a, file, node, name))
        return PHW_OK;
    const bool known = a.type.class_ == PHW_H5_INTEGER || a.type.class_ == PHW_H5_REAL;
    const phw_number_type number = phw_h5_number_type(&a.type);
    const double x =
        known && a.n == 1 ? phw_number_at(&number, a.data.at) : (double)NAN;
    if (!isfinite(x))
        return phw_fail(PHW_EINPUT, "attribute %s is not a single finite number", name);
    *out = x;
    return PHW_OK;
}

phw_status phw_h5_data_find(phw_h5_cursor *out, const phw_h5_file *file,
                            phw_h5_cursor layout, const char *name)
{
    const uint64_t version = phw_h5_take(&layout, 1);
    const uint64_t form = phw_h5_take(&layout, 1);
    if (version < 3 || version > 4 || form > 1)
        return phw_fail(PHW_EINPUT,
                        "%s is chunked or compressed; expected one piece: rewrite it "
                        "(h5repack -l CONTI -f NONE OLD NEW)",
                        name);
    if (form == 0) {
        *out = phw_h5_cut(&layout, phw_h5_take(&layout, 2));
    } else {
        const uint64_t address = phw_h5_take(&layout, 8);
        *out = phw_h5_at(file, address, phw_h5_take(&layout, 8));
    }
    if (layout.bad || out->bad)
        return phw_fail(PHW_EINPUT, "%s: its values lie outside the file", name);
    return PHW_OK;
}

bool phw_h5_parts_find(phw_h5_parts *out, const phw_h5_file *file, uint64_t node)
{
    unsigned type = 0;
    phw_h5_cursor body;
    phw_h5_messages m = phw_h5_messages_of(file, node);
    const phw_h5_cursor none = {.bad = true};
    *out = (phw_h5_parts){none, none, none, none};
    while (phw_h5_next(&m, &type, &body)) {
        if (type == PHW_H5_MESSAGE_SPACE)
            out->space = body;
        if (type == PHW_H5_MESSAGE_TYPE)
            out->type = body;
        if (type == PHW_H5_MESSAGE_LAYOUT)
            out->layout = body;
        if (type == PHW_H5_MESSAGE_FILTERS)
            out->filters = body;
    }
    return !m.bad && !out->space.bad && !out->type.bad && !out->layout.bad;
}

phw_status phw_h5_find_array(phw_h5_found *out, const phw_h5_file *file, uint64_t node,
                             const char *name)
{
    phw_h5_parts p;
    int rank = 0;
    size_t shape[2] = {0, 0};
    phw_h5_cursor data = {0};
    if (!phw_h5_parts_find(&p, file, node))
        return phw_fail(PHW_EINPUT, "%s is no array, or damaged", name);
    if (!read_space(p.space, &rank, shape))
        return phw_fail(PHW_EINPUT,
                        "%s is empty or has %d dimensions; expected values in 1 or 2",
                        name, rank);
    const phw_h5_type type = phw_h5_type_read(p.type);
    if (type.class_ == PHW_H5_OTHER)
        return phw_fail(PHW_EINPUT, "%s: its type is none of those expected", name);
    PHW_TRY(phw_h5_data_find(&data, file, p.layout, name));
    size_t n = 0;
    size_t bytes = 0;
    if (!p.filters.bad || __builtin_mul_overflow(shape[0], shape[1], &n) ||
        __builtin_mul_overflow(n, type.size, &bytes) ||
        (size_t)(data.end - data.at) < bytes)
        return phw_fail(PHW_EINPUT,
                        "%s claims %zu x %zu values of %zu bytes, but the file holds "
                        "%zu bytes of it",
                        name, shape[0], shape[1], type.size,
                        (size_t)(data.end - data.at));
    *out = (phw_h5_found){
        .type = type, .rows = shape[0], .columns = shape[1], .data = data.at};
    return PHW_OK;
}

void phw_h5_read_floats(const phw_h5_found *a, float *out)
{
    const phw_number_type type = phw_h5_number_type(&a->type);
    for (size_t i = 0; i < a->rows * a->columns; ++i)
        out[i] = (float)phw_number_at(&type, a->data + i * type.size);
}

void phw_h5_read_doubles(const phw_h5_found *a, double *out)
{
    const phw_number_type type = phw_h5_number_type(&a->type);
    for (size_t i = 0; i < a->rows * a->columns; ++i)
        out[i] = phw_number_at(&type, a->data + i * type.size);
}

void phw_h5_read_integers(const phw_h5_found *a, int64_t *out)
{
    const phw_number_type type = phw_h5_number_type(&a->type);
    for (size_t i = 0; i < a->rows * a->columns; ++i)
        out[i] = phw_number_whole_at(&type, a->data + i * type.size);
}

void phw_h5_read_complex(const phw_h5_found *a, phw_cf *out)
{
    const phw_number_type type = phw_h5_number_type(&a->type);
    for (size_t i = 0; i < a->rows * a->columns; ++i) {
        const uint8_t *at = a->data + 2 * i * type.size;
        out[i] = (float)phw_number_at(&type, at) +
                 I * (float)phw_number_at(&type, at + type.size);
    }
}
