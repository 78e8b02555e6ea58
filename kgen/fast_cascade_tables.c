#include "kgen/fast_cascade_tables.h"

#include <assert.h>
#include <stdlib.h>

#include "core/rng.h"

static phw_rng stream(const phw_fast_cascade_layout *l, unsigned sub)
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

static void lay_out(phw_fast_cascade_tables *t, const phw_fast_cascade_layout *l)
{
    const phw_cascade_plan *plan = l->plan;
    t->n_stripes = plan->n_stripes;
    t->powers = !t->masked;
    for (size_t i = 0; i < t->n_stripes; ++i) {
        t->stripe[i] = plan->stripe[i];
        t->stripe[i].k = l->block[i];
        t->powers = t->powers && is_power(l->block[i]) && t->stripe[i].from == 0;
    }
    t->top = t->powers ? log2_of(t->stripe[0].k) : 0;
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
static void permute(phw_fast_cascade_tables *t, const phw_fast_cascade_layout *l,
                    uint32_t *row)
{
    for (size_t i = 0; i < t->n_stripes; ++i) {
        const phw_cascade_stripe *s = &t->stripe[i];
        const phw_rng rng = stream(l, (unsigned)i);
        uint32_t *at = t->bit_of_place + s->from;
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
    for (size_t i = 0; i < t->n; ++i)
        t->place_of_bit[t->bit_of_place[i]] = (uint32_t)i;
}

static phw_status draw_tables(phw_fast_cascade_tables *t,
                              const phw_fast_cascade_layout *l)
{
    t->bit_of_place = calloc(t->n_places, sizeof *t->bit_of_place);
    t->place_of_bit = calloc(t->n, sizeof *t->place_of_bit);
    uint32_t *row = calloc(t->n, sizeof *row);
    phw_status s = PHW_OK;
    if (t->bit_of_place == NULL || t->place_of_bit == NULL || row == NULL)
        s = phw_fail(PHW_ENOMEM, "cascade: no memory for %zu places", t->n_places);
    else if (t->net.n > 0)
        s = phw_network_tables(t->place_of_bit, t->bit_of_place, &t->net);
    else
        permute(t, l, row);
    free(row);
    return s;
}

/* Every bit is masked with probability 1/2: random words, lowest bit first. */
static phw_status draw_mask(phw_fast_cascade_tables *t,
                            const phw_fast_cascade_layout *l)
{
    const phw_rng rng = stream(l, 0);
    PHW_TRY(phw_bits_alloc(&t->mask, t->n));
    for (size_t i = 0; i < phw_bits_words(t->n); ++i) {
        uint32_t word[2];
        phw_rng_words(word, &rng, 2 * i, 2);
        t->mask.word[i] = word[0] | (uint64_t)word[1] << 32;
    }
    if (t->n % 64 != 0)
        t->mask.word[t->n / 64] &= (UINT64_C(1) << (t->n % 64)) - 1;
    return PHW_OK;
}

static phw_status fill(phw_fast_cascade_tables *t, const phw_fast_cascade_layout *l)
{
    const bool permuted = !t->masked && (l->pass > 0 || l->plan->order != NULL);
    const phw_rng rng = stream(l, 0);
    if (t->masked)
        return draw_mask(t, l);
    if (permuted && t->n_stripes == 1 && t->n >= PHW_FAST_CASCADE_NETWORK_BITS) {
        PHW_TRY(phw_network_make(&t->net, t->n, l->pass == 1, &rng));
        t->n_places = t->net.n_places;
    }
    return permuted ? draw_tables(t, l) : PHW_OK;
}

phw_status phw_fast_cascade_tables_make(phw_fast_cascade_tables *out,
                                        const phw_fast_cascade_layout *layout)
{
    assert(layout->plan->n > 0);
    phw_fast_cascade_tables t = {
        .n = layout->plan->n,
        .n_places = layout->plan->n,
        .masked = layout->masked,
        .sparing = layout->sparing && !layout->masked,
    };
    if (!t.masked)
        lay_out(&t, layout);
    const phw_status s = fill(&t, layout);
    if (s) {
        phw_fast_cascade_tables_free(&t);
        return s;
    }
    *out = t;
    return PHW_OK;
}

void phw_fast_cascade_tables_free(phw_fast_cascade_tables *t)
{
    phw_bits_free(&t->mask);
    phw_network_free(&t->net);
    free(t->bit_of_place);
    free(t->place_of_bit);
    *t = (phw_fast_cascade_tables){0};
}

void phw_fast_cascade_tables_arrange(uint64_t *out, const phw_fast_cascade_tables *t,
                                     const uint64_t *in, uint64_t *scratch)
{
    if (t->net.n > 0) {
        phw_network_apply(out, &t->net, in, scratch);
        return;
    }
    for (size_t from = 0; from < t->n; from += 64) {
        const uint32_t *bit = t->bit_of_place + from;
        const size_t n = t->n - from < 64 ? t->n - from : 64;
        uint64_t word = 0;
        for (size_t j = 0; j < n; ++j)
            word |= (in[bit[j] / 64] >> (bit[j] % 64) & 1) << j;
        out[from / 64] = word;
    }
}
