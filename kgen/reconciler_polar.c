#include "kgen/reconciler_polar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/rng.h"
#include "kgen/one_way.h"
#include "kgen/polar_code.h"
#include "kgen/polar_list.h"
#include "kgen/polar_plan.h"
#include "kgen/spans.h"

enum {
    ORDER,
    FRAME_ERROR_RATE
};

static const phw_param params[] = {
    [ORDER] = {.name = "m",
               .unit = "",
               .summary = "blocks of at most 2^m bits",
               .min = PHW_POLAR_ORDER_MIN,
               .max = PHW_POLAR_ORDER_MAX,
               .preset = PHW_POLAR_ORDER_MAX,
               .whole = true},
    [FRAME_ERROR_RATE] = {.name = "fer",
                          .unit = "",
                          .summary = "frame error rate aimed at",
                          .min = 1e-9,
                          .max = 0.4,
                          .preset = 1e-3},
};

enum {
    N_MAX = 1 << PHW_POLAR_ORDER_MAX,
    WORDS = N_MAX / 64
};

/* Parts polar's permutation from the Cascades', of the same seed. */
#define PURPOSE PHW_RNG_PURPOSE(PHW_RNG_CASCADE, 0x200000)

/* What a bit that is zero for certain weighs, and most that any other does. */
static const float certain = 1000;
static const float most = 30;

typedef struct codec {
    phw_polar_plan plan;
    uint32_t *bit; /* the frame's bit at each place: a pattern in the reliabilities
                      would meet the pattern of the code */
    size_t n;      /* bits of the frame */
    float *weight; /* at each place: ln P(as Alice's) / P(not) */
    uint64_t frozen[PHW_POLAR_PARTS_MAX][WORDS];
    phw_polar_list *list[PHW_POLAR_PARTS_MAX]; /* NULL where a block is sent as it is */
    uint64_t word[WORDS];
    uint64_t known[WORDS];
    float llr[N_MAX];
    uint8_t check[256]; /* the checksum's remainders */
} codec;

/* Where a block is. */
typedef struct place {
    size_t part;
    size_t at;      /* in the frame */
    size_t said_at; /* in the syndrome */
} place;

/* x^8 + x^2 + x + 1, by bytes. */
static void make_check(uint8_t check[256])
{
    for (unsigned byte = 0; byte < 256; ++byte) {
        unsigned x = byte;
        for (int bit = 0; bit < 8; ++bit)
            x = (x << 1) ^ ((x & 0x80) ? 0x107 : 0);
        check[byte] = (uint8_t)x;
    }
}

static uint8_t checksum(const codec *c, const uint64_t *word, size_t n_bits)
{
    uint8_t x = 0;
    for (size_t i = 0; 8 * i < n_bits; ++i)
        x = c->check[x ^ (uint8_t)(word[i / 8] >> (8 * (i % 8)))];
    return x;
}

/* The next block; false past the last. */
static bool next(place *p, size_t *block, const codec *c)
{
    const phw_polar_part *part = &c->plan.part[p->part];
    const bool raw = part->n_known == part->n_bits;
    p->at += part->n_bits;
    p->said_at += part->n_known + (raw ? 0 : PHW_POLAR_CHECK_BITS);
    if (++*block == part->n_blocks) {
        ++p->part;
        *block = 0;
    }
    return p->part < c->plan.n_parts;
}

/* The bits of a block into c->word. */
static void read_block(codec *c, const phw_bits *key, const place *p)
{
    const phw_polar_part *part = &c->plan.part[p->part];
    const uint32_t *bit = c->bit + p->at;
    memset(c->word, 0, ((size_t)1 << part->order) / 8);
    for (size_t i = 0; i < part->n_bits; ++i)
        c->word[i / 64] |= (uint64_t)phw_bits_get(key, bit[i]) << (i % 64);
}

/* And back. */
static void write_block(phw_bits *key, const codec *c, const place *p)
{
    const uint32_t *bit = c->bit + p->at;
    for (size_t i = 0; i < c->plan.part[p->part].n_bits; ++i)
        phw_bits_set(key, bit[i], c->word[i / 64] >> (i % 64) & 1);
}

static void measure_block(codec *c, phw_bits *syndrome, const phw_bits *key,
                          const place *p)
{
    const phw_polar_part *part = &c->plan.part[p->part];
    read_block(c, key, p);
    if (c->list[p->part] == NULL) {
        phw_span_write(syndrome, c->word, p->said_at, part->n_bits);
        return;
    }
    const uint64_t sum = checksum(c, c->word, part->n_bits);
    phw_polar_transform(c->word, part->order);
    size_t at = p->said_at;
    const uint64_t *frozen = c->frozen[p->part];
    for (size_t i = 0; i < part->n_bits; ++i)
        if (frozen[i / 64] >> (i % 64) & 1)
            phw_bits_set(syndrome, at++, c->word[i / 64] >> (i % 64) & 1);
    phw_span_write(syndrome, &sum, at, PHW_POLAR_CHECK_BITS);
}

static void measure(void *state, phw_bits *syndrome, const phw_bits *key)
{
    codec *c = state;
    place p = {0, 0, 0};
    size_t block = 0;
    if (c->plan.n_parts == 0)
        return;
    do
        measure_block(c, syndrome, key, &p);
    while (next(&p, &block, c));
}

/* What Alice said into c->known; answers her checksum. */
static uint8_t read_known(codec *c, const phw_bits *syndrome, const place *p)
{
    const phw_polar_part *part = &c->plan.part[p->part];
    const uint64_t *frozen = c->frozen[p->part];
    size_t at = p->said_at;
    memset(c->known, 0, ((size_t)1 << part->order) / 8);
    for (size_t i = 0; i < part->n_bits; ++i)
        if (frozen[i / 64] >> (i % 64) & 1)
            c->known[i / 64] |= (uint64_t)phw_bits_get(syndrome, at++) << (i % 64);
    uint64_t sum = 0;
    phw_span_read(&sum, syndrome, at, PHW_POLAR_CHECK_BITS);
    return (uint8_t)sum;
}

static void weigh(codec *c, const phw_bits *key, const place *p)
{
    const phw_polar_part *part = &c->plan.part[p->part];
    for (size_t i = 0; i < part->n_bits; ++i) {
        const float weight = c->weight[p->at + i];
        c->llr[i] = phw_bits_get(key, c->bit[p->at + i]) ? -weight : weight;
    }
    for (size_t i = part->n_bits; i < (size_t)1 << part->order; ++i)
        c->llr[i] = certain;
}

static bool correct_block(codec *c, phw_bits *key, const phw_bits *syndrome,
                          const place *p)
{
    const phw_polar_part *part = &c->plan.part[p->part];
    phw_polar_list *list = c->list[p->part];
    if (list == NULL) {
        phw_span_read(c->word, syndrome, p->said_at, part->n_bits);
        write_block(key, c, p);
        return true;
    }
    const uint8_t sum = read_known(c, syndrome, p);
    weigh(c, key, p);
    phw_polar_list_decode(list, c->llr, c->known);
    for (unsigned rank = 0; rank < PHW_POLAR_PATHS; ++rank) {
        phw_polar_list_read(list, c->word, rank);
        if (checksum(c, c->word, part->n_bits) == sum) {
            write_block(key, c, p);
            return true;
        }
    }
    return false;
}

static bool correct(void *state, phw_bits *key, const phw_bits *syndrome)
{
    codec *c = state;
    place p = {0, 0, 0};
    size_t block = 0;
    bool found = true;
    if (c->plan.n_parts == 0)
        return true;
    do
        found &= correct_block(c, key, syndrome, &p);
    while (next(&p, &block, c));
    return found;
}

static void destroy_codec(void *state)
{
    codec *c = state;
    if (c == NULL)
        return;
    for (size_t i = 0; i < PHW_POLAR_PARTS_MAX; ++i)
        phw_polar_list_destroy(c->list[i]);
    free(c->bit);
    if (c->weight != NULL)
        sodium_memzero(c->weight, c->n * sizeof *c->weight);
    free(c->weight);
    sodium_memzero(c, sizeof *c);
    free(c);
}

static const phw_one_way_code code = {
    .destroy = destroy_codec,
    .measure = measure,
    .correct = correct,
};

/* Bob's own measure where he has one, else by the public estimate. */
static float weigh_bit(const phw_reconcile_task *task, size_t bit, double rate)
{
    const double p = fmax(rate, PHW_RECONCILE_RATE_MIN);
    const float public = (float)log((1 - p) / p);
    const float own = task->reliability != NULL ? task->reliability[bit] : public;
    return isnan(own) ? public : fminf(fmaxf(own, -most), most);
}

static phw_status make_places(codec *c, const phw_reconcile_task *task)
{
    c->bit = calloc(task->n + 1, sizeof *c->bit);
    c->weight = calloc(task->n + 1, sizeof *c->weight);
    c->n = task->n;
    uint32_t *to = calloc(task->n + 1, sizeof *to);
    if (c->bit == NULL || c->weight == NULL || to == NULL) {
        free(to);
        return phw_fail(PHW_ENOMEM, "polar: no memory for %zu bits", task->n);
    }
    const phw_rng rng = {.seed = task->seed, .purpose = PURPOSE};
    phw_rng_permutation(to, &rng, task->n);
    for (size_t g = 0; g < task->n_segments; ++g) {
        const phw_reconcile_segment *s = &task->segment[g];
        for (size_t i = s->from; i < s->to; ++i) {
            c->bit[to[i]] = (uint32_t)i;
            c->weight[to[i]] = weigh_bit(task, i, s->error_rate);
        }
    }
    free(to);
    return PHW_OK;
}

static phw_status make_lists(codec *c)
{
    for (size_t i = 0; i < c->plan.n_parts; ++i) {
        const phw_polar_part *part = &c->plan.part[i];
        if (part->n_known == part->n_bits)
            continue;
        PHW_TRY(phw_polar_code_freeze(c->frozen[i], part->order, part->n_bits,
                                      part->n_known, part->beta));
        PHW_TRY(phw_polar_list_create(&c->list[i], part->order, c->frozen[i]));
    }
    return PHW_OK;
}

static phw_status create(phw_reconciliation **out, phw_role role,
                         const phw_reconcile_task *task, const phw_bits *key)
{
    codec *c = calloc(1, sizeof *c);
    if (c == NULL)
        return phw_fail(PHW_ENOMEM, "polar: no memory");
    make_check(c->check);
    phw_status s =
        phw_polar_plan_make(&c->plan, task, (unsigned)task->params.value[ORDER],
                            task->params.value[FRAME_ERROR_RATE]);
    if (!s)
        s = make_places(c, task);
    if (!s)
        s = make_lists(c);
    if (s) {
        destroy_codec(c);
        return s;
    }
    return phw_one_way_create(out, role, &code, c, c->plan.n_syndrome, key);
}

const phw_reconciler phw_reconciler_polar = {
    .name = "polar",
    .summary = "polar codes, eight paths and a checksum: one message, less leak than "
               "bch; weighs its bits",
    .reference = "Arikan, IEEE Trans. IT 55(7), 2009; Tal and Vardy, IEEE Trans. IT "
                 "61(5), 2015",
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .soft = true,
    .silent = true,
    .create = create,
    .destroy = phw_one_way_destroy,
    .reset = phw_one_way_reset,
    .step = phw_one_way_step,
    .key = phw_one_way_key,
    .corrected = phw_one_way_corrected,
    .figures = phw_one_way_figures,
};
