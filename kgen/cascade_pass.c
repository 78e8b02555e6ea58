#include "kgen/cascade_pass.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/rng.h"

/* A node's four bits. */
enum {
    ODD = 1,    /* the ends differ in an odd number of its bits */
    SPLIT = 2,  /* its halves are known */
    QUEUED = 4, /* it stands in the work list */
    ALL = 15
};

static unsigned get(const phw_cascade_pass *p, size_t node)
{
    return (p->flags[node / 2] >> (node % 2 * 4)) & ALL;
}

static void flip(phw_cascade_pass *p, size_t node, unsigned flags)
{
    p->flags[node / 2] ^= (uint8_t)(flags << (node % 2 * 4));
}

static phw_status find(const phw_cascade_pass *p, phw_cascade_finds *finds,
                       size_t place)
{
    return phw_cascade_finds_add(finds, p->bit_of_place != NULL ? p->bit_of_place[place]
                                                                : (uint32_t)place);
}

static unsigned depth_of(size_t k)
{
    unsigned depth = 1;
    while ((size_t)1 << depth < k)
        ++depth;
    return depth;
}

static void add_layer(phw_cascade_pass *p, phw_cascade_stripe stripe, size_t n_blocks)
{
    phw_cascade_layer *layer = &p->layer[p->n_layers++];
    *layer = (phw_cascade_layer){
        .stripe = stripe,
        .n_blocks = n_blocks,
        .depth = depth_of(stripe.k),
        .first_node = p->n_nodes,
    };
    p->n_nodes += n_blocks << layer->depth;
}

static void lay_out(phw_cascade_pass *p, const phw_cascade_plan *plan,
                    const phw_cascade_scheme *scheme, unsigned pass)
{
    const phw_cascade_stripe whole = {.from = 0, .to = plan->n, .k = plan->n};
    if (p->masked) {
        add_layer(p, whole, 2);
        return;
    }
    if (scheme->pass[pass].kind == PHW_CASCADE_HALVES) {
        phw_cascade_stripe halves = whole;
        halves.k = plan->n / 2 + plan->n % 2;
        add_layer(p, halves, plan->n > 1 ? 2 : 1);
        return;
    }
    for (size_t i = 0; i < plan->n_stripes; ++i) {
        phw_cascade_stripe stripe = plan->stripe[i];
        stripe.k = phw_cascade_plan_block(scheme, &stripe, pass);
        const size_t n = stripe.to - stripe.from;
        add_layer(p, stripe, (n + stripe.k - 1) / stripe.k);
    }
}

static phw_rng stream(uint64_t seed, unsigned pass, size_t layer)
{
    return (phw_rng){
        .seed = seed,
        .purpose = PHW_RNG_PURPOSE(PHW_RNG_CASCADE, pass << 8 | (uint32_t)layer),
    };
}

/* Each stripe's bits, permuted among themselves where the pass has it so. */
static void place_bits(phw_cascade_pass *p, const phw_cascade_plan *plan, unsigned pass,
                       bool permuted, uint64_t seed)
{
    for (size_t i = 0; i < p->n_layers; ++i) {
        const phw_cascade_stripe *s = &p->layer[i].stripe;
        uint32_t *at = p->bit_of_place + s->from;
        const size_t n = s->to - s->from;
        const phw_rng rng = stream(seed, pass, i);
        if (permuted)
            phw_rng_permutation(at, &rng, n);
        for (size_t j = 0; j < n; ++j) {
            const size_t place = s->from + (permuted ? at[j] : j);
            at[j] = plan->order != NULL ? plan->order[place] : (uint32_t)place;
        }
    }
    for (size_t i = 0; i < p->n; ++i)
        p->place_of_bit[p->bit_of_place[i]] = (uint32_t)i;
}

/* Every bit is masked with probability 1/2: random words, lowest bit first. */
static void draw_mask(phw_bits *mask, unsigned pass, uint64_t seed)
{
    const phw_rng rng = stream(seed, pass, 0);
    for (size_t i = 0; i < phw_bits_words(mask->n); ++i) {
        uint32_t word[2];
        phw_rng_words(word, &rng, 2 * i, 2);
        mask->word[i] = word[0] | (uint64_t)word[1] << 32;
    }
    if (mask->n % 64 != 0)
        mask->word[mask->n / 64] &= (UINT64_C(1) << (mask->n % 64)) - 1;
}

static phw_status make_trees(phw_cascade_pass *p)
{
    uint8_t *flags = realloc(p->flags, p->n_nodes / 2 + 1);
    if (flags == NULL)
        return phw_fail(PHW_ENOMEM, "cascade: no memory for %zu nodes", p->n_nodes);
    p->flags = flags;
    return PHW_OK;
}

static phw_status fill(phw_cascade_pass *p, const phw_cascade_plan *plan, unsigned pass,
                       bool permuted, uint64_t seed)
{
    PHW_TRY(phw_folded_alloc(&p->own, p->n));
    PHW_TRY(make_trees(p));
    if (p->masked) {
        PHW_TRY(phw_bits_alloc(&p->mask, p->n));
        draw_mask(&p->mask, pass, seed);
    } else if (permuted || plan->order != NULL) {
        p->bit_of_place = calloc(p->n, sizeof *p->bit_of_place);
        p->place_of_bit = calloc(p->n, sizeof *p->place_of_bit);
        if (p->bit_of_place == NULL || p->place_of_bit == NULL)
            return phw_fail(PHW_ENOMEM, "cascade: no memory for %zu places", p->n);
        place_bits(p, plan, pass, permuted, seed);
    }
    return PHW_OK;
}

phw_status phw_cascade_pass_make(phw_cascade_pass *out, const phw_cascade_plan *plan,
                                 const phw_cascade_scheme *scheme, unsigned pass,
                                 uint64_t seed)
{
    assert(plan->n > 0);
    const phw_cascade_kind kind = scheme->pass[pass].kind;
    phw_cascade_pass p = {
        .n = plan->n,
        .masked = kind == PHW_CASCADE_MASKS || kind == PHW_CASCADE_BICONF,
        .reuse = scheme->reuse,
    };
    lay_out(&p, plan, scheme, pass);
    const bool permuted = pass > 0 || scheme->permute_first;
    const phw_status s = fill(&p, plan, pass, permuted, seed);
    if (s) {
        phw_cascade_pass_free(&p);
        return s;
    }
    *out = p;
    return PHW_OK;
}

void phw_cascade_pass_redraw(phw_cascade_pass *p, unsigned pass, uint64_t seed)
{
    draw_mask(&p->mask, pass, seed);
}

phw_status phw_cascade_pass_resize(phw_cascade_pass *p, const phw_cascade_plan *plan,
                                   const phw_cascade_scheme *scheme, unsigned pass)
{
    p->n_layers = 0;
    p->n_nodes = 0;
    lay_out(p, plan, scheme, pass);
    return make_trees(p);
}

void phw_cascade_pass_free(phw_cascade_pass *p)
{
    phw_folded_free(&p->own);
    phw_bits_free(&p->mask);
    free(p->bit_of_place);
    free(p->place_of_bit);
    free(p->flags);
    phw_cascade_ranges_free(&p->work);
    *p = (phw_cascade_pass){0};
}

void phw_cascade_pass_open(phw_cascade_pass *p, const phw_bits *key)
{
    const size_t n_words = phw_bits_words(p->n);
    uint64_t *own = p->own.bit.word;
    memset(p->flags, 0, p->n_nodes / 2);
    p->work.n = 0;
    if (p->masked) {
        for (size_t i = 0; i < n_words; ++i)
            own[i] = key->word[i] & p->mask.word[i];
    } else if (p->bit_of_place == NULL) {
        memcpy(own, key->word, n_words * sizeof *own);
    } else {
        for (size_t i = 0; i < n_words; ++i) {
            const uint32_t *bit = p->bit_of_place + 64 * i;
            const size_t n = p->n - 64 * i < 64 ? p->n - 64 * i : 64;
            uint64_t word = 0;
            for (size_t j = 0; j < n; ++j)
                word |= (key->word[bit[j] / 64] >> (bit[j] % 64) & 1) << j;
            own[i] = word;
        }
    }
    phw_folded_refresh(&p->own);
}

static phw_cascade_range root(const phw_cascade_pass *p, const phw_cascade_layer *layer,
                              size_t block)
{
    const phw_cascade_stripe *s = &layer->stripe;
    const size_t from = p->masked ? 0 : s->from + block * s->k;
    return (phw_cascade_range){
        .node = (uint32_t)(layer->first_node + (block << layer->depth) + 1),
        .heap = 1,
        .from = (uint32_t)from,
        .to = (uint32_t)(s->to - from < s->k ? s->to : from + s->k),
    };
}

phw_status phw_cascade_pass_roots(phw_cascade_ranges *out, const phw_cascade_pass *p,
                                  bool but_last)
{
    for (size_t i = 0; i < p->n_layers; ++i) {
        const phw_cascade_layer *layer = &p->layer[i];
        const bool last = but_last && i + 1 == p->n_layers;
        const size_t n_roots = layer->n_blocks - (last ? 1 : 0);
        PHW_TRY(phw_cascade_ranges_reserve(out, n_roots));
        for (size_t b = 0; b < n_roots; ++b)
            out->range[out->n++] = root(p, layer, b);
    }
    return PHW_OK;
}

/* Whether a node of a masked pass belongs to the block of the bits that are not masked.
 */
static bool in_complement(const phw_cascade_pass *p, size_t node)
{
    return node >> p->layer[0].depth != 0;
}

void phw_cascade_pass_parities(phw_bits *parity, size_t at, const phw_cascade_pass *p,
                               const phw_cascade_range *range, size_t n, bool roots,
                               const phw_folded *key)
{
    for (size_t i = 0; i < n; ++i, ++at) {
        const phw_cascade_range r = range[i];
        const uint32_t to = roots ? r.to : phw_cascade_range_middle(r);
        uint64_t bit = phw_folded_parity(&p->own, r.from, to);
        if (p->masked && in_complement(p, r.node))
            bit ^= phw_folded_parity(key, r.from, to);
        parity->word[at / 64] |= bit << (at % 64);
    }
}

/* The bits of a masked node's range, at most 64 places, lowest first. */
static uint64_t members(const phw_cascade_pass *p, phw_cascade_range r)
{
    const size_t w = r.from / 64;
    const unsigned shift = r.from % 64;
    uint64_t word = p->mask.word[w] >> shift;
    if (shift != 0 && w + 1 < phw_bits_words(p->n))
        word |= p->mask.word[w + 1] << (64 - shift);
    if (in_complement(p, r.node))
        word = ~word;
    return word & ~UINT64_C(0) >> (64 - (r.to - r.from));
}

static phw_status enqueue(phw_cascade_pass *p, phw_cascade_range r)
{
    if ((get(p, r.node) & QUEUED) != 0)
        return PHW_OK;
    PHW_TRY(phw_cascade_ranges_reserve(&p->work, 1));
    flip(p, r.node, QUEUED);
    p->work.range[p->work.n++] = r;
    return PHW_OK;
}

/* What becomes of an odd masked node: halves without a member are stepped over, they
 * are even; a single member is a find. */
static phw_status settle_masked(phw_cascade_pass *p, phw_cascade_finds *finds,
                                phw_cascade_range r)
{
    while (r.to - r.from <= 64) {
        const uint64_t word = members(p, r);
        if (word == 0)
            return phw_fail(PHW_EPEER, "cascade: the parities contradict each other");
        if ((word & (word - 1)) == 0)
            return find(p, finds, r.from + (size_t)__builtin_ctzll(word));
        const unsigned n_first = (r.to - r.from + 1) / 2;
        const uint64_t low = word & ~UINT64_C(0) >> (64 - n_first);
        if (low != 0 && low != word)
            break;
        const phw_cascade_range next = phw_cascade_range_half(r, low == 0);
        flip(p, r.node, SPLIT);
        flip(p, next.node, ODD);
        r = next;
    }
    return enqueue(p, r);
}

/* An unsplit node just became odd. */
static phw_status settle(phw_cascade_pass *p, phw_cascade_finds *finds,
                         phw_cascade_range r)
{
    if (p->masked)
        return settle_masked(p, finds, r);
    return r.to - r.from == 1 ? find(p, finds, r.from) : enqueue(p, r);
}

static phw_status enter(phw_cascade_pass *p, phw_cascade_finds *finds,
                        phw_cascade_range root)
{
    flip(p, root.node, ODD);
    return settle(p, finds, root);
}

phw_status phw_cascade_pass_enter(phw_cascade_pass *p, phw_cascade_finds *finds,
                                  const phw_cascade_range *range, size_t n,
                                  const phw_bits *differ, size_t at, bool but_last)
{
    bool sum = false;
    for (size_t i = 0; i < n; ++i) {
        if (!phw_bits_get(differ, at + i))
            continue;
        sum = !sum;
        PHW_TRY(enter(p, finds, range[i]));
    }
    if (!but_last || !sum)
        return PHW_OK;
    const phw_cascade_layer *layer = &p->layer[p->n_layers - 1];
    return enter(p, finds, root(p, layer, layer->n_blocks - 1));
}

static phw_status halve(phw_cascade_pass *p, phw_cascade_finds *finds,
                        phw_cascade_range r, bool odd)
{
    const phw_cascade_range half = phw_cascade_range_half(r, !odd);
    flip(p, r.node, SPLIT);
    if (half.to - half.from == 1)
        return find(p, finds, half.from); /* leaves are not kept in the tree */
    flip(p, half.node, ODD);
    return settle(p, finds, half);
}

phw_status phw_cascade_pass_halve(phw_cascade_pass *p, phw_cascade_finds *finds,
                                  const phw_cascade_range *range, size_t n,
                                  const phw_bits *differ, size_t at)
{
    for (size_t i = 0; i < n; ++i)
        PHW_TRY(halve(p, finds, range[i], phw_bits_get(differ, at + i)));
    return PHW_OK;
}

phw_status phw_cascade_pass_part(phw_cascade_pass *p, phw_cascade_finds *finds,
                                 const phw_cascade_range *range, size_t n,
                                 const phw_bits *differ, size_t at)
{
    for (size_t i = 0; i < n; ++i) {
        const bool first_odd = phw_bits_get(differ, at + i);
        const bool second_odd = first_odd != phw_cascade_pass_odd(p, range[i]);
        flip(p, range[i].node, SPLIT);
        if (first_odd)
            PHW_TRY(enter(p, finds, phw_cascade_range_half(range[i], false)));
        if (second_odd)
            PHW_TRY(enter(p, finds, phw_cascade_range_half(range[i], true)));
    }
    return PHW_OK;
}

bool phw_cascade_pass_odd(const phw_cascade_pass *p, phw_cascade_range node)
{
    return (get(p, node.node) & ODD) != 0;
}

/* The block a bit is in: a place's, or that of its side of the mask. */
static phw_cascade_range root_of(const phw_cascade_pass *p, uint32_t bit, size_t place)
{
    if (p->masked)
        return root(p, &p->layer[0], phw_bits_get(&p->mask, bit) ? 0 : 1);
    const phw_cascade_layer *layer = p->layer;
    while (place >= layer->stripe.to)
        ++layer;
    const uint32_t offset = (uint32_t)(place - layer->stripe.from);
    return root(p, layer, offset / (uint32_t)layer->stripe.k);
}

phw_status phw_cascade_pass_correct(phw_cascade_pass *p, phw_cascade_finds *finds,
                                    uint32_t bit, bool own_too)
{
    const size_t place = p->place_of_bit != NULL ? p->place_of_bit[bit] : bit;
    if (own_too && (!p->masked || phw_bits_get(&p->mask, bit)))
        phw_folded_flip(&p->own, place);
    const phw_cascade_range top = root_of(p, bit, place);
    phw_cascade_range r = top;
    while (r.to - r.from > 1 || r.heap == 1) {
        flip(p, r.node, ODD);
        const unsigned flags = get(p, r.node);
        if ((flags & SPLIT) == 0) {
            if ((flags & ODD) != 0 && (p->reuse || r.heap == 1))
                return settle(p, finds, r);
            break;
        }
        r = phw_cascade_range_half(r, place >= phw_cascade_range_middle(r));
    }
    const bool searched =
        !p->reuse && (get(p, top.node) & (ODD | SPLIT)) == (ODD | SPLIT);
    return searched ? enqueue(p, top) : PHW_OK;
}

/* The odd part of odd r that is not split yet, the first if there are several. A peer
 * who contradicts itself leaves odd what has no odd part: that stays split. */
static phw_cascade_range descend(const phw_cascade_pass *p, phw_cascade_range r)
{
    while ((get(p, r.node) & SPLIT) != 0) {
        const phw_cascade_range first = phw_cascade_range_half(r, false);
        const phw_cascade_range second = phw_cascade_range_half(r, true);
        if (first.to - first.from > 1 && (get(p, first.node) & ODD) != 0)
            r = first;
        else if (second.to - second.from > 1)
            r = second;
        else
            break;
    }
    return r;
}

/* Searches that start at a node split before go down to where nothing is known; one
 * that is under way there is joined. */
static void start_searches(phw_cascade_pass *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->work.n; ++i) {
        phw_cascade_range r = p->work.range[i];
        const unsigned flags = get(p, r.node);
        if ((flags & SPLIT) != 0) {
            flip(p, r.node, QUEUED);
            if ((flags & ODD) == 0 || p->reuse)
                continue; /* its parts are work themselves */
            r = descend(p, r);
            if ((get(p, r.node) & (QUEUED | SPLIT)) != 0)
                continue;
            flip(p, r.node, QUEUED);
        }
        p->work.range[n++] = r;
    }
    p->work.n = n;
}

phw_status phw_cascade_pass_take(phw_cascade_pass *p, phw_cascade_ranges *out)
{
    start_searches(p);
    PHW_TRY(phw_cascade_ranges_reserve(out, p->work.n));
    for (size_t i = 0; i < p->work.n; ++i) {
        const phw_cascade_range r = p->work.range[i];
        flip(p, r.node, QUEUED);
        if ((get(p, r.node) & ODD) != 0)
            out->range[out->n++] = r;
    }
    p->work.n = 0;
    return PHW_OK;
}
