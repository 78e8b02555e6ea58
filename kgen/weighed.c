#include "kgen/weighed.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "kgen/dialogue.h"
#include "kgen/suspects.h"

/* Fewer expected differences than this: what is left is to be sure. */
#define FEW 0.02

#define CHECKS_MAX 16

/* A question: the parity of places [from, to) of a pass. */
typedef struct question {
    uint32_t block;
    uint32_t from, to;
} question;

struct phw_weighed {
    phw_weighed_scheme scheme;
    uint64_t seed;
    phw_suspects suspects;
    unsigned n_checks; /* passes of the end so far */
    phw_bits key;
    phw_bits corrected;
    question *asked;
    size_t n_asked;
    size_t asked_capacity;
    uint32_t *due; /* scratch */
    size_t due_capacity;
    bool roots; /* whether a pass is being opened */
    phw_dialogue talk;
};

static phw_status reserve(phw_weighed *c, size_t n)
{
    if (n > c->asked_capacity) {
        question *q = realloc(c->asked, 2 * n * sizeof *q);
        if (q == NULL)
            return phw_fail(PHW_ENOMEM, "weighed: no memory for %zu questions", n);
        c->asked = q;
        c->asked_capacity = 2 * n;
    }
    if (n > c->due_capacity) {
        uint32_t *due = realloc(c->due, 2 * n * sizeof *due);
        if (due == NULL)
            return phw_fail(PHW_ENOMEM, "weighed: no memory for %zu blocks", n);
        c->due = due;
        c->due_capacity = 2 * n;
    }
    return PHW_OK;
}

/* The first halves of the odd blocks that are due. */
static phw_status ask_halves(phw_weighed *c)
{
    phw_suspects *s = &c->suspects;
    PHW_TRY(reserve(c, s->n_work));
    const size_t n = phw_suspects_next(c->due, s, c->scheme.one);
    c->roots = false;
    c->n_asked = 0;
    for (size_t i = 0; i < n; ++i)
        c->asked[c->n_asked++] = (question){
            .block = c->due[i],
            .from = s->block[c->due[i]].from,
            .to = phw_suspects_cut(s, c->due[i]),
        };
    return PHW_OK;
}

/* Whether, with all odd blocks served, anything is left to do. */
static bool is_over(phw_weighed *c, double expected)
{
    const phw_suspects *s = &c->suspects;
    if (s->n_passes == PHW_SUSPECTS_PASSES_MAX)
        return true;
    return s->n_passes > 0 && expected < FEW && ++c->n_checks > c->scheme.checks;
}

/* The blocks of a new pass. All suspects are in it, and from the second pass on an even
 * number of differences is left: the last block's parity follows from the others'. */
static phw_status ask_roots(phw_weighed *c)
{
    phw_suspects *s = &c->suspects;
    const bool first = s->n_passes == 0;
    const double target = first             ? c->scheme.first
                          : c->n_checks > 0 ? (double)s->n
                                            : c->scheme.later;
    PHW_TRY(phw_suspects_arrange(s, target, c->seed));
    PHW_TRY(reserve(c, s->n_blocks - s->first_new));
    const size_t end = s->n_blocks - (!first && s->n_blocks > s->first_new);
    c->roots = true;
    c->n_asked = 0;
    for (size_t i = s->first_new; i < end; ++i)
        c->asked[c->n_asked++] =
            (question){(uint32_t)i, s->block[i].from, s->block[i].to};
    return PHW_OK;
}

static phw_status next_round(void *machine)
{
    phw_weighed *c = machine;
    PHW_TRY(ask_halves(c));
    while (c->n_asked == 0 && !c->talk.ended) {
        PHW_TRY(phw_suspects_weigh(&c->suspects));
        const double expected = phw_suspects_expected(&c->suspects);
        c->talk.ended = !(expected > 0) || is_over(c, expected);
        if (!c->talk.ended)
            PHW_TRY(ask_roots(c));
    }
    return c->talk.ended ? PHW_OK : phw_dialogue_round(&c->talk);
}

static bool own_parity(const phw_weighed *c, const question *q)
{
    const phw_suspects *s = &c->suspects;
    const uint32_t *bit = s->pass[s->block[q->block].pass].bit;
    bool parity = false;
    for (uint32_t place = q->from; place < q->to; ++place)
        parity ^= phw_bits_get(&c->key, bit[place]);
    return parity;
}

static phw_status ask(void *machine)
{
    phw_weighed *c = machine;
    phw_bits *parity = &c->talk.parity;
    PHW_TRY(phw_dialogue_reserve(&c->talk, c->n_asked));
    parity->n = c->n_asked;
    memset(parity->word, 0, phw_bits_words(c->n_asked) * sizeof *parity->word);
    for (size_t i = 0; i < c->n_asked; ++i)
        phw_bits_set(parity, i, own_parity(c, &c->asked[i]));
    return PHW_OK;
}

static phw_status enter_roots(phw_weighed *c)
{
    phw_suspects *s = &c->suspects;
    bool last = false;
    for (size_t i = 0; i < c->n_asked; ++i) {
        const bool odd = phw_bits_get(&c->talk.parity, i);
        last = last != odd;
        PHW_TRY(phw_suspects_enter(s, c->asked[i].block, odd));
    }
    const size_t asked = s->first_new + c->n_asked;
    return asked < s->n_blocks ? phw_suspects_enter(s, (uint32_t)asked, last) : PHW_OK;
}

static phw_status enter_halves(phw_weighed *c)
{
    for (size_t i = 0; i < c->n_asked; ++i)
        PHW_TRY(phw_suspects_divide(&c->suspects, c->asked[i].block, c->asked[i].to,
                                    phw_bits_get(&c->talk.parity, i)));
    return PHW_OK;
}

static phw_status apply(void *machine)
{
    phw_weighed *c = machine;
    phw_suspects *s = &c->suspects;
    PHW_TRY(c->roots ? enter_roots(c) : enter_halves(c));
    PHW_TRY(phw_suspects_settle(s));
    for (size_t i = 0; i < s->n_found; ++i) {
        phw_bits_set(&c->corrected, s->found[i], true);
        if (c->talk.role == PHW_BOB)
            phw_bits_flip(&c->key, s->found[i]);
    }
    c->talk.figures.n_corrected += s->n_found;
    s->n_found = 0;
    return PHW_OK;
}

phw_status phw_weighed_step(phw_weighed *c, phw_message *out, bool *done,
                            const phw_message *in)
{
    static const phw_dialogue_calls calls = {
        .ask = ask, .apply = apply, .next = next_round};
    return phw_dialogue_step(&c->talk, out, done, in, &calls, c);
}

phw_status phw_weighed_reset(phw_weighed *c, const phw_bits *key)
{
    if (key->n != c->suspects.n)
        return phw_fail(PHW_EARG, "weighed: %zu bits where the task has %zu", key->n,
                        c->suspects.n);
    const size_t size = phw_bits_words(key->n) * sizeof *key->word;
    if (size > 0) {
        memcpy(c->key.word, key->word, size);
        memset(c->corrected.word, 0, size);
    }
    phw_suspects_reset(&c->suspects);
    c->n_checks = 0;
    phw_dialogue_reset(&c->talk);
    return next_round(c);
}

static phw_status check_scheme(const phw_weighed_scheme *s)
{
    if (!(s->first > 0) || !(s->later > 0) || s->checks < 1 || s->checks > CHECKS_MAX)
        return phw_fail(PHW_EARG, "weighed: blocks of %g and %g differences, %u checks",
                        s->first, s->later, s->checks);
    return PHW_OK;
}

phw_status phw_weighed_create(phw_weighed **out, phw_role role,
                              const phw_weighed_scheme *scheme,
                              const phw_reconcile_task *task, const phw_bits *key)
{
    PHW_TRY(check_scheme(scheme));
    phw_weighed *c = calloc(1, sizeof *c);
    if (c == NULL)
        return phw_fail(PHW_ENOMEM, "weighed: no memory");
    c->talk.name = "weighed";
    c->talk.role = role;
    c->scheme = *scheme;
    c->seed = task->seed;
    phw_status s = phw_suspects_alloc(&c->suspects, task);
    if (!s)
        s = phw_bits_alloc(&c->key, task->n);
    if (!s)
        s = phw_bits_alloc(&c->corrected, task->n);
    if (!s)
        s = phw_weighed_reset(c, key);
    if (s) {
        phw_weighed_destroy(c);
        return s;
    }
    *out = c;
    return PHW_OK;
}

void phw_weighed_destroy(phw_weighed *c)
{
    if (c == NULL)
        return;
    phw_suspects_free(&c->suspects);
    phw_bits_free(&c->key);
    phw_bits_free(&c->corrected);
    phw_dialogue_free(&c->talk);
    free(c->asked);
    free(c->due);
    sodium_memzero(c, sizeof *c);
    free(c);
}

const phw_bits *phw_weighed_key(const phw_weighed *c)
{
    return &c->key;
}

const phw_bits *phw_weighed_corrected(const phw_weighed *c)
{
    return &c->corrected;
}

phw_reconcile_figures phw_weighed_figures(const phw_weighed *c)
{
    return c->talk.figures;
}
