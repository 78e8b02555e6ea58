#include "kgen/ldpc_decoder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/vectorised.h"
#include "kgen/ldpc_box_plus.h"
#include "kgen/ldpc_min_sum.h"
#include "kgen/ldpc_sum_product.h"

/* A bit's mean ratio in the units of the min-sum rule, and the mean above which larger
 * ones no longer count. */
#define UNITS    7.0F
#define MEAN_MAX 4.6F

enum {
    ALIGN = 64
};

struct phw_ldpc_decoder {
    const phw_ldpc_graph *graph;
    phw_ldpc_decoding how;
    size_t size;   /* of what one number takes */
    void *total;   /* what is believed of each bit: n_columns stride numbers */
    void *message; /* each entry's: n_edges stride */
    void *row;     /* the bits of a row in its checks' order */
    int8_t *mask;  /* of full rows, then of the last */
    void *scratch;
    unsigned passes;
};

static void *numbers(const phw_ldpc_decoder *d, size_t n)
{
    const size_t size = n * d->graph->stride * d->size;
    void *p = aligned_alloc(ALIGN, (size + ALIGN - 1) / ALIGN * ALIGN);
    if (p != NULL)
        memset(p, 0, size);
    return p;
}

static size_t size_of(phw_ldpc_rule rule)
{
    if (rule == PHW_LDPC_MIN_SUM)
        return sizeof(int8_t);
    return rule == PHW_LDPC_BOX_PLUS ? sizeof(int16_t) : sizeof(float);
}

phw_status phw_ldpc_decoder_create(phw_ldpc_decoder **out, const phw_ldpc_graph *graph,
                                   const phw_ldpc_decoding *how)
{
    if (how->scale < 1 || how->scale > 16)
        return phw_fail(PHW_EARG, "ldpc: messages by %u / 16", how->scale);
    phw_ldpc_decoder *d = calloc(1, sizeof *d);
    if (d == NULL)
        return phw_fail(PHW_ENOMEM, "ldpc: no memory");
    d->graph = graph;
    d->how = *how;
    d->size = size_of(how->rule);
    d->total = numbers(d, graph->n_columns);
    d->message = numbers(d, graph->row[graph->n_rows]);
    d->row = numbers(d, PHW_LDPC_DEGREE_MAX);
    d->mask = numbers(d, 2);
    d->scratch = numbers(d, 4);
    if (d->total == NULL || d->message == NULL || d->row == NULL || d->mask == NULL ||
        d->scratch == NULL) {
        phw_ldpc_decoder_destroy(d);
        return phw_fail(PHW_ENOMEM, "ldpc: no memory for a decoder");
    }
    *out = d;
    return PHW_OK;
}

static void discard(void *p, size_t size)
{
    if (p != NULL)
        sodium_memzero(p, size);
    free(p);
}

void phw_ldpc_decoder_destroy(phw_ldpc_decoder *d)
{
    if (d == NULL)
        return;
    const size_t row = d->graph->stride * d->size;
    discard(d->total, d->graph->n_columns * row);
    discard(d->message, d->graph->row[d->graph->n_rows] * row);
    discard(d->row, PHW_LDPC_DEGREE_MAX * row);
    discard(d->scratch, 4 * row);
    free(d->mask);
    free(d);
}

/* The min-sum rule does not care for the unit of its ratios, but bytes do. */
static float unit_of(const float *llr, size_t n)
{
    double sum = 0;
    size_t known = 0;
    for (size_t i = 0; i < n; ++i) {
        const float size = fabsf(llr[i]);
        if (size > 0 && size < PHW_LDPC_SURE) {
            sum += (double)size;
            ++known;
        }
    }
    const float mean = known > 0 ? (float)(sum / (double)known) : 1;
    return UNITS / (mean < MEAN_MAX ? mean : MEAN_MAX);
}

PHW_VECTORISED
static void to_bytes(int8_t *restrict out, const float *restrict llr, float unit,
                     size_t n)
{
    const float limit = PHW_LDPC_MIN_SUM_TOTAL;
    for (size_t i = 0; i < n; ++i) {
        float x = llr[i] * unit;
        x = x < limit ? x : limit;
        x = x > -limit ? x : -limit;
        out[i] = (int8_t)(x < 0 ? x - 0.5F : x + 0.5F);
    }
}

PHW_VECTORISED
static void to_words(int16_t *restrict out, const float *restrict llr, size_t n)
{
    const float limit = PHW_LDPC_BOX_PLUS_MAX;
    for (size_t i = 0; i < n; ++i) {
        float x = llr[i] * PHW_LDPC_BOX_PLUS_ONE;
        x = x < limit ? x : limit;
        x = x > -limit ? x : -limit;
        out[i] = (int16_t)(x < 0 ? x - 0.5F : x + 0.5F);
    }
}

static void start(phw_ldpc_decoder *d, const float *llr)
{
    const size_t n = (size_t)d->graph->n_columns * d->graph->stride;
    memset(d->message, 0,
           (size_t)d->graph->row[d->graph->n_rows] * d->graph->stride * d->size);
    if (d->how.rule == PHW_LDPC_MIN_SUM)
        to_bytes(d->total, llr, unit_of(llr, n), n);
    else if (d->how.rule == PHW_LDPC_BOX_PLUS)
        to_words(d->total, llr, n);
    else
        memcpy(d->total, llr, n * sizeof *llr);
}

/* The bits of a row's columns, each turned by its shift, into d->row or back. */
static void turn(phw_ldpc_decoder *d, unsigned row, bool back)
{
    const phw_ldpc_graph *g = d->graph;
    const size_t step = g->stride * d->size;
    uint8_t *at = d->row;
    uint8_t *total = d->total;
    for (unsigned e = g->row[row]; e < g->row[row + 1]; ++e, at += step) {
        uint8_t *column = total + g->edge[e].column * step;
        const size_t head = g->edge[e].shift * d->size;
        const size_t tail = g->z * d->size - head;
        if (back) {
            memcpy(column + head, at, tail);
            memcpy(column, at + tail, head);
        } else {
            memcpy(at, column + head, tail);
            memcpy(at + tail, column, head);
        }
    }
}

static void layer(phw_ldpc_decoder *d, unsigned row, const uint8_t *syndrome,
                  const int8_t *mask)
{
    const phw_ldpc_graph *g = d->graph;
    const unsigned n_edges = g->row[row + 1] - g->row[row];
    const uint8_t *check = syndrome + (size_t)row * g->stride;
    void *message = (uint8_t *)d->message + (size_t)g->row[row] * g->stride * d->size;
    turn(d, row, false);
    if (d->how.rule == PHW_LDPC_MIN_SUM)
        phw_ldpc_min_sum(d->row, message, d->scratch,
                         &(phw_ldpc_min_sum_row){.check = check,
                                                 .mask = mask,
                                                 .n_edges = n_edges,
                                                 .stride = g->stride,
                                                 .scale = d->how.scale});
    else if (d->how.rule == PHW_LDPC_BOX_PLUS)
        phw_ldpc_box_plus(d->row, message, check, mask, n_edges, g->stride);
    else
        phw_ldpc_sum_product(d->row, message, check, mask, n_edges, g->stride);
    turn(d, row, true);
}

PHW_VECTORISED
static void decide_bytes(uint8_t *restrict word, const int8_t *restrict total, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        word[i] = total[i] < 0;
}

PHW_VECTORISED
static void decide_words(uint8_t *restrict word, const int16_t *restrict total,
                         size_t n)
{
    for (size_t i = 0; i < n; ++i)
        word[i] = total[i] < 0;
}

PHW_VECTORISED
static void decide_floats(uint8_t *restrict word, const float *restrict total, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        word[i] = total[i] < 0;
}

static void decide(uint8_t *word, const phw_ldpc_decoder *d)
{
    const size_t n = (size_t)d->graph->n_columns * d->graph->stride;
    if (d->how.rule == PHW_LDPC_MIN_SUM)
        decide_bytes(word, d->total, n);
    else if (d->how.rule == PHW_LDPC_BOX_PLUS)
        decide_words(word, d->total, n);
    else
        decide_floats(word, d->total, n);
}

/* Which lanes of the last row count. */
static void set_masks(phw_ldpc_decoder *d, unsigned rest)
{
    const phw_ldpc_graph *g = d->graph;
    memset(d->mask, -1, g->stride);
    memset(d->mask + g->stride, 0, g->stride);
    for (unsigned k = 0; k < rest; ++k)
        d->mask[g->stride + phw_ldpc_graph_lane(g, k)] = -1;
}

bool phw_ldpc_decode(phw_ldpc_decoder *d, uint8_t *word, const float *llr,
                     const uint8_t *syndrome, size_t n_checks, bool resume)
{
    const phw_ldpc_graph *g = d->graph;
    const unsigned full = (unsigned)(n_checks / g->z);
    const unsigned rest = (unsigned)(n_checks % g->z);
    set_masks(d, rest);
    if (!resume)
        start(d, llr);
    for (d->passes = 0; d->passes < d->how.iterations;) {
        ++d->passes;
        for (unsigned row = 0; row < full; ++row)
            layer(d, row, syndrome, d->mask);
        if (rest > 0)
            layer(d, full, syndrome, d->mask + g->stride);
        decide(word, d);
        if (phw_ldpc_graph_holds(g, word, syndrome, n_checks, d->scratch))
            return true;
    }
    return false;
}

unsigned phw_ldpc_decoder_passes(const phw_ldpc_decoder *d)
{
    return d->passes;
}
