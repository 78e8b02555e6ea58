#include "kgen/fast_cascade_steps.h"

#include <limits.h>
#include <stdlib.h>

#include "kgen/fast_cascade_leaves.h"

/* Compiled once more, with another name, by kgen/fast_cascade_steps_bmi2.c. */
#ifndef PHW_FAST_CASCADE_STEPS
#    define PHW_FAST_CASCADE_STEPS      phw_fast_cascade_steps_plain
#    define PHW_FAST_CASCADE_STEPS_NAME "plain"
#endif

/* From the third pass on about this share of the odd leaves is served at once: what is
 * found there brings the passes before to find what others would be searched for. */
enum {
    FEW = 8
};

/* Fewer odd leaves than one in so many words are cheaper asked one by one. */
enum {
    DENSE = 4
};

static phw_fast_cascade_pass *mask(phw_fast_cascade *c, unsigned i)
{
    return &c->pass[c->scheme.n_passes + i];
}

PHW_INLINE bool is_bob(const phw_fast_cascade *c)
{
    return c->talk.role == PHW_BOB;
}

/* A bit of the key is corrected: its leaf changes parity, and so does Bob's bit. */
PHW_INLINE void correct_in_pass(phw_fast_cascade_pass *p, uint32_t bit, bool bob)
{
    const size_t place =
        p->tables->place_of_bit != NULL ? p->tables->place_of_bit[bit] : bit;
    if (bob && p->own.bit.n > 0)
        phw_folded_flip(&p->own, place);
    phw_fast_cascade_toggle(p, place);
    /* The short last leaf, which a level passes over, may have one place. */
    p->fresh = p->fresh || p->level >= 0;
    p->level = -1;
}

static void correct_in_mask(phw_fast_cascade_pass *p, uint32_t bit, bool bob)
{
    if (p->divided && phw_bits_get(&p->member, bit))
        correct_in_pass(p, bit, bob);
    else if (!p->divided && phw_bits_get(&p->tables->mask, bit))
        p->odd = !p->odd;
}

static phw_status contradiction(void)
{
    return phw_fail(PHW_EPEER, "cascade: the parities contradict each other");
}

/* A bit is known to differ: at both ends it changes the parity of the leaf it is in, in
 * every pass. */
static phw_status correct(phw_fast_cascade *c, uint32_t bit)
{
    /* A difference is found once in a life, and never where no bit stands. */
    if (bit >= c->n || phw_bits_get(&c->corrected, bit))
        return contradiction();
    phw_bits_flip(&c->corrected, bit);
    ++c->talk.figures.n_corrected;
    if (is_bob(c))
        phw_folded_flip(&c->key, bit);
    for (unsigned i = 0; i < c->n_open; ++i)
        correct_in_pass(&c->pass[i], bit, is_bob(c));
    for (unsigned i = 0; i < c->n_masks; ++i)
        correct_in_mask(mask(c, i), bit, is_bob(c));
    return PHW_OK;
}

/* The finds of the first pass while it is the only one, in its own order: all of its
 * odd leaves have one place. */
static void correct_words(phw_fast_cascade *c)
{
    phw_fast_cascade_pass *p = &c->pass[0];
    phw_segments *s = &p->leaf;
    const uint64_t own = is_bob(c) ? ~UINT64_C(0) : 0;
    for (size_t w = 0; w < phw_bits_words(c->n); ++w) {
        const uint64_t found = s->odd[w];
        c->corrected.word[w] |= found;
        c->key.bit.word[w] ^= found & own;
        c->key.fold.word[w / 64] ^= (uint64_t)__builtin_parityll(found & own)
                                    << (w % 64);
        s->odd[w] = 0;
    }
    for (size_t i = 0; i < s->n_sums; ++i)
        s->busy[i] = 0;
    c->talk.figures.n_corrected += p->n_odd;
    p->n_odd = 0;
    p->level = -1;
}

static phw_status correct_place(phw_fast_cascade *c, const phw_fast_cascade_pass *p,
                                size_t place)
{
    return correct(c, p->tables->bit_of_place != NULL ? p->tables->bit_of_place[place]
                                                      : (uint32_t)place);
}

static phw_status correct_places(phw_fast_cascade *c, const phw_fast_cascade_pass *p,
                                 size_t w, uint64_t found)
{
    for (; found != 0; found &= found - 1)
        PHW_TRY(correct_place(c, p, 64 * w + (size_t)__builtin_ctzll(found)));
    return PHW_OK;
}

/* What is found here is even afterwards, and makes no other leaf of this pass odd. */
static phw_status settle_singles(phw_fast_cascade *c, const phw_fast_cascade_pass *p)
{
    const phw_segments *leaf = &p->leaf;
    phw_status s = PHW_OK;
    for (size_t i = 0; i < leaf->n_sums; ++i) {
        for (uint64_t words = leaf->busy[i]; words != 0 && !s; words &= words - 1) {
            const size_t w = 64 * i + (size_t)__builtin_ctzll(words);
            s = correct_places(c, p, w, phw_segments_single(leaf, w));
        }
    }
    return s;
}

/* The odd leaves of one place are finds: all of those after work in bulk. */
static phw_status settle_pass(phw_fast_cascade *c, phw_fast_cascade_pass *p)
{
    p->fresh = false;
    /* A lone leaf may be the short last one, which a level passes over. */
    if (p->n_odd < 2 || (p->tables->sparing && p->level <= 6))
        p->level = -1;
    if (p->level > 0 || p->n_odd == 0)
        return PHW_OK;
    if (p->level == 0 && c->n_open == 1 && p->tables->bit_of_place == NULL) {
        correct_words(c);
        return PHW_OK;
    }
    return settle_singles(c, p);
}

static bool is_odd(const phw_segments *s, size_t place)
{
    const size_t at = phw_segments_begin(s, place);
    return (s->odd[at / 64] >> (at % 64) & 1) != 0;
}

/* Those among the parts of what was divided in this round; what another pass found too
 * is even by now. */
static phw_status settle_finds(phw_fast_cascade *c)
{
    const uint32_t *found = c->found;
    for (unsigned i = 0; i < c->n_open; ++i) {
        phw_fast_cascade_pass *p = &c->pass[i];
        for (size_t j = 0; j < p->n_found; ++j, ++found)
            PHW_TRY(is_odd(&p->leaf, *found) ? correct_place(c, p, *found) : PHW_OK);
        p->n_found = 0;
    }
    return PHW_OK;
}

static phw_status settle_passes(phw_fast_cascade *c)
{
    PHW_TRY(settle_finds(c));
    for (unsigned i = 0; i < c->n_open; ++i) {
        if (!c->pass[i].fresh)
            continue;
        PHW_TRY(settle_pass(c, &c->pass[i]));
        i = UINT_MAX; /* what it found may have concerned any */
    }
    return PHW_OK;
}

/* Room for n questions. */
static phw_status reserve(phw_fast_cascade *c, size_t n)
{
    if (n <= c->capacity)
        return PHW_OK;
    const size_t wanted = n + n / 2 + 64;
    phw_fast_cascade_question *q = realloc(c->question, wanted * sizeof *q);
    if (q == NULL)
        return phw_fail(PHW_ENOMEM, "cascade: no memory for %zu questions", wanted);
    c->question = q;
    uint32_t *found = realloc(c->found, (2 * wanted + 1) * sizeof *found);
    if (found == NULL)
        return phw_fail(PHW_ENOMEM, "cascade: no memory for %zu finds", wanted);
    c->found = found;
    c->capacity = wanted;
    return PHW_OK;
}

/* Whether pass i waits for one before it, which is due with n_before odd leaves. */
static bool waits(const phw_fast_cascade *c, unsigned i, size_t n_before)
{
    const bool together = c->scheme.order == PHW_FAST_CASCADE_ALL ||
                          (c->scheme.order == PHW_FAST_CASCADE_MIXED && i == 1);
    return n_before > 0 && !together;
}

/* Which passes are asked in this round; how many odd leaves they have. */
static size_t choose_passes(phw_fast_cascade *c)
{
    const bool goes_on = c->scheme.order == PHW_FAST_CASCADE_TURNS && c->n_open > 1 &&
                         c->pass[1].due && c->pass[1].n_odd > 0;
    size_t n_due = 0;
    for (unsigned i = 0; i < c->n_open; ++i) {
        phw_fast_cascade_pass *p = &c->pass[i];
        p->due = p->n_odd > 0 && !waits(c, i, n_due) && !(goes_on && i == 0);
        n_due += p->due ? p->n_odd : 0;
    }
    return n_due;
}

/* A question about an odd leaf of a mask; or its only member, which is a find. */
static phw_status cut_mask(phw_fast_cascade *c, phw_fast_cascade_pass *m, size_t at,
                           bool *found)
{
    size_t cut = 0;
    PHW_TRY(phw_fast_cascade_pass_mask_cut(&cut, found, m, at));
    if (*found)
        return correct(c, (uint32_t)cut);
    ++m->n_asked;
    c->question[c->n_questions++] =
        (phw_fast_cascade_question){.at = (uint32_t)at,
                                    .next = (uint32_t)cut,
                                    .first = PHW_FAST_CASCADE_NONE,
                                    .rest = PHW_FAST_CASCADE_NONE};
    return PHW_OK;
}

/* The first odd leaf of a mask is to be asked, or all. A leaf with a single member is
 * a find, after which all has to be settled anew. */
static phw_status choose_mask(phw_fast_cascade *c, phw_fast_cascade_pass *m, bool all,
                              bool *found)
{
    const phw_segments *s = &m->leaf;
    if (m->odd)
        PHW_TRY(phw_fast_cascade_pass_divide(m, &c->key.bit, &c->pass[0]));
    if (!m->divided || m->n_odd == 0)
        return PHW_OK;
    PHW_TRY(reserve(c, c->n_questions + m->n_odd));
    size_t at = phw_segments_odd_from(s, 0);
    while (at < s->n && !*found && (all || m->n_asked == 0)) {
        PHW_TRY(cut_mask(c, m, at, found));
        at = phw_segments_odd_from(s, at + 1);
    }
    return PHW_OK;
}

static phw_status choose_masks(phw_fast_cascade *c, bool *found)
{
    const bool all = c->scheme.order == PHW_FAST_CASCADE_ALL;
    for (unsigned i = 0; i < c->n_masks && !*found && (all || c->n_questions == 0); ++i)
        PHW_TRY(choose_mask(c, mask(c, i), all, found));
    return PHW_OK;
}

/* Follows what is known to its end, and what is due after that. */
static phw_status choose(phw_fast_cascade *c)
{
    bool found = true;
    while (found) {
        PHW_TRY(settle_passes(c));
        c->n_due = choose_passes(c);
        c->n_questions = 0;
        for (unsigned i = 0; i < c->n_masks; ++i)
            mask(c, i)->n_asked = 0;
        found = false;
        if (c->n_due == 0 || c->scheme.order == PHW_FAST_CASCADE_ALL)
            PHW_TRY(choose_masks(c, &found));
    }
    c->n_due += c->n_questions;
    c->topic = PHW_FAST_CASCADE_LEAVES;
    return PHW_OK;
}

static bool infers_last(const phw_fast_cascade *c)
{
    return c->n_open > 1;
}

/* The next pass, or all masks, with nothing odd left before. */
static void open_next(phw_fast_cascade *c)
{
    if (c->n_open < c->scheme.n_passes) {
        phw_fast_cascade_pass *p = &c->pass[c->n_open++];
        c->topic = PHW_FAST_CASCADE_ROOTS;
        phw_fast_cascade_pass_open(p, &c->key.bit, infers_last(c));
        p->due = false;
        p->few = c->n_open > 2 && c->scheme.order != PHW_FAST_CASCADE_ALL;
        if (p->few || (c->scheme.four && c->n_open > 1))
            p->level = -1;
        if (p->tables->sparing)
            phw_fast_cascade_pass_spare(p, &c->pass[0]);
        c->n_due = p->n_odd;
        return;
    }
    c->n_masks = c->scheme.n_masks;
    c->topic = PHW_FAST_CASCADE_MASKS;
    c->n_due = c->n_masks;
    for (unsigned i = 0; i < c->n_masks; ++i)
        mask(c, i)->divided = false;
}

static phw_status next_round(void *machine)
{
    phw_fast_cascade *c = machine;
    PHW_TRY(choose(c));
    while (c->n_due == 0 && c->n > 0 &&
           (c->n_open < c->scheme.n_passes || c->n_masks < c->scheme.n_masks))
        open_next(c);
    c->talk.ended = c->n_due == 0;
    return c->talk.ended ? PHW_OK : phw_dialogue_round(&c->talk);
}

static bool fits_words(const phw_fast_cascade_pass *p, int least)
{
    return p->level >= least && p->level <= 6;
}

static void ask_pass(phw_fast_cascade *c, phw_fast_cascade_pass *p, phw_parities *out,
                     bool four)
{
    const phw_folded *own = phw_fast_cascade_pass_own(p, &c->key);
    p->n_asked = 0;
    p->bulk = fits_words(p, 1) && DENSE * p->n_odd >= p->leaf.n_words;
    if (p->bulk) {
        --p->level;
        phw_fast_cascade_ask_bulk(out, &p->leaf, own->bit.word, (unsigned)p->level,
                                  false);
        return;
    }
    phw_fast_cascade_question *first = c->question + c->n_questions;
    phw_fast_cascade_asking a = {
        .out = *out,
        .question = first,
        .most = first + (p->few ? 1 + p->n_odd / FEW : 3 * p->n_odd),
        .own = own,
    };
    if (p->tables->sparing)
        phw_fast_cascade_ask_leaves(&a, p, PHW_FAST_CASCADE_ALIVE);
    else if (four)
        phw_fast_cascade_ask_leaves(&a, p, PHW_FAST_CASCADE_FOUR);
    else
        phw_fast_cascade_ask_leaves(&a, p, PHW_FAST_CASCADE_TWO);
    p->level -= p->level > 0;
    p->n_asked = (size_t)(a.question - first);
    c->n_questions += p->n_asked;
    *out = a.out;
}

static void ask_due(phw_fast_cascade *c, phw_parities *out)
{
    const phw_fast_cascade_question *q = c->question;
    for (unsigned i = 0; i < c->n_masks; ++i) {
        for (size_t j = 0; j < mask(c, i)->n_asked; ++j, ++q)
            phw_parities_put(out, phw_folded_parity(&mask(c, i)->own, q->at, q->next),
                             1);
    }
    for (unsigned i = 0; i < c->n_open; ++i) {
        if (c->pass[i].due)
            ask_pass(c, &c->pass[i], out, c->scheme.four && i > 0);
    }
}

static void ask_roots(const phw_fast_cascade *c, phw_parities *out)
{
    const phw_fast_cascade_pass *p = &c->pass[c->n_open - 1];
    const phw_folded *own = phw_fast_cascade_pass_own(p, &c->key);
    if (fits_words(p, 0))
        phw_fast_cascade_ask_bulk(out, &p->leaf, own->bit.word, (unsigned)p->level,
                                  true);
    else
        phw_fast_cascade_ask_blocks(out, &p->leaf, own);
}

static phw_status ask(void *machine)
{
    phw_fast_cascade *c = machine;
    const size_t most = c->n_due * (c->scheme.four ? 3 : 1);
    PHW_TRY(phw_dialogue_reserve(&c->talk, most));
    if (c->topic == PHW_FAST_CASCADE_LEAVES)
        PHW_TRY(reserve(c, most));
    phw_parities out = phw_parities_write(c->talk.parity.word);
    if (c->topic == PHW_FAST_CASCADE_ROOTS)
        ask_roots(c, &out);
    else if (c->topic == PHW_FAST_CASCADE_LEAVES)
        ask_due(c, &out);
    for (unsigned i = 0; i < c->n_masks && c->topic == PHW_FAST_CASCADE_MASKS; ++i)
        phw_parities_put(&out,
                         phw_fast_cascade_pass_mask_parity(mask(c, i), &c->key.bit), 1);
    c->talk.parity.n = out.n;
    /* Odd leaves that can't be divided: a bit both found and known to be right. */
    return out.n > 0 ? PHW_OK : contradiction();
}

/* From the second pass on the sum of all blocks is even. */
static void enter_roots(phw_fast_cascade *c, phw_parities *in)
{
    phw_fast_cascade_pass *p = &c->pass[c->n_open - 1];
    p->n_odd = phw_fast_cascade_mark(&p->leaf, in);
    p->fresh = true;
    if (infers_last(c) && p->n_odd % 2 != 0)
        phw_fast_cascade_toggle(p, p->last_root);
}

static void enter_due(phw_fast_cascade *c, phw_parities *in)
{
    const phw_fast_cascade_question *q = c->question;
    /* Parts of a mask that have one place may have no member: choose() looks at them.
     */
    for (unsigned i = 0; i < c->n_masks; ++i) {
        phw_fast_cascade_enter_questions(mask(c, i), in, q, c->found);
        q += mask(c, i)->n_asked;
    }
    uint32_t *found = c->found;
    for (unsigned i = 0; i < c->n_open; ++i) {
        phw_fast_cascade_pass *p = &c->pass[i];
        p->n_found = 0;
        if (!p->due)
            continue;
        if (p->bulk)
            phw_fast_cascade_halve_bulk(&p->leaf, in, (unsigned)p->level);
        p->fresh = p->level >= 0;
        found = phw_fast_cascade_enter_questions(p, in, q, found);
        q += p->n_asked;
    }
}

static phw_status apply(void *machine)
{
    phw_fast_cascade *c = machine;
    phw_parities in = phw_parities_read(c->talk.parity.word);
    if (c->topic == PHW_FAST_CASCADE_ROOTS)
        enter_roots(c, &in);
    else if (c->topic == PHW_FAST_CASCADE_LEAVES)
        enter_due(c, &in);
    for (unsigned i = 0; i < c->n_masks && c->topic == PHW_FAST_CASCADE_MASKS; ++i)
        mask(c, i)->odd = (phw_parities_take(&in, 1) & 1) != 0;
    return PHW_OK;
}

const phw_fast_cascade_steps *PHW_FAST_CASCADE_STEPS(void)
{
    static const phw_fast_cascade_steps steps = {
        .name = PHW_FAST_CASCADE_STEPS_NAME,
        .calls = {.ask = ask, .apply = apply, .next = next_round},
    };
    return &steps;
}
