#include "kgen/swift_pass.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/rng.h"
#include "core/vectorised.h"

static phw_rng stream(const phw_swift_layout *l, unsigned sub)
{
    return (phw_rng){
        .seed = l->seed,
        .purpose = PHW_RNG_PURPOSE(PHW_RNG_CASCADE, 0x800000 | l->pass << 8 | sub),
    };
}

static bool is_power(size_t k)
{
    return (k & (k - 1)) == 0;
}

static unsigned log2_of(size_t k)
{
    return 63 - (unsigned)__builtin_clzll(k);
}

static void lay_out(phw_swift_pass *p, const phw_swift_layout *l)
{
    const phw_cascade_plan *plan = l->plan;
    p->n_stripes = plan->n_stripes;
    p->powers = !p->masked;
    for (size_t i = 0; i < p->n_stripes; ++i) {
        p->stripe[i] = plan->stripe[i];
        p->stripe[i].k = l->block[i];
        p->powers = p->powers && is_power(l->block[i]) && p->stripe[i].from == 0;
    }
    p->top = p->powers ? log2_of(p->stripe[0].k) : 0;
}

static void shuffle(uint32_t *x, size_t n, const phw_rng *rng, size_t *drawn)
{
    for (size_t i = 0; i < n; ++i) {
        const size_t j = phw_rng_below(rng, *drawn + i, (uint32_t)i + 1);
        const uint32_t kept = x[i];
        x[i] = x[j];
        x[j] = kept;
    }
    *drawn += n;
}

/* The places of one stripe, n of them in blocks of k in pass 1, by columns: bits of a
 * block are dealt to k columns at random, and each column is shuffled. Blocks of pass 2
 * that lie in one column have no two bits of a block of pass 1. */
static void deal(uint32_t *at, size_t n, size_t k, const phw_rng *rng, uint32_t *row)
{
    size_t drawn = 0;
    const size_t n_rows = (n + k - 1) / k;
    for (size_t r = 0; r < n_rows; ++r) {
        const size_t size = n - r * k < k ? n - r * k : k;
        for (size_t i = 0; i < size; ++i)
            row[i] = (uint32_t)(r * k + i);
        shuffle(row, size, rng, &drawn);
        const size_t short_by = n_rows * k - n;
        for (size_t c = 0; c < size; ++c) {
            const size_t before =
                c * n_rows - (c + short_by > k ? c + short_by - k : 0);
            at[before + r] = row[c];
        }
    }
    for (size_t c = 0, from = 0; c < k; ++c) {
        const size_t size = n_rows - (c + n_rows * k - n >= k ? 1 : 0);
        shuffle(at + from, size, rng, &drawn);
        from += size;
    }
}

/* Tables for few bits, or several stripes; a stripe's bits stay among themselves. */
static void permute(phw_swift_pass *p, const phw_swift_layout *l, uint32_t *row)
{
    for (size_t i = 0; i < p->n_stripes; ++i) {
        const phw_cascade_stripe *s = &p->stripe[i];
        const phw_rng rng = stream(l, (unsigned)i);
        uint32_t *at = p->bit_of_place + s->from;
        const size_t n = s->to - s->from;
        if (l->pass == 1)
            deal(at, n, l->first_block[i], &rng, row);
        else if (l->pass > 0)
            phw_rng_permutation(at, &rng, n);
        for (size_t j = 0; j < n; ++j) {
            const size_t place = s->from + (l->pass > 0 ? at[j] : j);
            at[j] = l->plan->order != NULL ? l->plan->order[place] : (uint32_t)place;
        }
    }
    for (size_t i = 0; i < p->n; ++i)
        p->place_of_bit[p->bit_of_place[i]] = (uint32_t)i;
}

static phw_status make_tables(phw_swift_pass *p, const phw_swift_layout *l)
{
    p->bit_of_place = calloc(p->n_places, sizeof *p->bit_of_place);
    p->place_of_bit = calloc(p->n, sizeof *p->place_of_bit);
    uint32_t *row = calloc(p->n, sizeof *row);
    phw_status s = PHW_OK;
    if (p->bit_of_place == NULL || p->place_of_bit == NULL || row == NULL)
        s = phw_fail(PHW_ENOMEM, "swift: no memory for %zu places", p->n_places);
    else if (p->net.n > 0)
        s = phw_network_tables(p->place_of_bit, p->bit_of_place, &p->net);
    else
        permute(p, l, row);
    free(row);
    return s;
}

/* Every bit is masked with probability 1/2: random words, lowest bit first. */
static phw_status draw_mask(phw_swift_pass *p, const phw_swift_layout *l)
{
    const phw_rng rng = stream(l, 0);
    PHW_TRY(phw_bits_alloc(&p->mask, p->n));
    for (size_t i = 0; i < phw_bits_words(p->n); ++i) {
        uint32_t word[2];
        phw_rng_words(word, &rng, 2 * i, 2);
        p->mask.word[i] = word[0] | (uint64_t)word[1] << 32;
    }
    if (p->n % 64 != 0)
        p->mask.word[p->n / 64] &= (UINT64_C(1) << (p->n % 64)) - 1;
    return PHW_OK;
}

static phw_status fill_mask(phw_swift_pass *p, const phw_swift_layout *l)
{
    PHW_TRY(draw_mask(p, l));
    PHW_TRY(phw_bits_alloc(&p->member, p->n));
    return phw_folded_alloc(&p->own, p->n_places);
}

static phw_status fill_permuted(phw_swift_pass *p, const phw_swift_layout *l)
{
    PHW_TRY(make_tables(p, l));
    if (p->sparing) {
        p->scratch = calloc(2 * phw_bits_words(p->n) + 1, sizeof *p->scratch);
        if (p->scratch == NULL)
            return phw_fail(PHW_ENOMEM, "cascade: no memory for %zu bits", p->n);
        PHW_TRY(phw_bits_alloc(&p->alive, p->n_places));
    }
    return phw_folded_alloc(&p->own, p->n_places);
}

static phw_status fill(phw_swift_pass *p, const phw_swift_layout *l)
{
    const bool permuted = !p->masked && (l->pass > 0 || l->plan->order != NULL);
    const phw_rng rng = stream(l, 0);
    if (permuted && p->n_stripes == 1 && p->n >= PHW_SWIFT_NETWORK_BITS) {
        PHW_TRY(phw_network_make(&p->net, p->n, l->pass == 1, &rng));
        p->n_places = p->net.n_places;
    }
    PHW_TRY(phw_segments_alloc(&p->leaf, p->n_places));
    if (p->masked)
        return fill_mask(p, l);
    return permuted ? fill_permuted(p, l) : PHW_OK;
}

phw_status phw_swift_pass_make(phw_swift_pass *out, const phw_swift_layout *layout)
{
    assert(layout->plan->n > 0);
    phw_swift_pass p = {
        .n = layout->plan->n,
        .n_places = layout->plan->n,
        .masked = layout->masked,
        .sparing = layout->sparing && !layout->masked,
        .level = -1,
    };
    if (!p.masked)
        lay_out(&p, layout);
    const phw_status s = fill(&p, layout);
    if (s) {
        phw_swift_pass_free(&p);
        return s;
    }
    *out = p;
    return PHW_OK;
}

void phw_swift_pass_free(phw_swift_pass *p)
{
    phw_bits_free(&p->mask);
    phw_bits_free(&p->member);
    phw_bits_free(&p->alive);
    free(p->scratch);
    phw_network_free(&p->net);
    phw_folded_free(&p->own);
    phw_segments_free(&p->leaf);
    free(p->bit_of_place);
    free(p->place_of_bit);
    *p = (phw_swift_pass){0};
}

/* Bits to their places, of a pass that has tables. */
static void arrange(uint64_t *out, const phw_swift_pass *p, const uint64_t *in)
{
    if (p->net.n > 0) {
        phw_network_apply(out, &p->net, in);
        return;
    }
    for (size_t from = 0; from < p->n; from += 64) {
        const uint32_t *bit = p->bit_of_place + from;
        const size_t n = p->n - from < 64 ? p->n - from : 64;
        uint64_t word = 0;
        for (size_t j = 0; j < n; ++j)
            word |= (in[bit[j] / 64] >> (bit[j] % 64) & 1) << j;
        out[from / 64] = word;
    }
}

/* This end's bits by place. */
static void take_bits(phw_swift_pass *p, const phw_bits *key)
{
    if (p->own.bit.n == 0)
        return;
    arrange(p->own.bit.word, p, key->word);
    phw_folded_refresh(&p->own);
}

/* The places of word w of a pass that don't stand alone in a leaf. */
static uint64_t alive_in(const phw_segments *s, size_t w)
{
    const uint64_t after = w + 1 < s->n_words ? s->start[w + 1] : 0;
    return ~(s->start[w] & (s->start[w] >> 1 | after << 63));
}

/* From places of pass 1 to bits. */
static void to_bits(uint64_t *inout, uint64_t *scratch, const phw_swift_pass *first)
{
    const size_t n_words = phw_bits_words(first->n);
    memcpy(scratch, inout, n_words * sizeof *scratch);
    memset(inout, 0, n_words * sizeof *inout);
    for (size_t i = 0; i < first->n; ++i) {
        const size_t bit = first->bit_of_place[i];
        inout[bit / 64] |= (scratch[i / 64] >> (i % 64) & 1) << (bit % 64);
    }
}

void phw_swift_pass_spare(phw_swift_pass *p, const phw_swift_pass *first)
{
    const size_t n_words = phw_bits_words(p->n);
    uint64_t *alive = p->scratch;
    for (size_t w = 0; w < n_words; ++w)
        alive[w] = alive_in(&first->leaf, w);
    if (p->n % 64 != 0)
        alive[n_words - 1] &= phw_segments_bit(p->n) - 1;
    if (first->bit_of_place != NULL)
        to_bits(alive, alive + n_words, first);
    arrange(p->alive.word, p, alive);
}

/* A network's stripe goes to the end of its places. */
static size_t stripe_end(const phw_swift_pass *p, size_t i)
{
    return p->net.n > 0 ? p->n_places : p->stripe[i].to;
}

void phw_swift_pass_open(phw_swift_pass *p, const phw_bits *key, bool but_last)
{
    phw_segments *s = &p->leaf;
    take_bits(p, key);
    phw_segments_clear(s);
    p->n_odd = 0;
    for (size_t i = 0; i < p->n_stripes; ++i)
        p->n_odd += phw_segments_cut_every(s, p->stripe[i].from, stripe_end(p, i),
                                           p->stripe[i].k);
    memcpy(s->odd, s->start, s->n_words * sizeof *s->odd);
    memcpy(s->busy, s->cut, s->n_sums * sizeof *s->busy);
    s->odd[s->n / 64] ^= phw_segments_bit(s->n);
    p->last_root = phw_segments_begin(s, s->n - 1);
    if (but_last) {
        s->odd[p->last_root / 64] ^= phw_segments_bit(p->last_root);
        --p->n_odd;
    }
    p->level = p->powers ? (int)p->top : -1;
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

unsigned phw_swift_pass_mask_parity(const phw_swift_pass *p, const phw_bits *key)
{
    return (unsigned)__builtin_parityll(
        sum_under(key->word, p->mask.word, phw_bits_words(p->n)));
}

void phw_swift_pass_divide(phw_swift_pass *p, const phw_bits *key,
                           const phw_swift_pass *first)
{
    const bool in_order = first->bit_of_place == NULL;
    for (size_t i = 0; i < phw_bits_words(p->n); ++i) {
        p->member.word[i] =
            p->mask.word[i] & (in_order ? alive_in(&first->leaf, i) : ~UINT64_C(0));
        p->own.bit.word[i] = key->word[i] & p->member.word[i];
    }
    phw_folded_refresh(&p->own);
    phw_segments_clear(&p->leaf);
    p->leaf.odd[0] = 1;
    p->leaf.busy[0] = 1;
    p->n_odd = 1;
    p->divided = true;
    p->odd = false;
}

/* The members among the n <= 64 places from `at` on, lowest first. */
static uint64_t members(const phw_swift_pass *p, size_t at, size_t n)
{
    const uint64_t *word = &p->member.word[at / 64];
    uint64_t in = word[0] >> (at % 64);
    if (at % 64 + n > 64)
        in |= word[1] << (64 - at % 64);
    return in & ~UINT64_C(0) >> (64 - n);
}

phw_status phw_swift_pass_mask_cut(size_t *cut, bool *single, const phw_swift_pass *p,
                                   size_t at)
{
    const size_t end = phw_segments_end(&p->leaf, at);
    *single = false;
    if (end - at > 64) {
        *cut = at + (end - at) / 2;
        return PHW_OK;
    }
    uint64_t in = members(p, at, end - at);
    if (in == 0)
        return phw_fail(PHW_EPEER, "swift: the parities contradict each other");
    int half = __builtin_popcountll(in) / 2;
    *single = half == 0;
    for (; half > 0; --half)
        in &= in - 1;
    *cut = at + (size_t)__builtin_ctzll(in);
    return PHW_OK;
}
