#include "kgen/blocks.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "kgen/flight.h"

struct phw_blocks {
    const phw_reconciler *reconciler;
    size_t n; /* bits of all */
    size_t n_blocks;
    phw_reconciliation *single; /* of one block */
    phw_flight *flight;         /* of several */
    phw_bits key;               /* of several, once done; what is kept of them */
    phw_bits corrected;         /* of several, once done */
};

size_t phw_blocks_count_of(size_t n, size_t block_bits)
{
    if (block_bits == 0 || n <= block_bits)
        return 1;
    const size_t n_blocks = n / block_bits + (n % block_bits != 0);
    return n_blocks < PHW_BLOCKS_MAX ? n_blocks : PHW_BLOCKS_MAX;
}

/* The first bit of block i; of the one past the last: n. */
static size_t first_bit(size_t n, size_t n_blocks, size_t i)
{
    return (size_t)((uint64_t)n * i / n_blocks);
}

static uint64_t seed_of(const uint8_t digest[PHW_TRANSCRIPT_SIZE], size_t block)
{
    uint8_t number[PHW_TRANSCRIPT_SIZE] = {0};
    for (unsigned i = 0; i < 4; ++i)
        number[i] = (uint8_t)((uint64_t)block >> (8 * i));
    return phw_transcript_seed("phyward reconcile", digest, number);
}

/* The bits [from, to) of a task of all: its segments go to `room`, which gets as many
 * as are said. */
static phw_reconcile_task part_of(const phw_reconcile_task *all, size_t from, size_t to,
                                  phw_reconcile_segment *room)
{
    phw_reconcile_task part = *all;
    part.n = to - from;
    part.segment = room;
    part.n_segments = 0;
    for (size_t i = 0; i < all->n_segments; ++i) {
        phw_reconcile_segment s = all->segment[i];
        if (s.to <= from || s.from >= to)
            continue;
        s.from = s.from > from ? s.from - from : 0;
        s.to = (s.to < to ? s.to : to) - from;
        room[part.n_segments++] = s;
    }
    if (all->reliability != NULL)
        part.reliability = all->reliability + from;
    return part;
}

static phw_status create_flight(phw_blocks *b, phw_role role,
                                const phw_reconcile_task *all,
                                const uint8_t digest[PHW_TRANSCRIPT_SIZE],
                                const phw_bits *key)
{
    phw_reconcile_task *task = NULL;
    phw_reconcile_segment *segment = NULL;
    size_t n_segments = 0;
    PHW_TRY(phw_array_alloc(&task, b->n_blocks, sizeof *task));
    /* A cut adds a segment at most. */
    phw_status s =
        phw_array_alloc(&segment, all->n_segments + b->n_blocks, sizeof *segment);
    for (size_t i = 0; i < b->n_blocks && !s; ++i) {
        task[i] = part_of(all, first_bit(b->n, b->n_blocks, i),
                          first_bit(b->n, b->n_blocks, i + 1), segment + n_segments);
        task[i].seed = seed_of(digest, i);
        n_segments += task[i].n_segments;
    }
    if (!s)
        s = phw_flight_create(&b->flight, role, b->reconciler, task, b->n_blocks, key);
    free(segment);
    free(task);
    return s;
}

phw_status phw_blocks_create(phw_blocks **out, phw_role role,
                             const phw_reconciler *reconciler,
                             const phw_reconcile_task *task,
                             const uint8_t digest[PHW_TRANSCRIPT_SIZE],
                             size_t block_bits, const phw_bits *key)
{
    phw_blocks *b = calloc(1, sizeof *b);
    if (b == NULL)
        return phw_fail(PHW_ENOMEM, "blocks: no memory");
    b->reconciler = reconciler;
    b->n = task->n;
    b->n_blocks = phw_blocks_count_of(task->n, block_bits);
    phw_reconcile_task one = *task;
    one.seed = seed_of(digest, 0);
    const phw_status s = b->n_blocks == 1
                             ? reconciler->create(&b->single, role, &one, key)
                             : create_flight(b, role, task, digest, key);
    if (s) {
        phw_blocks_destroy(b);
        return s;
    }
    *out = b;
    return PHW_OK;
}

void phw_blocks_destroy(phw_blocks *b)
{
    if (b == NULL)
        return;
    b->reconciler->destroy(b->single);
    phw_flight_destroy(b->flight);
    phw_bits_free(&b->key);
    phw_bits_free(&b->corrected);
    free(b);
}

phw_status phw_blocks_step(phw_blocks *b, phw_message *out, bool *done,
                           const phw_message *in)
{
    if (b->single != NULL)
        return b->reconciler->step(b->single, out, done, in);
    PHW_TRY(phw_flight_step(b->flight, out, done, in));
    if (!*done)
        return PHW_OK;
    PHW_TRY(phw_flight_key(&b->key, b->flight));
    return phw_flight_corrected(&b->corrected, b->flight);
}

size_t phw_blocks_n(const phw_blocks *b)
{
    return b->n_blocks;
}

phw_reconcile_figures phw_blocks_figures(const phw_blocks *b)
{
    return b->single != NULL ? b->reconciler->figures(b->single)
                             : phw_flight_figures(b->flight);
}

const phw_bits *phw_blocks_key(const phw_blocks *b)
{
    return b->single != NULL ? b->reconciler->key(b->single) : &b->key;
}

const phw_bits *phw_blocks_corrected(const phw_blocks *b)
{
    return b->single != NULL ? b->reconciler->corrected(b->single) : &b->corrected;
}

phw_status phw_blocks_tags(uint64_t *tag, const phw_blocks *b,
                           const phw_verify_key *key, unsigned n_bits)
{
    for (size_t i = 0; i < b->n_blocks; ++i) {
        phw_bits block = {0};
        PHW_TRY(phw_bits_slice(&block, phw_blocks_key(b),
                               first_bit(b->n, b->n_blocks, i),
                               first_bit(b->n, b->n_blocks, i + 1)));
        tag[i] = phw_verify_tag(&block, key, n_bits);
        phw_bits_free(&block);
    }
    return PHW_OK;
}

uint64_t phw_blocks_replies(const phw_blocks *b, const phw_bits *good)
{
    uint64_t sum = 0;
    assert(b->flight != NULL);
    for (size_t i = 0; i < b->n_blocks; ++i)
        if (!phw_bits_get(good, i))
            sum += phw_flight_frame_figures(b->flight, i).reply_bits;
    return sum;
}

phw_status phw_blocks_keep(phw_blocks *b, const phw_bits *good)
{
    phw_bits kept = {0};
    phw_status s = PHW_OK;
    assert(b->flight != NULL);
    for (size_t i = 0; i < b->n_blocks && !s; ++i) {
        phw_bits block = {0};
        if (!phw_bits_get(good, i))
            continue;
        s = phw_bits_slice(&block, &b->key, first_bit(b->n, b->n_blocks, i),
                           first_bit(b->n, b->n_blocks, i + 1));
        if (!s)
            s = phw_bits_append(&kept, &block);
        phw_bits_free(&block);
    }
    if (s) {
        phw_bits_free(&kept);
        return s;
    }
    phw_bits_free(&b->key);
    b->key = kept;
    return PHW_OK;
}
