#include "kgen/polar_list.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/vectorised.h"

enum {
    PATHS = PHW_POLAR_PATHS,
    LEVELS = PHW_POLAR_ORDER_MAX + 1
};

/* One value, or one sign (the highest bit), a path. */
typedef float lanes __attribute__((vector_size(4 * PATHS)));
typedef int32_t marks __attribute__((vector_size(4 * PATHS)));

/* Vectors are passed to functions that are always inlined: no calling convention. */
#if defined(__GNUC__)
#    pragma GCC diagnostic ignored "-Wpsabi"
#endif

#define SIGN INT32_MIN

/* So that vectors stay in registers of whatever set their caller is compiled for. */
#define INLINE static inline __attribute__((always_inline))

/* A path that is not there yet. */
static const float none = 1e30F;

/* What stands below a node of the tree. */
typedef enum kind {
    MIXED = 0,
    KNOWN,
    FREE
} kind;

struct phw_polar_list {
    marks value_lane[LEVELS]; /* where a path's values are now */
    marks left_lane[LEVELS];
    lanes metric;          /* of each path: the less the likelier */
    lanes *values[LEVELS]; /* [s][2^s]: of the node under way at level s */
    marks *left[LEVELS];   /* [s][2^(s - 1)]: its left half, decided */
    marks *word;           /* the whole, decided */
    uint8_t *kind;         /* node i of level s at 2^(order - s) + i */
    const uint64_t *known;
    void *memory;
    size_t n;
    unsigned order;
};

/* x[i] ^= x[i + 2^k] where bit k of i is 0. */
static const uint64_t low_half[6] = {
    0x5555555555555555, 0x3333333333333333, 0x0f0f0f0f0f0f0f0f,
    0x00ff00ff00ff00ff, 0x0000ffff0000ffff, 0x00000000ffffffff,
};

static uint64_t transform_word(uint64_t x, unsigned order)
{
    for (unsigned k = 0; k < order && k < 6; ++k)
        x ^= (x >> (1U << k)) & low_half[k];
    return x;
}

void phw_polar_transform(uint64_t *word, unsigned order)
{
    const size_t n_words = order > 6 ? (size_t)1 << (order - 6) : 1;
    for (size_t i = 0; i < n_words; ++i)
        word[i] = transform_word(word[i], order);
    for (size_t half = 1; half < n_words; half *= 2)
        for (size_t i = 0; i < n_words; ++i)
            if ((i & half) == 0)
                word[i] ^= word[i + half];
}

INLINE marks permuted_marks(const marks *x, const marks *lane)
{
#if defined(__clang__)
    marks out;
    for (int i = 0; i < PATHS; ++i)
        out[i] = (*x)[(*lane)[i]];
    return out;
#else
    return __builtin_shuffle(*x, *lane);
#endif
}

INLINE lanes permuted(const lanes *x, const marks *lane)
{
    return (lanes)permuted_marks((const marks *)x, lane);
}

INLINE lanes magnitude(const lanes *x)
{
    return (lanes)((marks)*x & ~SIGN);
}

INLINE lanes least(const lanes *a, const lanes *b)
{
    const marks less = *a < *b;
    return (lanes)(((marks)*a & less) | ((marks)*b & ~less));
}

static const marks in_place = {0, 1, 2, 3, 4, 5, 6, 7};

/* The left child's values: sgn(a b) min(|a|, |b|). */
INLINE void go_left(phw_polar_list *d, unsigned s)
{
    const size_t half = (size_t)1 << (s - 1);
    const lanes *in = d->values[s];
    const marks lane = d->value_lane[s];
    for (size_t i = 0; i < half; ++i) {
        const lanes a = permuted(&in[i], &lane);
        const lanes b = permuted(&in[i + half], &lane);
        const lanes c = magnitude(&a);
        const lanes e = magnitude(&b);
        const lanes m = least(&c, &e);
        d->values[s - 1][i] = (lanes)((((marks)a ^ (marks)b) & SIGN) | (marks)m);
    }
    d->value_lane[s - 1] = in_place;
}

/* The right child's, given the left one: b + a, or b - a where the left is 1. */
INLINE void go_right(phw_polar_list *d, unsigned s)
{
    const size_t half = (size_t)1 << (s - 1);
    const lanes *in = d->values[s];
    const marks lane = d->value_lane[s];
    for (size_t i = 0; i < half; ++i) {
        const marks a = (marks)permuted(&in[i], &lane);
        const lanes b = permuted(&in[i + half], &lane);
        d->values[s - 1][i] =
            b + (lanes)(a ^ permuted_marks(&d->left[s][i], &d->left_lane[s]));
    }
    d->value_lane[s - 1] = in_place;
}

INLINE float greatest_of(const lanes *x)
{
    float most = (*x)[0];
    for (int i = 1; i < PATHS; ++i)
        most = (*x)[i] > most ? (*x)[i] : most;
    return most;
}

INLINE float least_of(const lanes *x)
{
    float less = (*x)[0];
    for (int i = 1; i < PATHS; ++i)
        less = (*x)[i] < less ? (*x)[i] : less;
    return less;
}

/* Path i goes on as a copy of path from[i]. */
INLINE void copy_paths(phw_polar_list *d, const marks *from)
{
    for (unsigned s = 0; s <= d->order; ++s) {
        d->value_lane[s] = permuted_marks(&d->value_lane[s], from);
        d->left_lane[s] = permuted_marks(&d->left_lane[s], from);
    }
}

/* Each path with the likelier value, and with the other at the price of |value|: the
 * best eight of sixteen go on. Answers the bit of each as a sign. */
INLINE marks fork_paths(phw_polar_list *d, const lanes *value)
{
    const marks likely = (marks)*value & SIGN;
    const lanes other = d->metric + magnitude(value);
    if (least_of(&other) >= greatest_of(&d->metric))
        return likely;
    /* How many of the sixteen come before each. */
    marks rank = {0};
    marks other_rank = {0};
    for (int i = 0; i < PATHS; ++i) {
        const lanes a = d->metric[i] + (lanes){0};
        const lanes b = other[i] + (lanes){0};
        const marks later = in_place > i;
        rank -= (a < d->metric) | ((a == d->metric) & later);
        rank -= b < d->metric;
        other_rank -= a <= other;
        other_rank -= (b < other) | ((b == other) & later);
    }
    marks from = in_place;
    marks bit = likely;
    lanes metric = d->metric;
    int next = 0;
    for (int i = 0; i < PATHS; ++i) {
        if (rank[i] < PATHS)
            continue;
        while (other_rank[next] >= PATHS)
            ++next;
        from[i] = next;
        bit[i] = likely[next] ^ SIGN;
        metric[i] = other[next];
        ++next;
    }
    d->metric = metric;
    copy_paths(d, &from);
    return bit;
}

/* The word of a node whose bits are all known; in the low bits where it is short. */
static void known_word(uint64_t *word, const phw_polar_list *d, unsigned s, size_t at)
{
    if (s < 6) {
        const uint64_t u = d->known[at / 64] >> (at % 64);
        word[0] = transform_word(u & ((UINT64_C(1) << (1U << s)) - 1), s);
        return;
    }
    memcpy(word, d->known + at / 64, ((size_t)1 << s) / 8);
    phw_polar_transform(word, s);
}

INLINE void take_known(phw_polar_list *d, marks *out, unsigned s, size_t at)
{
    uint64_t word[(1U << PHW_POLAR_ORDER_MAX) / 64];
    const marks lane = d->value_lane[s];
    lanes price = {0};
    known_word(word, d, s, at);
    for (size_t i = 0; i < (size_t)1 << s; ++i) {
        const int32_t bit = (int32_t)((uint32_t)(word[i / 64] >> (i % 64)) << 31);
        const marks sign = bit | (marks){0};
        const lanes value = (lanes)((marks)permuted(&d->values[s][i], &lane) ^ sign);
        const marks wrong = value < 0;
        price -= (lanes)((marks)value & wrong);
        out[i] = sign;
    }
    d->metric += price;
}

/* A node without a known bit: where no path would do better with any bit the other way,
 * each takes what its values say. (By min-sum no bit below is worth less than the least
 * of the values.) */
INLINE bool take_free(phw_polar_list *d, marks *out, unsigned s)
{
    const marks lane = d->value_lane[s];
    const lanes *in = d->values[s];
    lanes less = magnitude(&in[0]);
    for (size_t i = 1; i < (size_t)1 << s; ++i) {
        const lanes value = magnitude(&in[i]);
        less = least(&less, &value);
    }
    const lanes other = d->metric + permuted(&less, &lane);
    if (least_of(&other) < greatest_of(&d->metric))
        return false;
    for (size_t i = 0; i < (size_t)1 << s; ++i)
        out[i] = (marks)permuted(&in[i], &lane) & SIGN;
    return true;
}

INLINE void join(phw_polar_list *d, marks *out, unsigned s)
{
    const size_t half = (size_t)1 << (s - 1);
    for (size_t i = 0; i < half; ++i)
        out[i] = permuted_marks(&d->left[s][i], &d->left_lane[s]) ^ out[i + half];
}

/* The 2^s bits from `at` on. */
PHW_VECTORISED static void decide(phw_polar_list *d, marks *out, unsigned s, size_t at)
{
    const kind below = d->kind[(((size_t)1 << d->order) + at) >> s];
    if (below == KNOWN) {
        take_known(d, out, s, at);
        return;
    }
    if (below == FREE && s > 0 && take_free(d, out, s))
        return;
    if (s == 0) {
        out[0] = fork_paths(d, &d->values[0][0]);
        return;
    }
    go_left(d, s);
    decide(d, d->left[s], s - 1, at);
    d->left_lane[s] = in_place;
    go_right(d, s);
    decide(d, out + ((size_t)1 << (s - 1)), s - 1, at + ((size_t)1 << (s - 1)));
    join(d, out, s);
}

void phw_polar_list_decode(phw_polar_list *d, const float *llr, const uint64_t *known)
{
    for (size_t i = 0; i < d->n; ++i)
        d->values[d->order][i] = llr[i] + (lanes){0};
    for (unsigned s = 0; s <= d->order; ++s) {
        d->value_lane[s] = in_place;
        d->left_lane[s] = in_place;
    }
    d->metric = none + (lanes){0};
    d->metric[0] = 0;
    d->known = known;
    decide(d, d->word, d->order, 0);
    d->known = NULL;
}

void phw_polar_list_read(const phw_polar_list *d, uint64_t *word, unsigned rank)
{
    int path = 0;
    for (int i = 0; i < PATHS; ++i) {
        unsigned before = 0;
        for (int j = 0; j < PATHS; ++j)
            before +=
                d->metric[j] < d->metric[i] || (d->metric[j] == d->metric[i] && j < i);
        path = before == rank ? i : path;
    }
    memset(word, 0, d->n / 8);
    for (size_t i = 0; i < d->n; ++i)
        word[i / 64] |= (uint64_t)(d->word[i][path] < 0) << (i % 64);
}

static void find_kinds(phw_polar_list *d, const uint64_t *frozen)
{
    for (size_t i = 0; i < d->n; ++i)
        d->kind[d->n + i] = (frozen[i / 64] >> (i % 64) & 1) ? KNOWN : FREE;
    for (size_t i = d->n; i-- > 1;)
        d->kind[i] = d->kind[2 * i] == d->kind[2 * i + 1] ? d->kind[2 * i] : MIXED;
}

phw_status phw_polar_list_create(phw_polar_list **out, unsigned order,
                                 const uint64_t *frozen)
{
    if (order < PHW_POLAR_ORDER_MIN || order > PHW_POLAR_ORDER_MAX)
        return phw_fail(PHW_EARG, "polar: blocks of 2^%u bits, expected 2^%d to 2^%d",
                        order, PHW_POLAR_ORDER_MIN, PHW_POLAR_ORDER_MAX);
    phw_polar_list *d = aligned_alloc(sizeof(lanes), sizeof *d);
    if (d == NULL)
        return phw_fail(PHW_ENOMEM, "polar: no memory");
    memset(d, 0, sizeof *d);
    d->order = order;
    d->n = (size_t)1 << order;
    /* Values of every level, left halves of every level, the word. */
    d->memory = aligned_alloc(sizeof(lanes), 4 * d->n * sizeof(lanes));
    d->kind = calloc(2 * d->n, 1);
    if (d->memory == NULL || d->kind == NULL) {
        phw_polar_list_destroy(d);
        return phw_fail(PHW_ENOMEM, "polar: no memory for 2^%u bits", order);
    }
    lanes *values = d->memory;
    marks *left = (marks *)(values + 2 * d->n);
    for (unsigned s = 0; s <= order; ++s) {
        d->values[s] = values + ((size_t)1 << s);
        d->left[s] = s > 0 ? left + ((size_t)1 << (s - 1)) : left;
    }
    d->word = left + d->n;
    find_kinds(d, frozen);
    *out = d;
    return PHW_OK;
}

void phw_polar_list_destroy(phw_polar_list *d)
{
    if (d == NULL)
        return;
    if (d->memory != NULL)
        sodium_memzero(d->memory, 4 * d->n * sizeof(lanes));
    free(d->memory);
    free(d->kind);
    sodium_memzero(d, sizeof *d);
    free(d);
}
