#include "kgen/cascade.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "kgen/cascade_census.h"
#include "kgen/cascade_pass.h"
#include "kgen/dialogue.h"
#include "kgen/folded.h"

/* What a round asks for. */
typedef enum round_kind {
    ASK_HALVES = 0, /* of known-odd nodes */
    ASK_ROOTS,      /* of passes that are being opened */
    ASK_CENSUS      /* halves of nodes of pass 1, odd or not */
} round_kind;

/* What is asked in one round, in order. */
typedef struct round_list {
    round_kind kind;
    phw_cascade_ranges asked;           /* nodes to be halved, or roots */
    size_t end[PHW_CASCADE_PASSES_MAX]; /* one past those of each open pass */
    unsigned first;                     /* pass that is being opened, when any is */
} round_list;

struct phw_cascade {
    phw_cascade_scheme scheme;
    size_t n;
    uint64_t seed;
    phw_cascade_plan plan;
    double rate[PHW_CASCADE_STRIPES_MAX]; /* the plan's as they were told */
    phw_cascade_census census;
    bool counting;          /* whether the census goes on */
    bool resized;           /* whether the plan's rates are the census's */
    phw_cascade_pass *pass; /* scheme.n_passes of them */
    unsigned n_open;        /* passes whose roots were asked */
    unsigned n_drawn;       /* of BICONF: masks so far */
    unsigned n_quiet;       /* of BICONF: masks in a row without an odd block */
    uint64_t n_before;      /* corrected when the newest pass was opened */
    phw_folded key;
    phw_bits corrected;
    phw_bits recent; /* corrected in the round under way */
    phw_cascade_finds finds;
    round_list round;
    phw_dialogue talk;
};

static phw_status make_passes(phw_cascade *c, const phw_reconcile_task *task)
{
    PHW_TRY(phw_cascade_plan_make(&c->plan, &c->scheme, task));
    for (size_t i = 0; i < c->plan.n_stripes; ++i)
        c->rate[i] = c->plan.stripe[i].rate;
    for (unsigned i = 0; i < c->scheme.n_passes && task->n > 0; ++i)
        PHW_TRY(phw_cascade_pass_make(&c->pass[i], &c->plan, &c->scheme, i, c->seed));
    return PHW_OK;
}

static phw_cascade_kind kind_of(const phw_cascade *c, unsigned pass)
{
    return c->scheme.pass[pass].kind;
}

static bool in_biconf(const phw_cascade *c)
{
    return c->n_open == c->scheme.n_passes &&
           kind_of(c, c->n_open - 1) == PHW_CASCADE_BICONF;
}

/* The later passes' blocks, by the rates that the plan has by now. */
static phw_status resize_passes(phw_cascade *c)
{
    for (unsigned i = 1; i < c->scheme.n_passes; ++i) {
        if (kind_of(c, i) == PHW_CASCADE_BLOCKS)
            PHW_TRY(phw_cascade_pass_resize(&c->pass[i], &c->plan, &c->scheme, i));
    }
    return PHW_OK;
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

static bool infers_last(const phw_cascade *c, unsigned pass)
{
    return c->scheme.infer && pass > 0;
}

static phw_status open_pass(phw_cascade *c)
{
    const unsigned i = c->n_open++;
    phw_cascade_pass_open(&c->pass[i], &c->key.bit);
    PHW_TRY(phw_cascade_pass_roots(&c->round.asked, &c->pass[i], infers_last(c, i)));
    c->round.end[i] = c->round.asked.n;
    return PHW_OK;
}

/* The next pass, and those that are opened together with it. */
static phw_status open_next(phw_cascade *c)
{
    c->round.kind = ASK_ROOTS;
    c->round.first = c->n_open;
    c->n_before = c->talk.figures.n_corrected;
    const unsigned last = c->n_open + (c->scheme.together > 1 ? c->scheme.together : 1);
    do
        PHW_TRY(open_pass(c));
    while (c->n_open < last && c->n_open < c->scheme.n_passes &&
           kind_of(c, c->round.first) == PHW_CASCADE_MASKS &&
           kind_of(c, c->n_open) == PHW_CASCADE_MASKS);
    return PHW_OK;
}

/* BICONF's next mask in place of the last, unless enough of them found nothing. */
static phw_status open_biconf_again(phw_cascade *c)
{
    const bool quiet = c->talk.figures.n_corrected == c->n_before;
    c->n_quiet = quiet ? c->n_quiet + 1 : 0;
    if (c->n_quiet == c->scheme.quiet)
        return PHW_OK;
    --c->n_open;
    ++c->n_drawn;
    phw_cascade_pass_redraw(&c->pass[c->n_open], c->n_open + c->n_drawn, c->seed);
    return open_next(c);
}

static phw_status open_what_follows(phw_cascade *c)
{
    if (c->n == 0)
        return PHW_OK;
    if (in_biconf(c))
        return open_biconf_again(c);
    while (c->round.asked.n == 0 && c->n_open < c->scheme.n_passes)
        PHW_TRY(open_next(c));
    return PHW_OK;
}

static phw_status ask_census(phw_cascade *c)
{
    c->round.kind = ASK_CENSUS;
    PHW_TRY(phw_cascade_census_ask(&c->round.asked, &c->census, &c->plan));
    c->round.end[0] = c->round.asked.n;
    c->counting = c->round.asked.n > 0;
    if (c->counting || !c->census.changed)
        return PHW_OK;
    c->resized = true;
    return resize_passes(c);
}

/* What is due after everything known so far: the census, halves of odd nodes, else the
 * roots of the next pass, else nothing. */
static phw_status next_round(void *machine)
{
    phw_cascade *c = machine;
    c->round.asked.n = 0;
    if (c->counting)
        PHW_TRY(ask_census(c));
    if (c->round.asked.n == 0) {
        c->round.kind = ASK_HALVES;
        PHW_TRY(take_work(c));
    }
    if (c->round.asked.n == 0)
        PHW_TRY(open_what_follows(c));
    c->talk.ended = c->round.asked.n == 0;
    if (c->scheme.adapt && c->talk.figures.leak_bits + c->round.asked.n > c->n)
        return phw_fail(PHW_ENOKEY,
                        "reconcile: correcting %zu bits takes more of them than there "
                        "are: the error rate is beyond what was assumed",
                        c->n);
    return c->talk.ended ? PHW_OK : phw_dialogue_round(&c->talk);
}

static phw_status own_parities(void *machine)
{
    phw_cascade *c = machine;
    phw_bits *parity = &c->talk.parity;
    const size_t n = c->round.asked.n;
    PHW_TRY(phw_dialogue_reserve(&c->talk, n));
    parity->n = n;
    memset(parity->word, 0, phw_bits_words(n) * sizeof *parity->word);
    size_t from = 0;
    for (unsigned i = 0; i < c->n_open; ++i) {
        const size_t to = c->round.end[i];
        phw_cascade_pass_parities(parity, from, &c->pass[i],
                                  c->round.asked.range + from, to - from,
                                  c->round.kind == ASK_ROOTS, &c->key);
        from = to;
    }
    return PHW_OK;
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
    ++c->talk.figures.n_corrected;
    const bool own_too = c->talk.role == PHW_BOB;
    if (own_too)
        phw_folded_flip(&c->key, bit);
    const bool alone = in_biconf(c) && !c->scheme.back;
    for (unsigned i = alone ? c->n_open - 1 : 0; i < c->n_open; ++i)
        PHW_TRY(phw_cascade_pass_correct(&c->pass[i], &c->finds, bit, own_too));
    return PHW_OK;
}

static phw_status enter_roots(phw_cascade *c)
{
    size_t from = 0;
    for (unsigned i = c->round.first; i < c->n_open; ++i) {
        const size_t to = c->round.end[i];
        PHW_TRY(phw_cascade_pass_enter(&c->pass[i], &c->finds,
                                       c->round.asked.range + from, to - from,
                                       &c->talk.parity, from, infers_last(c, i)));
        from = to;
    }
    c->counting = c->scheme.adapt && c->round.first == 0;
    return c->counting ? phw_cascade_census_begin(&c->census, &c->pass[0]) : PHW_OK;
}

static phw_status enter_census(phw_cascade *c)
{
    const phw_cascade_ranges *asked = &c->round.asked;
    PHW_TRY(phw_cascade_pass_part(&c->pass[0], &c->finds, asked->range, asked->n,
                                  &c->talk.parity, 0));
    return phw_cascade_census_refine(&c->census, &c->plan);
}

static phw_status enter_halves(phw_cascade *c)
{
    size_t from = 0;
    for (unsigned i = 0; i < c->n_open; ++i) {
        const size_t to = c->round.end[i];
        PHW_TRY(phw_cascade_pass_halve(&c->pass[i], &c->finds,
                                       c->round.asked.range + from, to - from,
                                       &c->talk.parity, from));
        from = to;
    }
    return PHW_OK;
}

static phw_status enter_answers(phw_cascade *c)
{
    if (c->round.kind == ASK_HALVES)
        return enter_halves(c);
    PHW_TRY(c->round.kind == ASK_ROOTS ? enter_roots(c) : enter_census(c));
    return c->counting ? phw_cascade_census_judge(&c->census, &c->plan, &c->pass[0])
                       : PHW_OK;
}

/* First every answer as of the moment it was asked, then what was found, and what that
 * makes odd elsewhere. */
static phw_status apply(void *machine)
{
    phw_cascade *c = machine;
    c->finds.n = 0;
    PHW_TRY(enter_answers(c));
    for (size_t i = 0; i < c->finds.n; ++i)
        PHW_TRY(correct(c, c->finds.bit[i]));
    for (size_t i = 0; i < c->finds.n; ++i)
        phw_bits_set(&c->recent, c->finds.bit[i], false);
    return PHW_OK;
}

phw_status phw_cascade_step(phw_cascade *c, phw_message *out, bool *done,
                            const phw_message *in)
{
    static const phw_dialogue_calls calls = {
        .ask = own_parities, .apply = apply, .next = next_round};
    return phw_dialogue_step(&c->talk, out, done, in, &calls, c);
}

/* As they were made, after a frame that changed them. */
static phw_status restore_tables(phw_cascade *c)
{
    c->n_quiet = 0;
    if (c->n_drawn > 0) {
        c->n_drawn = 0;
        phw_cascade_pass_redraw(&c->pass[c->scheme.n_passes - 1],
                                c->scheme.n_passes - 1, c->seed);
    }
    for (size_t i = 0; i < c->plan.n_stripes; ++i)
        c->plan.stripe[i].rate = c->rate[i];
    if (!c->resized)
        return PHW_OK;
    c->resized = false;
    return resize_passes(c);
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
    c->counting = false;
    phw_dialogue_reset(&c->talk);
    PHW_TRY(restore_tables(c));
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
    c->talk.name = "cascade";
    c->talk.role = role;
    c->scheme = *scheme;
    c->n = task->n;
    c->seed = task->seed;
    c->talk.rounds_max = round_cap(task->n, scheme->n_passes);
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
    phw_cascade_plan_free(&c->plan);
    phw_cascade_census_free(&c->census);
    phw_folded_free(&c->key);
    phw_bits_free(&c->corrected);
    phw_bits_free(&c->recent);
    phw_dialogue_free(&c->talk);
    phw_cascade_finds_free(&c->finds);
    phw_cascade_ranges_free(&c->round.asked);
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
    return c->talk.figures;
}
