#include "kgen/ldpc_layout.h"

#include <stdlib.h>

static size_t block_size(const phw_ldpc_layout *l, size_t block)
{
    return (l->n - block + l->n_blocks - 1) / l->n_blocks;
}

static uint32_t common_divisor(uint32_t a, uint32_t b)
{
    while (b > 0) {
        const uint32_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Consecutive bits go to columns far apart: bits of one component or burst share no
 * checks. */
static void set_places(phw_ldpc_layout *l, uint32_t capacity)
{
    const phw_ldpc_graph *g = &l->graph;
    const size_t n = block_size(l, 0);
    uint32_t step = capacity / 8 * 5 + 1;
    while (common_divisor(step, capacity) > 1)
        ++step;
    for (size_t i = 0; i < n; ++i) {
        const uint32_t at = (uint32_t)((uint64_t)i * step % capacity);
        l->place[i] = (PHW_LDPC_PRIVATE + at / g->z) * g->stride + at % g->z;
    }
    for (unsigned k = 0; k < g->z; ++k)
        l->lane[k] = (uint16_t)phw_ldpc_graph_lane(g, k);
}

phw_status phw_ldpc_layout_alloc(phw_ldpc_layout *out, const phw_ldpc_plan *plan)
{
    phw_ldpc_layout l = {.n = plan->n, .n_blocks = plan->n_blocks};
    PHW_TRY(phw_ldpc_graph_lift(&l.graph, plan->base, plan->z, plan->n_tails));
    l.place = calloc(block_size(&l, 0), sizeof *l.place);
    l.lane = calloc(l.graph.z, sizeof *l.lane);
    if (l.place == NULL || l.lane == NULL) {
        phw_ldpc_layout_free(&l);
        return phw_fail(PHW_ENOMEM, "ldpc: no memory for the places of %zu bits",
                        plan->capacity);
    }
    set_places(&l, (uint32_t)plan->capacity);
    *out = l;
    return PHW_OK;
}

void phw_ldpc_layout_free(phw_ldpc_layout *l)
{
    free(l->place);
    free(l->lane);
    *l = (phw_ldpc_layout){0};
}

size_t phw_ldpc_layout_word(const phw_ldpc_layout *l)
{
    return (size_t)l->graph.n_columns * l->graph.stride;
}

size_t phw_ldpc_layout_syndrome(const phw_ldpc_layout *l)
{
    return (size_t)l->graph.n_rows * l->graph.stride;
}

void phw_ldpc_layout_fill(uint8_t *word, const phw_ldpc_layout *l,
                          const phw_bits *frame, size_t block)
{
    const size_t n = block_size(l, block);
    size_t bit = block;
    for (size_t i = 0; i < n; ++i, bit += l->n_blocks)
        word[l->place[i]] = phw_bits_get(frame, bit);
}

void phw_ldpc_layout_fill_ratios(float *word, const phw_ldpc_layout *l,
                                 const float *frame, size_t block)
{
    const size_t n = block_size(l, block);
    size_t bit = block;
    for (size_t i = 0; i < n; ++i, bit += l->n_blocks)
        word[l->place[i]] = frame[bit];
}

size_t phw_ldpc_layout_flip(phw_bits *frame, const phw_ldpc_layout *l,
                            const uint8_t *word, size_t block)
{
    const size_t n = block_size(l, block);
    size_t n_flipped = 0;
    size_t bit = block;
    for (size_t i = 0; i < n; ++i, bit += l->n_blocks) {
        if (word[l->place[i]] == 0)
            continue;
        phw_bits_flip(frame, bit);
        ++n_flipped;
    }
    return n_flipped;
}
