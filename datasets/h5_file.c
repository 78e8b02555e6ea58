#include "datasets/h5_file.h"

#include <string.h>

#define SYMBOL_TABLE 0x11
#define CONTINUATION 0x10
#define ENTRY_BYTES  40
#define SOFT_LINK    2

#define SIGNATURE_BYTES 8

/* Nodes visited for one group; real ones have few. */
#define MOST_NODES 4096

/* Names of a group and where they are kept. */
typedef struct listing {
    const phw_h5_file *file;
    phw_h5_cursor names; /* the local heap's data */
    phw_h5_link *out;
    size_t n;
    size_t most;
    size_t n_nodes;
} listing;

uint64_t phw_h5_take(phw_h5_cursor *c, size_t bytes)
{
    uint64_t x = 0;
    if (c->bad || (size_t)(c->end - c->at) < bytes) {
        c->bad = true;
        return 0;
    }
    for (size_t i = 0; i < bytes; ++i)
        x |= (uint64_t)c->at[i] << (8 * i);
    c->at += bytes;
    return x;
}

phw_h5_cursor phw_h5_cut(phw_h5_cursor *c, uint64_t n)
{
    if (c->bad || (uint64_t)(c->end - c->at) < n) {
        c->bad = true;
        return (phw_h5_cursor){.bad = true};
    }
    const phw_h5_cursor part = {.at = c->at, .end = c->at + n};
    c->at += n;
    return part;
}

phw_h5_cursor phw_h5_at(const phw_h5_file *file, uint64_t address, uint64_t n)
{
    if (address > file->size || n > file->size - address)
        return (phw_h5_cursor){.bad = true};
    return (phw_h5_cursor){.at = file->byte + address, .end = file->byte + address + n};
}

/* A block that starts with four letters. */
static phw_h5_cursor block_at(const phw_h5_file *file, uint64_t address, uint64_t n,
                              const char *letters)
{
    phw_h5_cursor c = phw_h5_at(file, address, n);
    if (n >= 4 && !c.bad && memcmp(c.at, letters, 4) != 0)
        c.bad = true;
    (void)phw_h5_take(&c, 4);
    return c;
}

/* At the beginning, or behind a block of the user's of 512 bytes or twice that and so
 * on; `size` when there is none. */
static size_t find_signature(const uint8_t *bytes, size_t size)
{
    static const uint8_t signature[SIGNATURE_BYTES] = "\x89HDF\r\n\x1a\n";
    for (size_t at = 0; at + SIGNATURE_BYTES <= size; at = at == 0 ? 512 : 2 * at) {
        if (memcmp(bytes + at, signature, SIGNATURE_BYTES) == 0)
            return at;
    }
    return size;
}

phw_status phw_h5_open(phw_h5_file *out, const uint8_t *bytes, size_t size)
{
    const size_t start = find_signature(bytes, size);
    if (start == size)
        return phw_fail(PHW_EINPUT, "is no HDF5 file; expected a trace file");
    phw_h5_file file = {.byte = bytes + start, .size = size - start};
    phw_h5_cursor c = phw_h5_at(&file, SIGNATURE_BYTES, file.size - SIGNATURE_BYTES);
    const uint64_t version = phw_h5_take(&c, 1);
    if (version != 0)
        return phw_fail(PHW_EINPUT,
                        "HDF5 superblock %u; expected 0: rewrite it (h5repack -l CONTI "
                        "OLD NEW)",
                        (unsigned)version);
    (void)phw_h5_take(&c, 4);
    const uint64_t offset_bytes = phw_h5_take(&c, 1);
    const uint64_t length_bytes = phw_h5_take(&c, 1);
    (void)phw_h5_cut(&c, 9);
    const uint64_t base = phw_h5_take(&c, 8);
    (void)phw_h5_cut(&c, 8);
    const uint64_t end = phw_h5_take(&c, 8);
    (void)phw_h5_cut(&c, 16);
    file.root = phw_h5_take(&c, 8);
    (void)phw_h5_cut(&c, 24);
    if (c.bad || offset_bytes != 8 || length_bytes != 8 || base != start || end > size)
        return phw_fail(PHW_EINPUT,
                        "damaged HDF5 file: %zu bytes, the superblock tells of %llu",
                        size, (unsigned long long)end);
    *out = file;
    return PHW_OK;
}

phw_h5_messages phw_h5_messages_of(const phw_h5_file *file, uint64_t node)
{
    phw_h5_messages m = {.file = file};
    phw_h5_cursor c = phw_h5_at(file, node, 16);
    const uint64_t version = phw_h5_take(&c, 2) & 0xff;
    m.left = (unsigned)phw_h5_take(&c, 2);
    (void)phw_h5_take(&c, 4);
    const uint64_t bytes = phw_h5_take(&c, 4);
    m.block = phw_h5_at(file, node + 16, bytes);
    m.bad = c.bad || version != 1 || m.block.bad;
    return m;
}

static bool go_to_next_block(phw_h5_messages *m)
{
    if (m->n_pending == 0)
        return false;
    m->block = m->pending[--m->n_pending];
    return true;
}

static void put_off(phw_h5_messages *m, phw_h5_cursor body)
{
    const uint64_t address = phw_h5_take(&body, 8);
    const uint64_t bytes = phw_h5_take(&body, 8);
    const phw_h5_cursor block = phw_h5_at(m->file, address, bytes);
    if (body.bad || block.bad || m->n_pending == sizeof m->pending / sizeof *m->pending)
        m->bad = true;
    else
        m->pending[m->n_pending++] = block;
}

bool phw_h5_next(phw_h5_messages *m, unsigned *type, phw_h5_cursor *body)
{
    while (!m->bad && m->left > 0) {
        if (m->block.end - m->block.at < 8) {
            m->bad = !go_to_next_block(m);
            continue;
        }
        --m->left;
        *type = (unsigned)phw_h5_take(&m->block, 2);
        const uint64_t bytes = phw_h5_take(&m->block, 2);
        const bool shared = (phw_h5_take(&m->block, 4) & 2) != 0;
        *body = phw_h5_cut(&m->block, bytes);
        m->bad = body->bad;
        if (!m->bad && *type == CONTINUATION)
            put_off(m, *body);
        else if (!m->bad && !shared)
            return true;
    }
    return false;
}

/* Takes the name at an offset of the heap; false when it is not in there or too long.
 */
static bool take_name(char out[64], phw_h5_cursor names, uint64_t offset)
{
    (void)phw_h5_cut(&names, offset);
    const size_t room = names.bad ? 0 : (size_t)(names.end - names.at);
    const size_t length = names.bad ? 0 : strnlen((const char *)names.at, room);
    if (length == 0 || length >= room || length >= 64)
        return false;
    memcpy(out, names.at, length + 1);
    return true;
}

static phw_status fail_damaged(void)
{
    return phw_fail(PHW_EINPUT, "damaged HDF5 group");
}

static phw_status list_symbols(listing *l, uint64_t address)
{
    phw_h5_cursor c = block_at(l->file, address, 8, "SNOD");
    (void)phw_h5_take(&c, 2);
    const uint64_t n = phw_h5_take(&c, 2);
    phw_h5_cursor entries = phw_h5_at(l->file, address + 8, n * ENTRY_BYTES);
    if (c.bad || entries.bad)
        return fail_damaged();
    for (uint64_t i = 0; i < n; ++i) {
        phw_h5_link link = {0};
        const uint64_t name = phw_h5_take(&entries, 8);
        link.node = phw_h5_take(&entries, 8);
        const uint64_t kind = phw_h5_take(&entries, 4);
        (void)phw_h5_cut(&entries, 20);
        if (kind == SOFT_LINK || !take_name(link.name, l->names, name))
            continue;
        if (l->n == l->most)
            return phw_fail(PHW_EINPUT, "more than %zu objects in a group", l->most);
        l->out[l->n++] = link;
    }
    return PHW_OK;
}

/* One level of the B-tree; children are a level lower, so it ends. */
static phw_status list_tree(listing *l, uint64_t address, uint64_t level)
{
    phw_h5_cursor c = block_at(l->file, address, 24, "TREE");
    const uint64_t type = phw_h5_take(&c, 1);
    const uint64_t found = phw_h5_take(&c, 1);
    const uint64_t n = phw_h5_take(&c, 2);
    phw_h5_cursor children = phw_h5_at(l->file, address + 24, 16 * n);
    if (c.bad || children.bad || type != 0 || found != level ||
        ++l->n_nodes > MOST_NODES)
        return fail_damaged();
    for (uint64_t i = 0; i < n; ++i) {
        (void)phw_h5_take(&children, 8);
        const uint64_t child = phw_h5_take(&children, 8);
        PHW_TRY(level == 0 ? list_symbols(l, child) : list_tree(l, child, level - 1));
    }
    return PHW_OK;
}

phw_status phw_h5_list(const phw_h5_file *file, uint64_t group, phw_h5_link *out,
                       size_t *n, size_t most)
{
    unsigned type = 0;
    phw_h5_cursor body = {0};
    phw_h5_messages m = phw_h5_messages_of(file, group);
    bool found = false;
    while (!found && phw_h5_next(&m, &type, &body))
        found = type == SYMBOL_TABLE;
    if (!found)
        return phw_fail(PHW_EINPUT,
                        "is no HDF5 group of the plain form (else: h5repack "
                        "-l CONTI OLD NEW)");
    const uint64_t tree = phw_h5_take(&body, 8);
    phw_h5_cursor heap = block_at(file, phw_h5_take(&body, 8), 32, "HEAP");
    (void)phw_h5_take(&heap, 4);
    const uint64_t bytes = phw_h5_take(&heap, 8);
    (void)phw_h5_take(&heap, 8);
    const uint64_t address = phw_h5_take(&heap, 8);
    phw_h5_cursor node = phw_h5_at(file, tree, 6);
    (void)phw_h5_take(&node, 5);
    const uint64_t level = phw_h5_take(&node, 1);
    listing l = {.file = file,
                 .names = phw_h5_at(file, address, bytes),
                 .out = out,
                 .most = most};
    if (body.bad || heap.bad || l.names.bad || node.bad || level > 8)
        return fail_damaged();
    PHW_TRY(list_tree(&l, tree, level));
    *n = l.n;
    return PHW_OK;
}
