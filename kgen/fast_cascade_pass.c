#include "kgen/fast_cascade_pass.h"

#include <string.h>

#include "core/vectorised.h"

/* A pass with tables has this end's bits in its own order. */
static phw_status fill(phw_fast_cascade_pass *p)
{
    const phw_fast_cascade_tables *t = p->tables;
    if (t->masked)
        return PHW_OK;
    PHW_TRY(phw_segments_alloc(&p->leaf, t->n_places));
    if (t->bit_of_place == NULL)
        return PHW_OK;
    if (t->sparing)
        PHW_TRY(phw_bits_alloc(&p->alive, t->n_places));
    return phw_folded_alloc(&p->own, t->n_places);
}

phw_status phw_fast_cascade_pass_make(phw_fast_cascade_pass *out,
                                      const phw_fast_cascade_tables *tables,
                                      uint64_t *scratch)
{
    phw_fast_cascade_pass p = {.tables = tables, .level = -1};
    p.scratch = scratch;
    const phw_status s = fill(&p);
    if (s) {
        phw_fast_cascade_pass_free(&p);
        return s;
    }
    *out = p;
    return PHW_OK;
}

void phw_fast_cascade_pass_free(phw_fast_cascade_pass *p)
{
    phw_bits_free(&p->member);
    phw_bits_free(&p->alive);
    phw_folded_free(&p->own);
    phw_segments_free(&p->leaf);
    *p = (phw_fast_cascade_pass){0};
}

/* This end's bits by place. */
static void take_bits(phw_fast_cascade_pass *p, const phw_bits *key)
{
    if (p->own.bit.n == 0)
        return;
    phw_fast_cascade_tables_arrange(p->own.bit.word, p->tables, key->word, p->scratch);
    phw_folded_refresh(&p->own);
}

/* The places of word w of a pass that don't stand alone in a leaf. */
static uint64_t alive_in(const phw_segments *s, size_t w)
{
    const uint64_t after = w + 1 < s->n_words ? s->start[w + 1] : 0;
    return ~(s->start[w] & (s->start[w] >> 1 | after << 63));
}

/* From places of pass 1 to bits. */
static void to_bits(uint64_t *inout, uint64_t *scratch,
                    const phw_fast_cascade_pass *first)
{
    const size_t n_words = phw_bits_words(first->tables->n);
    memcpy(scratch, inout, n_words * sizeof *scratch);
    memset(inout, 0, n_words * sizeof *inout);
    for (size_t i = 0; i < first->tables->n; ++i) {
        const size_t bit = first->tables->bit_of_place[i];
        inout[bit / 64] |= (scratch[i / 64] >> (i % 64) & 1) << (bit % 64);
    }
}

void phw_fast_cascade_pass_spare(phw_fast_cascade_pass *p,
                                 const phw_fast_cascade_pass *first)
{
    const size_t n_words = phw_bits_words(p->tables->n);
    uint64_t *alive = p->scratch;
    for (size_t w = 0; w < n_words; ++w)
        alive[w] = alive_in(&first->leaf, w);
    if (p->tables->n % 64 != 0)
        alive[n_words - 1] &= phw_segments_bit(p->tables->n) - 1;
    if (first->tables->bit_of_place != NULL)
        to_bits(alive, alive + n_words, first);
    phw_fast_cascade_tables_arrange(p->alive.word, p->tables, alive, alive + n_words);
}

/* A network's stripe goes to the end of its places. */
static size_t stripe_end(const phw_fast_cascade_pass *p, size_t i)
{
    return p->tables->net.n > 0 ? p->tables->n_places : p->tables->stripe[i].to;
}

void phw_fast_cascade_pass_open(phw_fast_cascade_pass *p, const phw_bits *key,
                                bool but_last)
{
    phw_segments *s = &p->leaf;
    take_bits(p, key);
    phw_segments_clear(s);
    p->n_odd = 0;
    p->n_found = 0;
    for (size_t i = 0; i < p->tables->n_stripes; ++i)
        p->n_odd += phw_segments_cut_every(s, p->tables->stripe[i].from,
                                           stripe_end(p, i), p->tables->stripe[i].k);
    memcpy(s->odd, s->start, s->n_words * sizeof *s->odd);
    memcpy(s->busy, s->cut, s->n_sums * sizeof *s->busy);
    s->odd[s->n / 64] ^= phw_segments_bit(s->n);
    p->last_root = phw_segments_begin(s, s->n - 1);
    if (but_last) {
        s->odd[p->last_root / 64] ^= phw_segments_bit(p->last_root);
        --p->n_odd;
    }
    p->level = p->tables->powers ? (int)p->tables->top : -1;
    p->fresh = true;
}

PHW_VECTORISED static uint64_t sum_under(const uint64_t *word, const uint64_t *mask,
                                         size_t n)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum ^= word[i] & mask[i];
    return sum;
}

unsigned phw_fast_cascade_pass_mask_parity(const phw_fast_cascade_pass *p,
                                           const phw_bits *key)
{
    return (unsigned)__builtin_parityll(
        sum_under(key->word, p->tables->mask.word, phw_bits_words(p->tables->n)));
}

static phw_status make_mask_state(phw_fast_cascade_pass *p)
{
    const size_t n = p->tables->n;
    phw_bits member = {0};
    phw_folded own = {0};
    phw_segments leaf = {0};
    phw_status s = phw_bits_alloc(&member, n);
    if (!s)
        s = phw_folded_alloc(&own, n);
    if (!s)
        s = phw_segments_alloc(&leaf, n);
    if (s) {
        phw_bits_free(&member);
        phw_folded_free(&own);
        return s;
    }
    p->member = member;
    p->own = own;
    p->leaf = leaf;
    return PHW_OK;
}

phw_status phw_fast_cascade_pass_divide(phw_fast_cascade_pass *p, const phw_bits *key,
                                        const phw_fast_cascade_pass *first)
{
    if (p->leaf.n == 0)
        PHW_TRY(make_mask_state(p));
    const bool in_order = first->tables->bit_of_place == NULL;
    for (size_t i = 0; i < phw_bits_words(p->tables->n); ++i) {
        p->member.word[i] = p->tables->mask.word[i] &
                            (in_order ? alive_in(&first->leaf, i) : ~UINT64_C(0));
        p->own.bit.word[i] = key->word[i] & p->member.word[i];
    }
    phw_folded_refresh(&p->own);
    phw_segments_clear(&p->leaf);
    p->leaf.odd[0] = 1;
    p->leaf.busy[0] = 1;
    p->n_odd = 1;
    p->divided = true;
    p->odd = false;
    return PHW_OK;
}

/* The members among the n <= 64 places from `at` on, lowest first. */
static uint64_t members(const phw_fast_cascade_pass *p, size_t at, size_t n)
{
    const uint64_t *word = &p->member.word[at / 64];
    uint64_t in = word[0] >> (at % 64);
    if (at % 64 + n > 64)
        in |= word[1] << (64 - at % 64);
    return in & ~UINT64_C(0) >> (64 - n);
}

phw_status phw_fast_cascade_pass_mask_cut(size_t *cut, bool *single,
                                          const phw_fast_cascade_pass *p, size_t at)
{
    const size_t end = phw_segments_end(&p->leaf, at);
    *single = false;
    if (end - at > 64) {
        *cut = at + (end - at) / 2;
        return PHW_OK;
    }
    uint64_t in = members(p, at, end - at);
    if (in == 0)
        return phw_fail(PHW_EPEER, "cascade: the parities contradict each other");
    int half = __builtin_popcountll(in) / 2;
    *single = half == 0;
    for (; half > 0; --half)
        in &= in - 1;
    *cut = at + (size_t)__builtin_ctzll(in);
    return PHW_OK;
}
