#include "kgen/contexts.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/signal.h"

#define SLOTS_MIN 1024
#define NODES_MIN 1024

/* What a string was most often followed by. */
typedef struct best {
    uint32_t count;
    uint8_t symbol;
} best;

/* Bits: node i's children are 2 i and 2 i + 1, all of them there, and so are their
 * counts. More symbols: children and counts are in a hash table (open addressing,
 * linear probing), under node, kind and symbol. */
struct phw_contexts {
    bool binary;
    best *node;
    size_t n_nodes; /* in use */
    size_t n_nodes_room;
    uint32_t *count; /* binary: of node i and symbol s at 2 i + s */
    uint64_t *key;   /* else: 0 where a slot is free */
    uint32_t *value;
    size_t n_slots; /* a power of two */
    size_t n_used;
};

#define N_BINARY_NODES ((size_t)1 << (PHW_CONTEXT_LENGTH_MAX + 1))

/* What a slot holds of a node and symbol. */
enum kind {
    CHILD = 0,
    COUNT
};

static void wipe(void *array, size_t size)
{
    if (array != NULL)
        sodium_memzero(array, size);
    free(array);
}

void phw_contexts_destroy(phw_contexts *c)
{
    if (c == NULL)
        return;
    wipe(c->node, c->n_nodes_room * sizeof *c->node);
    wipe(c->count, c->binary ? 2 * N_BINARY_NODES * sizeof *c->count : 0);
    wipe(c->key, c->n_slots * sizeof *c->key);
    wipe(c->value, c->n_slots * sizeof *c->value);
    free(c);
}

static phw_status alloc_binary(phw_contexts *c)
{
    c->n_nodes_room = c->n_nodes = N_BINARY_NODES;
    PHW_TRY(phw_array_alloc(&c->node, N_BINARY_NODES, sizeof *c->node));
    return phw_array_alloc(&c->count, 2 * N_BINARY_NODES, sizeof *c->count);
}

static phw_status alloc_hashed(phw_contexts *c)
{
    c->n_nodes_room = NODES_MIN;
    c->n_nodes = 2;
    PHW_TRY(phw_array_alloc(&c->node, c->n_nodes_room, sizeof *c->node));
    c->n_slots = SLOTS_MIN;
    PHW_TRY(phw_array_alloc(&c->key, c->n_slots, sizeof *c->key));
    return phw_array_alloc(&c->value, c->n_slots, sizeof *c->value);
}

phw_status phw_contexts_create(phw_contexts **out, unsigned n_symbols)
{
    if (n_symbols < 2 || n_symbols > 256)
        return phw_fail(PHW_EARG, "contexts: %u symbols, expected 2 to 256", n_symbols);
    phw_contexts *c = calloc(1, sizeof *c);
    if (c == NULL)
        return phw_fail(PHW_ENOMEM, "contexts: no memory");
    c->binary = n_symbols == 2;
    const phw_status s = c->binary ? alloc_binary(c) : alloc_hashed(c);
    if (s)
        phw_contexts_destroy(c);
    else
        *out = c;
    return s;
}

uint32_t phw_contexts_root(const phw_contexts *c)
{
    (void)c;
    return 1;
}

static uint64_t key_of(uint32_t node, enum kind kind, uint8_t symbol)
{
    return (uint64_t)node << 9 | (uint64_t)kind << 8 | symbol;
}

/* The slot of that key, or the free one where it would go. Multiplication by 2^64 over
 * the golden ratio spreads the keys (Knuth, vol. 3, 6.4). */
static size_t slot_of(const phw_contexts *c, uint64_t key)
{
    size_t i = (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (c->n_slots - 1);
    while (c->key[i] != 0 && c->key[i] != key)
        i = (i + 1) & (c->n_slots - 1);
    return i;
}

static phw_status double_slots(phw_contexts *c)
{
    const phw_contexts old = *c;
    uint64_t *key = NULL;
    uint32_t *value = NULL;
    PHW_TRY(phw_array_alloc(&key, 2 * old.n_slots, sizeof *key));
    const phw_status s = phw_array_alloc(&value, 2 * old.n_slots, sizeof *value);
    if (s) {
        free(key);
        return s;
    }
    c->key = key;
    c->value = value;
    c->n_slots = 2 * old.n_slots;
    for (size_t i = 0; i < old.n_slots; ++i) {
        if (old.key[i] == 0)
            continue;
        const size_t to = slot_of(c, old.key[i]);
        c->key[to] = old.key[i];
        c->value[to] = old.value[i];
    }
    wipe(old.key, old.n_slots * sizeof *old.key);
    wipe(old.value, old.n_slots * sizeof *old.value);
    return PHW_OK;
}

/* The value under a key, 0 when new; it stays where it is until the next call. */
static phw_status reach(uint32_t **value, phw_contexts *c, uint64_t key)
{
    size_t i = slot_of(c, key);
    if (c->key[i] == 0 && 2 * (c->n_used + 1) > c->n_slots) {
        PHW_TRY(double_slots(c));
        i = slot_of(c, key);
    }
    c->n_used += c->key[i] == 0;
    c->key[i] = key;
    *value = &c->value[i];
    return PHW_OK;
}

static phw_status double_nodes(phw_contexts *c)
{
    best *wider = NULL;
    PHW_TRY(phw_array_alloc(&wider, 2 * c->n_nodes_room, sizeof *wider));
    memcpy(wider, c->node, c->n_nodes * sizeof *wider);
    wipe(c->node, c->n_nodes_room * sizeof *c->node);
    c->node = wider;
    c->n_nodes_room *= 2;
    return PHW_OK;
}

uint32_t phw_contexts_child(const phw_contexts *c, uint32_t node, uint8_t symbol)
{
    if (node == PHW_CONTEXT_NONE)
        return PHW_CONTEXT_NONE;
    if (c->binary)
        return 2 * node + symbol;
    const size_t i = slot_of(c, key_of(node, CHILD, symbol));
    return c->key[i] != 0 ? c->value[i] : PHW_CONTEXT_NONE;
}

phw_status phw_contexts_grow(uint32_t *child, phw_contexts *c, uint32_t node,
                             uint8_t symbol)
{
    const uint32_t there = phw_contexts_child(c, node, symbol);
    if (there != PHW_CONTEXT_NONE || node == PHW_CONTEXT_NONE) {
        *child = there;
        return PHW_OK;
    }
    if (c->n_nodes == c->n_nodes_room)
        PHW_TRY(double_nodes(c));
    uint32_t *value = NULL;
    PHW_TRY(reach(&value, c, key_of(node, CHILD, symbol)));
    *child = *value = (uint32_t)c->n_nodes++;
    return PHW_OK;
}

uint32_t phw_contexts_count(const phw_contexts *c, uint32_t node, uint8_t symbol)
{
    if (node == PHW_CONTEXT_NONE)
        return 0;
    if (c->binary)
        return c->count[2 * (size_t)node + symbol];
    const size_t i = slot_of(c, key_of(node, COUNT, symbol));
    return c->key[i] != 0 ? c->value[i] : 0;
}

phw_status phw_contexts_add(phw_contexts *c, uint32_t node, uint8_t symbol)
{
    if (node == PHW_CONTEXT_NONE)
        return PHW_OK;
    uint32_t *count = NULL;
    if (c->binary)
        count = &c->count[2 * (size_t)node + symbol];
    else
        PHW_TRY(reach(&count, c, key_of(node, COUNT, symbol)));
    ++*count;
    best *b = &c->node[node];
    if (*count > b->count || (*count == b->count && symbol > b->symbol))
        *b = (best){*count, symbol};
    return PHW_OK;
}

uint32_t phw_contexts_best(const phw_contexts *c, uint8_t *symbol, uint32_t node)
{
    if (node == PHW_CONTEXT_NONE)
        return 0;
    *symbol = c->node[node].symbol;
    return c->node[node].count;
}
