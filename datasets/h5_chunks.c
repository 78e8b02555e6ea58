#include "datasets/h5_chunks.h"

#include <stdlib.h>
#include <string.h>

#include "datasets/inflate.h"

#define DEFLATE 1
#define SHUFFLE 2

/* Nodes of a B-tree; real ones have 64 children each. */
#define MOST_NODES ((size_t)1 << 20)
#define MOST_LEVEL 8

/* Bytes of a chunk: what libhdf5 itself allows. */
#define MOST_CHUNK_BYTES ((size_t)1 << 32)

/* An array being put together. */
typedef struct assembly {
    const phw_h5_file *file;
    const phw_h5_shape *shape;
    uint8_t *out;
    size_t dim[PHW_H5_DIMS_MAX]; /* of a chunk */
    size_t chunk_bytes;
    bool deflated;
    bool shuffled;
    uint8_t *inflated; /* room for one chunk, twice */
    uint8_t *ordered;
    size_t n_nodes;
    size_t n_left; /* chunks that may still come */
} assembly;

static phw_status fail_damaged(void)
{
    return phw_fail(PHW_EINPUT, "the chunks of the array are damaged");
}

/* One filter of the message; they are written in the order of their application. */
static phw_status read_filter(assembly *a, phw_h5_cursor *c, bool padded)
{
    const uint64_t id = phw_h5_take(c, 2);
    const uint64_t name = padded || id >= 256 ? phw_h5_take(c, 2) : 0;
    (void)phw_h5_take(c, 2);
    const uint64_t n_values = phw_h5_take(c, 2);
    (void)phw_h5_cut(c, padded ? (name + 7) / 8 * 8 : name);
    (void)phw_h5_cut(c, 4 * (n_values + (padded ? n_values % 2 : 0)));
    if (id != DEFLATE && id != SHUFFLE)
        return phw_fail(PHW_EINPUT,
                        "HDF5 filter %u; expected deflate or shuffle: rewrite it "
                        "(h5repack -f NONE OLD NEW)",
                        (unsigned)id);
    if (id == SHUFFLE && a->deflated)
        return phw_fail(PHW_EINPUT, "shuffled after it was deflated");
    a->deflated = a->deflated || id == DEFLATE;
    a->shuffled = a->shuffled || id == SHUFFLE;
    return PHW_OK;
}

/* Section IV.A.2.l. */
static phw_status read_filters(assembly *a, phw_h5_cursor c)
{
    if (c.bad)
        return PHW_OK;
    const uint64_t version = phw_h5_take(&c, 1);
    const uint64_t n = phw_h5_take(&c, 1);
    (void)phw_h5_cut(&c, version == 1 ? 6 : 0);
    for (uint64_t i = 0; i < n && !c.bad; ++i)
        PHW_TRY(read_filter(a, &c, version == 1));
    return c.bad || version < 1 || version > 2 ? fail_damaged() : PHW_OK;
}

/* The layout message, and the address of the tree. */
static phw_status read_layout(assembly *a, uint64_t *tree, phw_h5_cursor c)
{
    const uint64_t version = phw_h5_take(&c, 1);
    const uint64_t form = phw_h5_take(&c, 1);
    const uint64_t n_dims = phw_h5_take(&c, 1);
    *tree = phw_h5_take(&c, 8);
    if (version != 3 || form != 2)
        return phw_fail(PHW_EINPUT,
                        "HDF5 layout %u.%u; expected chunks of version 3: rewrite it "
                        "(h5repack -l CONTI OLD NEW)",
                        (unsigned)version, (unsigned)form);
    if (c.bad || n_dims != a->shape->n_dims + 1)
        return fail_damaged();
    a->chunk_bytes = a->shape->element;
    a->n_left = 1;
    for (size_t i = 0; i < a->shape->n_dims; ++i) {
        a->dim[i] = (size_t)phw_h5_take(&c, 4);
        if (a->dim[i] == 0 ||
            __builtin_mul_overflow(a->chunk_bytes, a->dim[i], &a->chunk_bytes) ||
            a->chunk_bytes > MOST_CHUNK_BYTES)
            return fail_damaged();
        a->n_left *= (a->shape->dim[i] - 1) / a->dim[i] + 1;
    }
    return phw_h5_take(&c, 4) == a->shape->element && !c.bad ? PHW_OK : fail_damaged();
}

/* Byte b of all elements lie together. */
static void unshuffle(uint8_t *out, const uint8_t *in, size_t bytes, size_t element)
{
    const size_t n = bytes / element;
    for (size_t b = 0; b < element; ++b) {
        for (size_t i = 0; i < n; ++i)
            out[i * element + b] = in[b * n + i];
    }
}

/* The chunk's bytes as they were before the filters; NULL when they are damaged. */
static const uint8_t *unfilter(assembly *a, phw_h5_cursor stored, uint64_t skipped)
{
    const uint8_t *now = stored.at;
    size_t size = (size_t)(stored.end - stored.at);
    const unsigned deflate_bit = a->shuffled ? 2 : 1;
    if (a->deflated && (skipped & deflate_bit) == 0) {
        size = phw_inflate(a->inflated, a->chunk_bytes, now, size);
        now = a->inflated;
    }
    if (size != a->chunk_bytes)
        return NULL;
    if (a->shuffled && (skipped & 1) == 0) {
        unshuffle(a->ordered, now, size, a->shape->element);
        now = a->ordered;
    }
    return now;
}

/* Copies the part of a chunk that lies in the array, one run of the last dimension at a
 * time. */
static void place(const assembly *a, const uint8_t *chunk, const size_t *at)
{
    const phw_h5_shape *s = a->shape;
    const size_t last = (s->n_dims - 1) % PHW_H5_DIMS_MAX;
    const size_t run =
        s->dim[last] - at[last] < a->dim[last] ? s->dim[last] - at[last] : a->dim[last];
    size_t i[PHW_H5_DIMS_MAX] = {0};
    for (bool more = true; more;) {
        size_t from = 0;
        size_t to = 0;
        bool inside = true;
        for (size_t k = 0; k <= last; ++k) {
            from = from * a->dim[k] + i[k];
            to = to * s->dim[k] + at[k] + i[k];
            inside = inside && at[k] + i[k] < s->dim[k];
        }
        if (inside)
            memcpy(a->out + to * s->element, chunk + from * s->element,
                   run * s->element);
        more = false;
        for (size_t k = last; k-- > 0 && !more;) {
            more = ++i[k] < a->dim[k];
            if (!more)
                i[k] = 0;
        }
    }
}

/* Of a key: size, skipped filters, and a place in each dimension and in the element. */
static uint64_t key_bytes(const assembly *a)
{
    return 8 + 8 * (a->shape->n_dims + 1);
}

/* A key of the tree, and the chunk that it tells of. */
static phw_status read_chunk(assembly *a, phw_h5_cursor *c)
{
    size_t at[PHW_H5_DIMS_MAX] = {0};
    bool inside = true;
    const uint64_t size = phw_h5_take(c, 4);
    const uint64_t skipped = phw_h5_take(c, 4);
    for (size_t k = 0; k < a->shape->n_dims; ++k) {
        at[k] = (size_t)phw_h5_take(c, 8);
        inside = inside && at[k] < a->shape->dim[k] && at[k] % a->dim[k] == 0;
    }
    (void)phw_h5_take(c, 8);
    const phw_h5_cursor stored = phw_h5_at(a->file, phw_h5_take(c, 8), size);
    if (c->bad || stored.bad || !inside || a->n_left-- == 0)
        return fail_damaged();
    const uint8_t *chunk = unfilter(a, stored, skipped);
    if (chunk == NULL)
        return fail_damaged();
    place(a, chunk, at);
    return PHW_OK;
}

/* Where the children of a node of that level lie; bad when it is none. */
static phw_h5_cursor children_of(assembly *a, uint64_t *n, uint64_t address,
                                 uint64_t level)
{
    phw_h5_cursor c = phw_h5_at(a->file, address, 24);
    if (c.bad || memcmp(c.at, "TREE", 4) != 0 || ++a->n_nodes > MOST_NODES)
        return (phw_h5_cursor){.bad = true};
    (void)phw_h5_take(&c, 4);
    const uint64_t type = phw_h5_take(&c, 1);
    const uint64_t found = phw_h5_take(&c, 1);
    *n = phw_h5_take(&c, 2);
    if (type != 1 || found != level)
        return (phw_h5_cursor){.bad = true};
    return phw_h5_at(a->file, address + 24, (key_bytes(a) + 8) * *n);
}

/* One level of the B-tree; children are a level lower, so it ends. */
static phw_status read_tree(assembly *a, uint64_t address, uint64_t level)
{
    uint64_t n = 0;
    phw_h5_cursor children = children_of(a, &n, address, level);
    if (children.bad)
        return fail_damaged();
    for (uint64_t i = 0; i < n && level == 0; ++i)
        PHW_TRY(read_chunk(a, &children));
    for (uint64_t i = 0; i < n && level > 0; ++i) {
        (void)phw_h5_cut(&children, key_bytes(a));
        PHW_TRY(read_tree(a, phw_h5_take(&children, 8), level - 1));
    }
    return PHW_OK;
}

static phw_status read_all(assembly *a, uint64_t tree)
{
    a->inflated = a->deflated ? malloc(a->chunk_bytes) : NULL;
    a->ordered = a->shuffled ? malloc(a->chunk_bytes) : NULL;
    phw_h5_cursor root = phw_h5_at(a->file, tree, 6);
    (void)phw_h5_cut(&root, 5);
    const uint64_t level = phw_h5_take(&root, 1);
    phw_status s = PHW_OK;
    if ((a->deflated && a->inflated == NULL) || (a->shuffled && a->ordered == NULL))
        s = phw_fail(PHW_ENOMEM, "no memory for a chunk of %zu bytes", a->chunk_bytes);
    else if (root.bad || level > MOST_LEVEL)
        s = fail_damaged();
    else
        s = read_tree(a, tree, level);
    free(a->inflated);
    free(a->ordered);
    return s;
}

/* A chunk of zeros deflates well, but not beyond all measure. */
static bool is_plausible(const assembly *a)
{
    return a->chunk_bytes / PHW_INFLATE_MOST_GROWTH <= a->file->size;
}

// NOLINTNEXTLINE(readability-non-const-parameter): it is written through the assembly
phw_status phw_h5_unchunk(uint8_t *out, const phw_h5_file *file,
                          const phw_h5_parts *parts, const phw_h5_shape *shape)
{
    assembly a = {.file = file, .shape = shape, .out = out};
    uint64_t tree = 0;
    if (shape->n_dims == 0)
        return fail_damaged();
    PHW_TRY(read_filters(&a, parts->filters));
    PHW_TRY(read_layout(&a, &tree, parts->layout));
    if (tree == UINT64_MAX) /* nothing was ever written: all zero */
        return PHW_OK;
    return is_plausible(&a) ? read_all(&a, tree) : fail_damaged();
}
