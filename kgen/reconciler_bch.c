#include "kgen/reconciler_bch.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "kgen/bch_plan.h"
#include "kgen/bch_sketch.h"
#include "kgen/one_way.h"
#include "kgen/spans.h"

enum {
    LENGTH,
    ERRORS,
    FRAME_ERROR_RATE
};

static const char *const lengths[] = {"auto", "127", "255", "511", "1023", NULL};

static const phw_param params[] = {
    [LENGTH] = {.name = "length",
                .unit = "",
                .summary = "bits of a block; auto: what leaks least",
                .min = 0,
                .max = 4,
                .preset = 0,
                .whole = true,
                .choice = lengths},
    [ERRORS] = {.name = "t",
                .unit = "",
                .summary = "errors a block that are corrected; 0: what `fer` needs",
                .min = 0,
                .max = (1 << (PHW_BCH_ORDER_MAX - 1)) - 1,
                .preset = 0,
                .whole = true},
    [FRAME_ERROR_RATE] = {.name = "fer",
                          .unit = "",
                          .summary = "frame error rate aimed at",
                          .min = 1e-12,
                          .max = 0.5,
                          .preset = 1e-3},
};

typedef struct codec {
    phw_bch_plan plan;
    phw_bch_sketch *full; /* NULL where blocks are sent as they are */
    phw_bch_sketch *last;
    uint64_t block[PHW_BCH_WORDS_MAX];
    uint64_t said[PHW_BCH_WORDS_MAX];
    uint64_t own[PHW_BCH_WORDS_MAX];
} codec;

/* Where a block stands in the frame, and what is said of it in the syndrome. */
typedef struct place {
    const phw_bch_part *part;
    phw_bch_sketch *sketch;
    size_t at;
    size_t said_at;
} place;

static size_t count_blocks(const codec *c)
{
    return c->plan.n_full + (c->plan.last.n_bits > 0);
}

static place find_block(const codec *c, size_t i)
{
    const bool full = i < c->plan.n_full;
    return (place){
        .part = full ? &c->plan.full : &c->plan.last,
        .sketch = full ? c->full : c->last,
        .at = i * c->plan.full.n_bits,
        .said_at = i * c->plan.full.n_syndrome,
    };
}

/* The block's bits into c->block. */
static void read_block(codec *c, const phw_bits *key, const place *p)
{
    const size_t n = p->part->n_bits;
    if (c->plan.bit == NULL) {
        phw_span_read(c->block, key, p->at, n);
        return;
    }
    memset(c->block, 0, sizeof c->block);
    for (size_t i = 0; i < n; ++i)
        c->block[i / 64] |= (uint64_t)phw_bits_get(key, c->plan.bit[p->at + i])
                            << (i % 64);
}

/* What is to be said of c->block into c->own. */
static void make_own(codec *c, const place *p)
{
    if (p->sketch != NULL)
        phw_bch_sketch_make(p->sketch, c->own, c->block, p->part->n_bits);
    else
        memcpy(c->own, c->block, sizeof c->own);
}

static void measure(void *state, phw_bits *syndrome, const phw_bits *key)
{
    codec *c = state;
    for (size_t i = 0; i < count_blocks(c); ++i) {
        const place p = find_block(c, i);
        read_block(c, key, &p);
        make_own(c, &p);
        phw_span_write(syndrome, c->own, p.said_at, p.part->n_syndrome);
    }
}

static void flip(phw_bits *key, const codec *c, const place *p, const uint64_t *error)
{
    for (size_t w = 0; 64 * w < p->part->n_bits; ++w)
        for (uint64_t left = error[w]; left != 0; left &= left - 1) {
            const size_t at = p->at + 64 * w + (size_t)__builtin_ctzll(left);
            phw_bits_flip(key, c->plan.bit != NULL ? c->plan.bit[at] : at);
        }
}

static bool correct_block(codec *c, phw_bits *key, const phw_bits *syndrome,
                          const place *p)
{
    const size_t n_words = phw_bits_words(p->part->n_syndrome);
    uint64_t any = 0;
    read_block(c, key, p);
    make_own(c, p);
    phw_span_read(c->said, syndrome, p->said_at, p->part->n_syndrome);
    for (size_t w = 0; w < n_words; ++w) {
        c->said[w] ^= c->own[w];
        any |= c->said[w];
    }
    if (any == 0)
        return true;
    if (p->sketch == NULL) {
        flip(key, c, p, c->said);
        return true;
    }
    if (!phw_bch_sketch_solve(p->sketch, c->block, c->said, p->part->n_bits))
        return false;
    flip(key, c, p, c->block);
    return true;
}

static bool correct(void *state, phw_bits *key, const phw_bits *syndrome)
{
    codec *c = state;
    bool found = true;
    for (size_t i = 0; i < count_blocks(c); ++i) {
        const place p = find_block(c, i);
        found &= correct_block(c, key, syndrome, &p);
    }
    return found;
}

static void destroy_codec(void *state)
{
    codec *c = state;
    if (c == NULL)
        return;
    phw_bch_plan_free(&c->plan);
    phw_bch_sketch_destroy(c->full);
    phw_bch_sketch_destroy(c->last);
    sodium_memzero(c, sizeof *c);
    free(c);
}

static const phw_one_way_code code = {
    .destroy = destroy_codec,
    .measure = measure,
    .correct = correct,
};

static phw_status make_codec(codec *c, const phw_reconcile_task *task)
{
    const unsigned choice = (unsigned)task->params.value[LENGTH];
    const phw_bch_wish wish = {
        .order = choice > 0 ? PHW_BCH_ORDER_MIN + choice - 1 : 0,
        .t = (unsigned)task->params.value[ERRORS],
        .frame_error_rate = task->params.value[FRAME_ERROR_RATE],
    };
    PHW_TRY(phw_bch_plan_make(&c->plan, task, &wish));
    if (c->plan.full.t > 0)
        PHW_TRY(phw_bch_sketch_create(&c->full, c->plan.order, c->plan.full.t));
    if (c->plan.last.t > 0)
        PHW_TRY(phw_bch_sketch_create(&c->last, c->plan.order, c->plan.last.t));
    return PHW_OK;
}

static phw_status create(phw_reconciliation **out, phw_role role,
                         const phw_reconcile_task *task, const phw_bits *key)
{
    codec *c = calloc(1, sizeof *c);
    if (c == NULL)
        return phw_fail(PHW_ENOMEM, "bch: no memory");
    const phw_status s = make_codec(c, task);
    if (s) {
        destroy_codec(c);
        return s;
    }
    return phw_one_way_create(out, role, &code, c, phw_bch_plan_leak(&c->plan), key);
}

const phw_reconciler phw_reconciler_bch = {
    .name = "bch",
    .summary = "BCH code offset as a syndrome: one message, t errors a block for "
               "certain, at 1.5 to 2.7 times the least leak",
    .reference = "Dodis, Ostrovsky, Reyzin, Smith, SIAM J. Comput. 38(1), 2008; Juels "
                 "and Wattenberg, CCS '99",
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .silent = true,
    .create = create,
    .destroy = phw_one_way_destroy,
    .reset = phw_one_way_reset,
    .step = phw_one_way_step,
    .key = phw_one_way_key,
    .corrected = phw_one_way_corrected,
    .figures = phw_one_way_figures,
};
