#include "kgen/repeats.h"

#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"

#define N_MAX ((size_t)1 << 31)

/* Keys of the first sort. */
#define KEYS_MAX ((size_t)1 << 16)

/* All arrays but count have n entries. */
typedef struct suffixes {
    uint32_t *order; /* the suffixes' starts, sorted */
    uint32_t *rank;  /* of each suffix among them, by the symbols compared so far */
    uint32_t *spare;
    uint32_t *count;
    size_t n_counts;
    size_t n;
} suffixes;

static void wipe(void *array, size_t size)
{
    if (array != NULL)
        sodium_memzero(array, size);
    free(array);
}

static void free_suffixes(suffixes *s)
{
    wipe(s->order, s->n * sizeof *s->order);
    wipe(s->rank, s->n * sizeof *s->rank);
    wipe(s->spare, s->n * sizeof *s->spare);
    wipe(s->count, s->n_counts * sizeof *s->count);
}

void phw_repeats_free(phw_repeats *r)
{
    wipe(r->most, r->most != NULL ? (r->longest + 1) * sizeof *r->most : 0);
    wipe(r->pairs, r->pairs != NULL ? (r->longest + 1) * sizeof *r->pairs : 0);
    *r = (phw_repeats){0};
}

static phw_status alloc_suffixes(suffixes *s, size_t n)
{
    s->n = n;
    s->n_counts = (n > KEYS_MAX ? n : KEYS_MAX) + 1;
    PHW_TRY(phw_array_alloc(&s->order, n, sizeof *s->order));
    PHW_TRY(phw_array_alloc(&s->rank, n, sizeof *s->rank));
    PHW_TRY(phw_array_alloc(&s->spare, n, sizeof *s->spare));
    return phw_array_alloc(&s->count, s->n_counts, sizeof *s->count);
}

/* order = the suffixes of spare, sorted by rank (below n_ranks), equals as they were.
 */
static void sort_by_rank(suffixes *s, size_t n_ranks)
{
    for (size_t r = 0; r <= n_ranks; ++r)
        s->count[r] = 0;
    for (size_t i = 0; i < s->n; ++i)
        ++s->count[s->rank[i] + 1];
    for (size_t r = 0; r < n_ranks; ++r)
        s->count[r + 1] += s->count[r];
    for (size_t j = 0; j < s->n; ++j) {
        const uint32_t i = s->spare[j];
        s->order[s->count[s->rank[i]]++] = i;
    }
}

/* Ranks by twice as many symbols, `known` of which the ranks compare; their number. */
static size_t rank_again(suffixes *s, size_t known)
{
    uint32_t *next = s->spare;
    size_t n_ranks = 0;
    for (size_t j = 0; j < s->n; ++j) {
        const size_t a = s->order[j];
        const size_t b = j > 0 ? s->order[j - 1] : a;
        const int same = s->rank[a] == s->rank[b] && a + known < s->n &&
                         b + known < s->n && s->rank[a + known] == s->rank[b + known];
        n_ranks += j == 0 || !same;
        next[a] = (uint32_t)(n_ranks - 1);
    }
    s->spare = s->rank;
    s->rank = next;
    return n_ranks;
}

/* Sorts by as many symbols as fit in KEYS_MAX keys; the end is below any symbol.
 * Returns how many. */
static size_t sort_first(suffixes *s, const uint8_t *symbol, unsigned n_symbols)
{
    const size_t base = n_symbols + 1;
    size_t top = 1; /* of the first symbol in a key */
    size_t known = 1;
    while (top * base * base <= KEYS_MAX) {
        top *= base;
        ++known;
    }
    size_t key = 0;
    for (size_t i = s->n; i-- > 0;) {
        key = (symbol[i] + (size_t)1) * top + key / base;
        s->rank[i] = (uint32_t)key;
        s->spare[i] = (uint32_t)i;
    }
    sort_by_rank(s, top * base);
    return known;
}

static void sort_all(suffixes *s, const uint8_t *symbol, unsigned n_symbols)
{
    size_t known = sort_first(s, symbol, n_symbols);
    /* The keys are ranks of `known` symbols already; make them dense. */
    size_t n_ranks = 0;
    for (size_t j = 0; j < s->n; ++j) {
        n_ranks += j == 0 || s->rank[s->order[j]] != s->rank[s->order[j - 1]];
        s->spare[s->order[j]] = (uint32_t)(n_ranks - 1);
    }
    uint32_t *dense = s->spare;
    s->spare = s->rank;
    s->rank = dense;
    while (n_ranks < s->n) {
        size_t j = 0;
        for (size_t i = s->n - known; i < s->n; ++i)
            s->spare[j++] = (uint32_t)i;
        for (size_t k = 0; k < s->n; ++k) {
            if (s->order[k] >= known)
                s->spare[j++] = s->order[k] - (uint32_t)known;
        }
        sort_by_rank(s, n_ranks);
        n_ranks = rank_again(s, known);
        known *= 2;
    }
}

/* common[j], into spare: symbols that the suffixes at j - 1 and j of the order share
 * (Kasai); the longest of them. */
static size_t common_prefixes(suffixes *s, const uint8_t *symbol)
{
    size_t shared = 0;
    size_t longest = 0;
    for (size_t i = 0; i < s->n; ++i) {
        const size_t j = s->rank[i];
        if (j == 0) {
            s->spare[0] = 0;
            shared = 0;
            continue;
        }
        const size_t before = s->order[j - 1];
        while (i + shared < s->n && before + shared < s->n &&
               symbol[i + shared] == symbol[before + shared])
            ++shared;
        s->spare[j] = (uint32_t)shared;
        longest = shared > longest ? shared : longest;
        shared -= shared > 0;
    }
    return longest;
}

/* An interval of the order whose suffixes share `height` symbols, and not all of them
 * the first of a wider one: `n` places for each of the strings longer than the wider
 * one's height. */
static void record(phw_repeats *r, size_t wider, size_t height, size_t n)
{
    const uint64_t pairs = (uint64_t)n * (n - 1) / 2;
    if (n > r->most[height])
        r->most[height] = (uint32_t)n;
    r->pairs[height] += pairs;
    r->pairs[wider] -= pairs; /* modulo 2^64; summed up below */
}

/* The stack of open intervals, height and left end, lies in rank and order, which are
 * no longer needed. */
static void walk(phw_repeats *r, suffixes *s)
{
    const uint32_t *common = s->spare;
    uint32_t *height = s->rank;
    uint32_t *left = s->order;
    size_t top = 0;
    height[0] = left[0] = 0;
    for (size_t j = 1; j <= s->n; ++j) {
        const uint32_t now = j < s->n ? common[j] : 0;
        uint32_t from = (uint32_t)(j - 1);
        while (height[top] > now) {
            from = left[top];
            const uint32_t h = height[top--];
            record(r, now > height[top] ? now : height[top], h, j - from);
        }
        if (height[top] < now) {
            height[++top] = now;
            left[top] = from;
        }
    }
    for (size_t w = r->longest; w > 1; --w) {
        r->pairs[w - 1] += r->pairs[w];
        if (r->most[w] > r->most[w - 1])
            r->most[w - 1] = r->most[w];
    }
}

static phw_status check(const uint8_t *symbol, size_t n, unsigned n_symbols)
{
    if (n > N_MAX)
        return phw_fail(PHW_EARG, "repeats: %zu symbols, at most %zu", n, N_MAX);
    if (n_symbols < 2 || n_symbols > 256)
        return phw_fail(PHW_EARG, "repeats: an alphabet of %u, expected 2 to 256",
                        n_symbols);
    for (size_t i = 0; i < n; ++i) {
        if (symbol[i] >= n_symbols)
            return phw_fail(PHW_EARG, "repeats: symbol %u of an alphabet of %u",
                            symbol[i], n_symbols);
    }
    return PHW_OK;
}

phw_status phw_repeats_measure(phw_repeats *out, const uint8_t *symbol, size_t n,
                               unsigned n_symbols)
{
    PHW_TRY(check(symbol, n, n_symbols));
    phw_repeats r = {0};
    if (n == 0) {
        *out = r;
        return PHW_OK;
    }
    suffixes x = {0};
    phw_status s = alloc_suffixes(&x, n);
    if (!s) {
        sort_all(&x, symbol, n_symbols);
        r.longest = common_prefixes(&x, symbol);
        s = phw_array_alloc(&r.most, r.longest + 1, sizeof *r.most);
    }
    if (!s)
        s = phw_array_alloc(&r.pairs, r.longest + 1, sizeof *r.pairs);
    if (!s) {
        walk(&r, &x);
        *out = r;
    } else {
        phw_repeats_free(&r);
    }
    free_suffixes(&x);
    return s;
}
