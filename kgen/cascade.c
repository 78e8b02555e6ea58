#include "kgen/cascade.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "kgen/cascade_pass.h"
#include "kgen/folded.h"

/* What is asked in one round, in order, and this end's answers. */
typedef struct round_list {
    phw_cascade_ranges asked;           /* nodes to be halved, or roots */
    size_t end[PHW_CASCADE_PASSES_MAX]; /* one past those of each open pass */
    bool roots;                         /* whether the newest pass is being opened */
    phw_bits parity;                    /* this end's, then the differences */
} round_list;

struct phw_cascade {
    phw_role role;
    phw_cascade_scheme scheme;
    size_t n;
    phw_cascade_pass *pass; /* scheme.n_passes of them */
    unsigned n_open;        /* passes whose roots were asked */
    phw_folded key;
    phw_bits corrected;
    phw_bits recent; /* corrected in the round under way */
    phw_cascade_finds finds;
    round_list round;
    uint64_t rounds_max;
    phw_reconcile_figures figures;
    bool ended;
};

static phw_status make_passes(phw_cascade *c, const phw_reconcile_task *task)
{
    phw_cascade_plan plan = {0};
    PHW_TRY(phw_cascade_plan_make(&plan, &c->scheme, task));
    phw_status s = PHW_OK;
    for (unsigned i = 0; i < c->scheme.n_passes && task->n > 0 && !s; ++i)
        s = phw_cascade_pass_make(&c->pass[i], &plan, &c->scheme, i, task->seed);
    phw_cascade_plan_free(&plan);
    return s;
}

/* The work of the passes whose turn it is. */
static phw_status take_work(phw_cascade *c)
{
    phw_cascade_ranges *asked = &c->round.asked;
    for (unsigned i = 0; i < c->n_open; ++i) {
        const bool waits =
            (c->scheme.order == PHW_CASCADE_LOWEST && asked->n > 0) ||
            (c->scheme.order == PHW_CASCADE_MIXED && i >= 2 && c->round.end[1] > 0);
        if (!waits)
            PHW_TRY(phw_cascade_pass_take(&c->pass[i], asked));
        c->round.end[i] = asked->n;
    }
    return PHW_OK;
}

static bool infers_last(const phw_cascade *c)
{
    return c->scheme.infer && c->n_open > 1;
}

static phw_status open_pass(phw_cascade *c)
{
    phw_cascade_pass *p = &c->pass[c->n_open];
    phw_cascade_pass_open(p, &c->key.bit);
    ++c->n_open;
    c->round.roots = true;
    PHW_TRY(phw_cascade_pass_roots(&c->round.asked, p, infers_last(c)));
    c->round.end[c->n_open - 1] = c->round.asked.n;
    return PHW_OK;
}

/* What is due after everything known so far: halves of odd nodes, else the roots of the
 * next pass, else nothing. */
static phw_status next_round(phw_cascade *c)
{
    c->round.asked.n = 0;
    c->round.roots = false;
    PHW_TRY(take_work(c));
    while (c->round.asked.n == 0 && c->n_open < c->scheme.n_passes && c->n > 0)
        PHW_TRY(open_pass(c));
    c->ended = c->round.asked.n == 0;
    if (!c->ended && ++c->figures.n_rounds > c->rounds_max)
        return phw_fail(PHW_EPEER, "cascade: no end after %llu rounds",
                        (unsigned long long)c->rounds_max);
    return PHW_OK;
}

static phw_status own_parities(phw_cascade *c)
{
    phw_bits *parity = &c->round.parity;
    const phw_cascade_ranges *asked = &c->round.asked;
    const size_t n = asked->n;
    if (phw_bits_words(n) > parity->n_words) {
        phw_bits_free(parity);
        PHW_TRY(phw_bits_alloc(parity, 2 * n));
    }
    parity->n = n;
    memset(parity->word, 0, phw_bits_words(n) * sizeof *parity->word);
    size_t from = 0;
    for (unsigned i = 0; i < c->n_open; ++i) {
        const size_t to = c->round.end[i];
        phw_cascade_pass_parities(parity, from, &c->pass[i], asked->range + from,
                                  to - from, c->round.roots, &c->key);
        from = to;
    }
    return PHW_OK;
}

static phw_status speak(phw_cascade *c, phw_message *out)
{
    phw_message_begin(out, 0, 0);
    phw_message_put_bits(out, &c->round.parity);
    PHW_TRY(phw_message_end(out));
    c->figures.bytes_sent += out->size;
    ++c->figures.n_messages;
    return PHW_OK;
}

/* The peer's parities turned into differences, in place of this end's. */
static phw_status listen(phw_cascade *c, const phw_message *in)
{
    phw_bits *parity = &c->round.parity;
    phw_reader r = phw_reader_open(in);
    phw_bits theirs = {0};
    phw_reader_bits(&r, &theirs, parity->n);
    phw_status s = phw_reader_close(&r);
    if (!s)
        phw_bits_xor(parity, &theirs);
    phw_bits_free(&theirs);
    c->figures.bytes_received += in->size;
    ++c->figures.n_messages;
    c->figures.leak_bits += parity->n;
    c->figures.reply_bits += parity->n;
    return s;
}

static phw_status correct(phw_cascade *c, uint32_t bit)
{
    if (phw_bits_get(&c->corrected, bit)) {
        /* Two blocks led to it in one round; a difference is found once in a life. */
        if (phw_bits_get(&c->recent, bit))
            return PHW_OK;
        return phw_fail(PHW_EPEER, "cascade: the parities contradict each other");
    }
    phw_bits_flip(&c->corrected, bit);
    phw_bits_flip(&c->recent, bit);
    ++c->figures.n_corrected;
    const bool own_too = c->role == PHW_BOB;
    if (own_too)
        phw_folded_flip(&c->key, bit);
    for (unsigned i = 0; i < c->n_open; ++i)
        PHW_TRY(phw_cascade_pass_correct(&c->pass[i], &c->finds, bit, own_too));
    return PHW_OK;
}

static phw_status enter_answers(phw_cascade *c)
{
    const phw_cascade_ranges *asked = &c->round.asked;
    if (c->round.roots)
        return phw_cascade_pass_enter(&c->pass[c->n_open - 1], &c->finds, asked,
                                      &c->round.parity, infers_last(c));
    size_t from = 0;
    for (unsigned i = 0; i < c->n_open; ++i) {
        const size_t to = c->round.end[i];
        PHW_TRY(phw_cascade_pass_halve(&c->pass[i], &c->finds, asked->range + from,
                                       to - from, &c->round.parity, from));
        from = to;
    }
    return PHW_OK;
}

/* First every answer as of the moment it was asked, then what was found, and what that
 * makes odd elsewhere. */
static phw_status apply(phw_cascade *c)
{
    c->finds.n = 0;
    PHW_TRY(enter_answers(c));
    for (size_t i = 0; i < c->finds.n; ++i)
        PHW_TRY(correct(c, c->finds.bit[i]));
    for (size_t i = 0; i < c->finds.n; ++i)
        phw_bits_set(&c->recent, c->finds.bit[i], false);
    return PHW_OK;
}

/* Alice asks first and learns Bob's answer; then the next round. */
static phw_status step_alice(phw_cascade *c, phw_message *out, const phw_message *in)
{
    if (in != NULL) {
        PHW_TRY(listen(c, in));
        PHW_TRY(apply(c));
        PHW_TRY(next_round(c));
    }
    if (c->ended)
        return PHW_OK;
    PHW_TRY(own_parities(c));
    return speak(c, out);
}

static phw_status step_bob(phw_cascade *c, phw_message *out, const phw_message *in)
{
    if (in == NULL)
        return c->ended ? PHW_OK : phw_fail(PHW_EARG, "cascade: Alice speaks first");
    PHW_TRY(own_parities(c));
    PHW_TRY(speak(c, out));
    PHW_TRY(listen(c, in));
    PHW_TRY(apply(c));
    return next_round(c);
}

phw_status phw_cascade_step(phw_cascade *c, phw_message *out, bool *done,
                            const phw_message *in)
{
    if (in != NULL && c->ended)
        return phw_fail(PHW_EPEER, "cascade: a message after the end");
    if (in == NULL && c->figures.n_messages > 0)
        return phw_fail(PHW_EARG, "cascade: a step without the peer's message");
    phw_message_clear(out);
    const phw_status s =
        c->role == PHW_ALICE ? step_alice(c, out, in) : step_bob(c, out, in);
    if (s) {
        c->ended = true;
        phw_message_clear(out);
        return s;
    }
    *done = c->ended;
    return PHW_OK;
}

phw_status phw_cascade_reset(phw_cascade *c, const phw_bits *key)
{
    if (key->n != c->n)
        return phw_fail(PHW_EARG, "cascade: %zu bits where the task has %zu", key->n,
                        c->n);
    const size_t size = phw_bits_words(c->n) * sizeof *key->word;
    if (size > 0) {
        memcpy(c->key.bit.word, key->word, size);
        memset(c->corrected.word, 0, size);
        memset(c->recent.word, 0, size);
    }
    phw_folded_refresh(&c->key);
    c->n_open = 0;
    c->finds.n = 0;
    c->figures = (phw_reconcile_figures){0};
    return next_round(c);
}

static uint64_t round_cap(size_t n, unsigned n_passes)
{
    uint64_t log = 1;
    while (((uint64_t)1 << log) < n)
        ++log;
    return 64 * n_passes * log;
}

phw_status phw_cascade_create(phw_cascade **out, phw_role role,
                              const phw_cascade_scheme *scheme,
                              const phw_reconcile_task *task, const phw_bits *key)
{
    PHW_TRY(phw_cascade_scheme_check(scheme));
    phw_cascade *c = calloc(1, sizeof *c);
    if (c == NULL)
        return phw_fail(PHW_ENOMEM, "cascade: no memory");
    c->role = role;
    c->scheme = *scheme;
    c->n = task->n;
    c->rounds_max = round_cap(task->n, scheme->n_passes);
    c->pass = calloc(scheme->n_passes, sizeof *c->pass);
    phw_status s =
        c->pass != NULL ? PHW_OK : phw_fail(PHW_ENOMEM, "cascade: no memory");
    if (!s)
        s = make_passes(c, task);
    if (!s)
        s = phw_folded_alloc(&c->key, c->n);
    if (!s)
        s = phw_bits_alloc(&c->corrected, c->n);
    if (!s)
        s = phw_bits_alloc(&c->recent, c->n);
    if (!s)
        s = phw_cascade_reset(c, key);
    if (s) {
        phw_cascade_destroy(c);
        return s;
    }
    *out = c;
    return PHW_OK;
}

void phw_cascade_destroy(phw_cascade *c)
{
    if (c == NULL)
        return;
    for (unsigned i = 0; c->pass != NULL && i < c->scheme.n_passes; ++i)
        phw_cascade_pass_free(&c->pass[i]);
    free(c->pass);
    phw_folded_free(&c->key);
    phw_bits_free(&c->corrected);
    phw_bits_free(&c->recent);
    phw_bits_free(&c->round.parity);
    free(c->finds.bit);
    free(c->round.asked.range);
    sodium_memzero(c, sizeof *c);
    free(c);
}

const phw_bits *phw_cascade_key(const phw_cascade *c)
{
    return &c->key.bit;
}

const phw_bits *phw_cascade_corrected(const phw_cascade *c)
{
    return &c->corrected;
}

phw_reconcile_figures phw_cascade_figures(const phw_cascade *c)
{
    return c->figures;
}
