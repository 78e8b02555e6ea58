#include "kgen/fast_cascade.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "kgen/fast_cascade_machine.h"
#include "kgen/fast_cascade_steps.h"

const char *const phw_fast_cascade_order_names[] = {"turns", "lowest", "mixed", "all",
                                                    NULL};

static phw_status check_scheme(const phw_fast_cascade_scheme *s)
{
    if (s->n_passes < 1 || s->n_passes > PHW_FAST_CASCADE_PASSES_MAX ||
        s->n_masks > PHW_FAST_CASCADE_MASKS_MAX || s->block == NULL ||
        s->order >= PHW_N_FAST_CASCADE_ORDERS || (s->four && s->sparing))
        return phw_fail(PHW_EARG, "cascade: %u passes and %u masks in order %u",
                        s->n_passes, s->n_masks, (unsigned)s->order);
    return PHW_OK;
}

static size_t block_of(const phw_fast_cascade_scheme *scheme, unsigned pass,
                       const phw_cascade_stripe *s)
{
    const size_t n = s->to - s->from;
    const size_t most = n / 2 + n % 2;
    const size_t k = scheme->block(pass, s->rate, n);
    return k < 1 ? 1 : k < most ? k : most;
}

static phw_status make_tables(phw_fast_cascade *c, const phw_cascade_plan *plan,
                              uint64_t seed)
{
    size_t first[PHW_CASCADE_STRIPES_MAX] = {0};
    size_t block[PHW_CASCADE_STRIPES_MAX] = {0};
    const unsigned n_passes = c->scheme.n_passes;
    phw_status s = PHW_OK;
    for (unsigned i = 0; i < n_passes + c->scheme.n_masks && !s; ++i) {
        for (size_t j = 0; j < plan->n_stripes && i < n_passes; ++j)
            block[j] = block_of(&c->scheme, i, &plan->stripe[j]);
        if (i == 0)
            memcpy(first, block, sizeof first);
        const phw_fast_cascade_layout layout = {
            .plan = plan,
            .block = block,
            .first_block = first,
            .pass = i,
            .masked = i >= n_passes,
            .sparing = c->scheme.sparing && i > 0,
            .seed = seed,
        };
        s = phw_fast_cascade_tables_make(&c->made[i], &layout);
    }
    return s;
}

static phw_status plan_tables(phw_fast_cascade *c, const phw_reconcile_task *task)
{
    /* The stripes are wanted alone; their sizes are the scheme's. */
    phw_cascade_scheme one = {0};
    phw_cascade_scheme_add(&one, 1, (phw_cascade_stage){.value = 1});
    phw_cascade_plan plan = {0};
    PHW_TRY(phw_cascade_plan_make(&plan, &one, task));
    const phw_status s = task->n > 0 ? make_tables(c, &plan, task->seed) : PHW_OK;
    phw_cascade_plan_free(&plan);
    return s;
}

phw_status phw_fast_cascade_step(phw_fast_cascade *c, phw_message *out, bool *done,
                                 const phw_message *in)
{
    return phw_dialogue_step(&c->talk, out, done, in, c->calls, c);
}

phw_status phw_fast_cascade_reset(phw_fast_cascade *c, const phw_bits *key)
{
    if (key->n != c->n)
        return phw_fail(PHW_EARG, "cascade: %zu bits where the task has %zu", key->n,
                        c->n);
    const size_t size = phw_bits_words(c->n) * sizeof *key->word;
    if (size > 0) {
        memcpy(c->key.bit.word, key->word, size);
        memset(c->corrected.word, 0, size);
    }
    phw_folded_refresh(&c->key);
    c->n_open = 0;
    c->n_masks = 0;
    phw_dialogue_reset(&c->talk);
    return c->calls->next(c);
}

/* Far above what honest ends need, as a guard against one that is not. Of many bits,
 * taken to differ less often than they do, a large second pass is searched for long,
 * some differences at a time: the last term. */
static uint64_t round_cap(size_t n, unsigned n_passes)
{
    uint64_t log = 1;
    while (((uint64_t)1 << log) < n)
        ++log;
    return 64 * n_passes * log + n / 16;
}

static const phw_fast_cascade_steps *best_steps(void)
{
    const phw_fast_cascade_steps *fast = phw_fast_cascade_steps_bmi2();
    return fast != NULL ? fast : phw_fast_cascade_steps_plain();
}

static unsigned count_passes(const phw_fast_cascade *c)
{
    return c->scheme.n_passes + c->scheme.n_masks;
}

static phw_status make_own_tables(phw_fast_cascade *c, const phw_reconcile_task *task)
{
    c->made = calloc(count_passes(c), sizeof *c->made);
    if (c->made == NULL)
        return phw_fail(PHW_ENOMEM, "cascade: no memory");
    c->tables = c->made;
    return plan_tables(c, task);
}

/* A frame's own state, with the tables made. */
static phw_status fill(phw_fast_cascade *c, const phw_bits *key)
{
    const unsigned n_passes = count_passes(c);
    c->pass = calloc(n_passes, sizeof *c->pass);
    c->scratch = calloc(phw_fast_cascade_pass_scratch(c->n), sizeof *c->scratch);
    if (c->pass == NULL || c->scratch == NULL)
        return phw_fail(PHW_ENOMEM, "cascade: no memory for %zu bits", c->n);
    for (unsigned i = 0; i < n_passes && c->n > 0; ++i)
        PHW_TRY(phw_fast_cascade_pass_make(&c->pass[i], &c->tables[i], c->scratch));
    c->talk.rounds_max = round_cap(c->n, n_passes);
    PHW_TRY(phw_folded_alloc(&c->key, c->n));
    PHW_TRY(phw_bits_alloc(&c->corrected, c->n));
    PHW_TRY(phw_dialogue_reserve(&c->talk, c->scheme.n_masks));
    return phw_fast_cascade_reset(c, key);
}

/* A machine of nothing yet. */
static phw_fast_cascade *begin(phw_role role, const phw_fast_cascade_scheme *scheme,
                               size_t n)
{
    phw_fast_cascade *c = calloc(1, sizeof *c);
    if (c == NULL)
        return NULL;
    c->scheme = *scheme;
    c->n = n;
    c->calls = &best_steps()->calls;
    c->talk.name = "cascade";
    c->talk.role = role;
    return c;
}

phw_status phw_fast_cascade_create(phw_fast_cascade **out, phw_role role,
                                   const phw_fast_cascade_scheme *scheme,
                                   const phw_reconcile_task *task, const phw_bits *key)
{
    PHW_TRY(check_scheme(scheme));
    phw_fast_cascade *c = begin(role, scheme, task->n);
    if (c == NULL)
        return phw_fail(PHW_ENOMEM, "cascade: no memory");
    phw_status s = make_own_tables(c, task);
    if (!s)
        s = fill(c, key);
    if (s) {
        phw_fast_cascade_destroy(c);
        return s;
    }
    *out = c;
    return PHW_OK;
}

phw_status phw_fast_cascade_share(phw_fast_cascade **out, const phw_fast_cascade *with,
                                  const phw_bits *key)
{
    phw_fast_cascade *c = begin(with->talk.role, &with->scheme, with->n);
    if (c == NULL)
        return phw_fail(PHW_ENOMEM, "cascade: no memory");
    c->tables = with->tables;
    const phw_status s = fill(c, key);
    if (s) {
        phw_fast_cascade_destroy(c);
        return s;
    }
    *out = c;
    return PHW_OK;
}

void phw_fast_cascade_destroy(phw_fast_cascade *c)
{
    if (c == NULL)
        return;
    const unsigned n_passes = count_passes(c);
    for (unsigned i = 0; c->pass != NULL && i < n_passes; ++i)
        phw_fast_cascade_pass_free(&c->pass[i]);
    for (unsigned i = 0; c->made != NULL && i < n_passes; ++i)
        phw_fast_cascade_tables_free(&c->made[i]);
    if (c->scratch != NULL)
        sodium_memzero(c->scratch,
                       phw_fast_cascade_pass_scratch(c->n) * sizeof *c->scratch);
    free(c->pass);
    free(c->made);
    free(c->scratch);
    phw_folded_free(&c->key);
    phw_bits_free(&c->corrected);
    phw_dialogue_free(&c->talk);
    free(c->question);
    free(c->found);
    sodium_memzero(c, sizeof *c);
    free(c);
}

const phw_bits *phw_fast_cascade_key(const phw_fast_cascade *c)
{
    return &c->key.bit;
}

const phw_bits *phw_fast_cascade_corrected(const phw_fast_cascade *c)
{
    return &c->corrected;
}

phw_reconcile_figures phw_fast_cascade_figures(const phw_fast_cascade *c)
{
    return c->talk.figures;
}
