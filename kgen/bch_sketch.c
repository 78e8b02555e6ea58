#include "kgen/bch_sketch.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/bits.h"
#include "core/vectorised.h"

enum {
    N_MAX = (1 << PHW_BCH_ORDER_MAX) - 1,
    T_MAX = N_MAX / 2,
    WORDS = PHW_BCH_WORDS_MAX,
    LANE_WORDS = 4
};

/* 256 positions abreast, one bit of their field elements each. */
typedef uint64_t lanes __attribute__((vector_size(8 * LANE_WORDS)));

/* Bit by bit of the elements: plane[b] has bit b of those of 256 positions. */
typedef struct planes {
    lanes plane[PHW_BCH_ORDER_MAX];
} planes;

struct phw_bch_sketch {
    unsigned order;
    unsigned n; /* 2^order - 1 */
    unsigned t;
    size_t n_sketch; /* n - k */
    size_t n_words;  /* of a sketch */
    uint64_t *rest; /* [256][n_words]: byte x^(n - k) mod g, highest power at the top */
    uint64_t *check; /* [t][order][n_words]: which bits of a sketch make a bit of
                        S_(2j + 1) */
    planes root[WORDS / LANE_WORDS]; /* position i: a^-(i + n - k) */
    uint16_t syndrome[2 * T_MAX];    /* [j] is S_(j + 1) */
    uint16_t locator[T_MAX + 1];
    uint16_t previous[T_MAX + 1];
    uint64_t again[WORDS];
};

/* The field's polynomials without their highest terms. */
static unsigned modulus(unsigned order)
{
    switch (order) {
    case 8:
        return 0x1d;
    case 9:
        return 0x11;
    default: /* 7, 10 */
        return 0x09;
    }
}

static void make_powers(uint16_t power[N_MAX], unsigned order)
{
    const unsigned n = (1U << order) - 1;
    unsigned a = 1;
    for (unsigned i = 0; i < n; ++i) {
        power[i] = (uint16_t)a;
        a <<= 1;
        a = (a & n) ^ (modulus(order) & (0 - (a >> order)));
    }
}

static inline uint16_t times(uint16_t a, uint16_t b, unsigned order)
{
    unsigned sum = 0;
    for (unsigned i = order; i-- > 0;) {
        sum <<= 1;
        sum ^= ((1U << order) | modulus(order)) & (0 - (sum >> order));
        sum ^= a & (0 - (b >> i & 1U));
    }
    return (uint16_t)sum;
}

/* Whether j is the least of its conjugates j, 2j, 4j ..., and how many these are. */
static unsigned conjugates(unsigned j, unsigned n, bool *least)
{
    unsigned count = 0;
    *least = true;
    unsigned i = j;
    do {
        ++count;
        i = 2 * i % n;
        *least = *least && i >= j;
    } while (i != j);
    return count;
}

size_t phw_bch_sketch_size(unsigned *t, unsigned order)
{
    const unsigned n = (1U << order) - 1;
    size_t size = 0;
    unsigned j = 1;
    for (; j < n; j += 2) {
        bool least;
        const unsigned count = conjugates(j, n, &least);
        if (least && j >= 2 * *t)
            break;
        size += least ? count : 0;
    }
    /* All of 1 .. j - 1 are roots. */
    *t = (j - 1) / 2;
    return size;
}

/* The polynomial over GF(2) that is 0 at a^j and its conjugates, as bits. */
static unsigned minimal(unsigned j, const uint16_t power[N_MAX], unsigned order)
{
    const unsigned n = (1U << order) - 1;
    uint16_t f[PHW_BCH_ORDER_MAX + 1] = {1};
    unsigned degree = 0;
    unsigned i = j;
    do {
        ++degree;
        for (unsigned d = degree; d > 0; --d)
            f[d] = f[d - 1] ^ times(f[d], power[i], order);
        f[0] = times(f[0], power[i], order);
        i = 2 * i % n;
    } while (i != j);
    unsigned bits = 0;
    for (unsigned d = 0; d <= degree; ++d)
        bits |= (unsigned)f[d] << d;
    return bits;
}

/* x <<= 1 over n words; answers what fell off the top. */
static bool shift_up(uint64_t *x, size_t n)
{
    const bool out = x[n - 1] >> 63;
    for (size_t i = n; i-- > 1;)
        x[i] = x[i] << 1 | x[i - 1] >> 63;
    x[0] <<= 1;
    return out;
}

/* The generator, bit i the coefficient of x^i. */
static void make_generator(uint64_t g[WORDS + 1], const phw_bch_sketch *s,
                           const uint16_t power[N_MAX])
{
    memset(g, 0, (WORDS + 1) * sizeof *g);
    g[0] = 1;
    for (unsigned j = 1; j < 2 * s->t; j += 2) {
        bool least;
        (void)conjugates(j, s->n, &least);
        if (!least)
            continue;
        uint64_t product[WORDS + 1] = {0};
        for (unsigned f = minimal(j, power, s->order); f != 0; f >>= 1) {
            for (size_t w = 0; w <= WORDS && (f & 1U); ++w)
                product[w] ^= g[w];
            (void)shift_up(g, WORDS + 1);
        }
        memcpy(g, product, sizeof product);
    }
}

/* What each byte, leaving the register at the top, puts in its place. */
static void make_rests(phw_bch_sketch *s, const uint16_t power[N_MAX])
{
    uint64_t g[WORDS + 1];
    uint64_t low[WORDS];
    make_generator(g, s, power);
    /* Without its highest term, and with x^(n - k - 1) at the top of the register. */
    g[s->n_sketch / 64] &= ~(UINT64_C(1) << (s->n_sketch % 64));
    memcpy(low, g, s->n_words * sizeof *low);
    for (size_t i = s->n_sketch; i < 64 * s->n_words; ++i)
        (void)shift_up(low, s->n_words);
    for (unsigned byte = 0; byte < 256; ++byte) {
        uint64_t *rest = s->rest + byte * s->n_words;
        rest[s->n_words - 1] = (uint64_t)byte << 56;
        for (unsigned bit = 0; bit < 8; ++bit) {
            const uint64_t mask = 0 - (uint64_t)shift_up(rest, s->n_words);
            for (size_t w = 0; w < s->n_words; ++w)
                rest[w] ^= low[w] & mask;
        }
    }
}

static void make_checks(phw_bch_sketch *s, const uint16_t power[N_MAX])
{
    for (unsigned j = 0; j < s->t; ++j)
        for (unsigned i = 0; i < s->n_sketch; ++i) {
            const unsigned element = power[(2 * j + 1) * i % s->n];
            uint64_t *check = s->check + (size_t)j * s->order * s->n_words + i / 64;
            for (unsigned b = 0; b < s->order; ++b)
                check[b * s->n_words] |= (uint64_t)(element >> b & 1U) << (i % 64);
        }
}

static void make_roots(phw_bch_sketch *s, const uint16_t power[N_MAX])
{
    for (unsigned i = 0; i < s->n; ++i) {
        const unsigned back = (unsigned)((i + s->n_sketch) % s->n);
        const unsigned element = power[(s->n - back) % s->n];
        planes *p = &s->root[i / (64 * LANE_WORDS)];
        for (unsigned b = 0; b < s->order; ++b)
            p->plane[b][i / 64 % LANE_WORDS] |= (uint64_t)(element >> b & 1U)
                                                << (i % 64);
    }
}

phw_status phw_bch_sketch_create(phw_bch_sketch **out, unsigned order, unsigned t)
{
    if (order < PHW_BCH_ORDER_MIN || order > PHW_BCH_ORDER_MAX)
        return phw_fail(PHW_EARG, "code bch: order %u, expected %d to %d", order,
                        PHW_BCH_ORDER_MIN, PHW_BCH_ORDER_MAX);
    if (t < 1 || t >= 1U << (order - 1))
        return phw_fail(PHW_EARG, "code bch: t %u; expected 1 to %u errors", t,
                        (1U << (order - 1)) - 1);
    phw_bch_sketch *s = aligned_alloc(sizeof(lanes), sizeof *s);
    if (s == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a BCH code");
    memset(s, 0, sizeof *s);
    s->order = order;
    s->n = (1U << order) - 1;
    s->t = t;
    s->n_sketch = phw_bch_sketch_size(&s->t, order);
    s->n_words = phw_bits_words(s->n_sketch);
    assert(s->n_words > 0);
    s->rest = calloc(256 * s->n_words, sizeof *s->rest);
    s->check = calloc(s->t * s->order * s->n_words, sizeof *s->check);
    if (s->rest == NULL || s->check == NULL) {
        phw_bch_sketch_destroy(s);
        return phw_fail(PHW_ENOMEM, "no memory for a BCH code");
    }
    uint16_t power[N_MAX];
    make_powers(power, order);
    make_rests(s, power);
    make_checks(s, power);
    make_roots(s, power);
    *out = s;
    return PHW_OK;
}

void phw_bch_sketch_destroy(phw_bch_sketch *s)
{
    if (s == NULL)
        return;
    free(s->rest);
    free(s->check);
    sodium_memzero(s, sizeof *s);
    free(s);
}

size_t phw_bch_sketch_bits(const phw_bch_sketch *s)
{
    return s->n_sketch;
}

/* x <<= 8 over n words, then ^= rest. */
static inline void feed(uint64_t *x, const uint64_t *rest, size_t n)
{
    for (size_t i = n; i-- > 1;)
        x[i] = (x[i] << 8 | x[i - 1] >> 56) ^ rest[i];
    x[0] = x[0] << 8 ^ rest[0];
}

void phw_bch_sketch_make(const phw_bch_sketch *s, uint64_t *sketch,
                         const uint64_t *block, size_t n_bits)
{
    const size_t n = s->n_words;
    uint64_t x[WORDS] = {0};
    for (size_t i = (n_bits + 7) / 8; i-- > 0;) {
        const uint64_t byte = (block[i / 8] >> (8 * (i % 8)) ^ x[n - 1] >> 56) & 0xff;
        feed(x, s->rest + byte * n, n);
    }
    const unsigned down = (unsigned)(64 * n - s->n_sketch);
    for (size_t i = 0; i < n; ++i)
        sketch[i] =
            down == 0 ? x[i] : x[i] >> down | (i + 1 < n ? x[i + 1] << (64 - down) : 0);
    sodium_memzero(x, sizeof x);
}

/* S_j is the error polynomial's value at a^j, times a^(j (n - k)); the even ones are
 * squares, for it is binary. */
static void find_syndromes(phw_bch_sketch *s, const uint64_t *sketch)
{
    const uint64_t *check = s->check;
    for (unsigned j = 0; j < s->t; ++j) {
        unsigned element = 0;
        for (unsigned b = 0; b < s->order; ++b) {
            uint64_t sum = 0;
            for (size_t w = 0; w < s->n_words; ++w)
                sum ^= check[w] & sketch[w];
            element |= (unsigned)__builtin_parityll(sum) << b;
            check += s->n_words;
        }
        s->syndrome[2 * j] = (uint16_t)element;
    }
    for (unsigned j = 1; j < 2 * s->t; j += 2) {
        const uint16_t half = s->syndrome[(j - 1) / 2];
        s->syndrome[j] = times(half, half, s->order);
    }
}

/* product[i] = a[i] b[i] in the field of a known order: loops of known length. */
static inline __attribute__((always_inline)) void multiply_as(
    uint16_t *restrict product, const uint16_t *a, const uint16_t *b, unsigned n,
    unsigned order)
{
    const uint16_t top = (uint16_t)((1U << order) | modulus(order));
    for (unsigned i = 0; i < n; ++i) {
        uint16_t sum = 0;
        for (unsigned bit = order; bit-- > 0;) {
            sum = (uint16_t)(sum + sum);
            sum ^= top & (uint16_t)(0 - (sum >> order));
            sum ^= a[i] & (uint16_t)(0 - (b[i] >> bit & 1));
        }
        product[i] = sum;
    }
}

PHW_VECTORISED static void multiply(uint16_t *restrict product, const uint16_t *a,
                                    const uint16_t *b, unsigned n, unsigned order)
{
    switch (order) {
    case 7:
        multiply_as(product, a, b, n, 7);
        break;
    case 8:
        multiply_as(product, a, b, n, 8);
        break;
    case 9:
        multiply_as(product, a, b, n, 9);
        break;
    default:
        multiply_as(product, a, b, n, 10);
    }
}

/* What the locator so far gets wrong about S_(2r + 1): the sum of locator_i
 * S_(2r + 1 - i). */
static uint16_t discrepancy(const phw_bch_sketch *s, unsigned r)
{
    const unsigned n = 1 + (2 * r < s->t ? 2 * r : s->t);
    uint16_t backwards[T_MAX + 1];
    uint16_t product[T_MAX + 1];
    uint16_t sum = 0;
    for (unsigned i = 0; i < n; ++i)
        backwards[i] = s->syndrome[2 * r - i];
    multiply(product, s->locator, backwards, n, s->order);
    for (unsigned i = 0; i < n; ++i)
        sum ^= product[i];
    return sum;
}

/* locator = scale locator + delta previous; `old` gets what it was. Degrees rise by two
 * at most in each of the r + 1 steps. */
static void update_locator(phw_bch_sketch *s, uint16_t old[T_MAX + 1], unsigned r,
                           uint16_t scale, uint16_t delta)
{
    uint16_t factor[T_MAX + 1];
    uint16_t product[T_MAX + 1];
    const unsigned n = 1 + (2 * r + 1 < s->t ? 2 * r + 1 : s->t);
    memcpy(old, s->locator, sizeof s->locator);
    for (unsigned i = 0; i < n; ++i)
        factor[i] = scale;
    multiply(s->locator, old, factor, n, s->order);
    for (unsigned i = 0; i < n; ++i)
        factor[i] = delta;
    multiply(product, s->previous, factor, n, s->order);
    for (unsigned i = 0; i < n; ++i)
        s->locator[i] ^= product[i];
    sodium_memzero(product, sizeof product);
}

/* Berlekamp and Massey without inversions (Burton, IEEE Trans. IT 17, 1971), in the
 * form that kgen/bch.c has too: in a binary code every second discrepancy is 0, so two
 * steps are one. Degrees above t are cut: they arise only where no word is within
 * reach. Answers the degree. */
static unsigned find_locator(phw_bch_sketch *s)
{
    uint16_t old[T_MAX + 1];
    uint16_t scale = 1;
    int excess = 0; /* k of the papers */
    memset(s->locator, 0, sizeof s->locator);
    memset(s->previous, 0, sizeof s->previous);
    s->locator[0] = 1;
    s->previous[1] = 1;
    for (unsigned r = 0; r < s->t; ++r) {
        const uint16_t delta = discrepancy(s, r);
        const bool swap = delta != 0 && excess >= 0;
        if (delta != 0)
            update_locator(s, old, r, scale, delta);
        /* Kept times x, and past both steps: x^2 times itself or the old locator. */
        if (s->t > 1)
            memmove(s->previous + 2, swap ? old : s->previous,
                    (s->t - 1) * sizeof *old);
        s->previous[0] = 0;
        s->previous[1] = 0;
        scale = swap ? delta : scale;
        excess = swap ? -excess : excess + 2;
    }
    sodium_memzero(old, sizeof old);
    unsigned degree = s->t;
    while (s->locator[degree] == 0 && degree > 0)
        --degree;
    return degree;
}

/* sum = value root, bit by bit of the root, from the top: times x is a step up of the
 * planes. */
static inline __attribute__((always_inline)) void times_root(lanes *sum,
                                                             const lanes *value,
                                                             const planes *root,
                                                             unsigned order)
{
    const unsigned taps = modulus(order);
    const lanes none = {0};
    for (unsigned x = 0; x < order; ++x)
        sum[x] = none;
#pragma GCC unroll 10
    for (unsigned y = order; y-- > 0;) {
        const lanes top = sum[order - 1];
#pragma GCC unroll 10
        for (unsigned x = order; x-- > 0;) {
            const lanes below = x > 0 ? sum[x - 1] : none;
            const lanes back = (taps >> x & 1U) ? top : none;
            sum[x] = below ^ back ^ (value[x] & root->plane[y]);
        }
    }
}

/* The locator's value at 256 positions by Horner's rule; ones in `zero` where it is 0.
 */
static inline __attribute__((always_inline)) void evaluate_as(lanes *zero,
                                                              const phw_bch_sketch *s,
                                                              unsigned degree,
                                                              const planes *root,
                                                              unsigned order)
{
    lanes value[PHW_BCH_ORDER_MAX] = {{0}};
    for (unsigned j = degree + 1; j-- > 0;) {
        lanes sum[PHW_BCH_ORDER_MAX];
        times_root(sum, value, root, order);
#pragma GCC unroll 10
        for (unsigned x = 0; x < order; ++x)
            value[x] = sum[x] ^ (0 - (uint64_t)(s->locator[j] >> x & 1U));
    }
    lanes any = value[0];
    for (unsigned x = 1; x < order; ++x)
        any |= value[x];
    *zero = ~any;
}

PHW_VECTORISED static void evaluate(lanes *zero, const phw_bch_sketch *s,
                                    unsigned degree, const planes *root)
{
    switch (s->order) {
    case 7:
        evaluate_as(zero, s, degree, root, 7);
        break;
    case 8:
        evaluate_as(zero, s, degree, root, 8);
        break;
    case 9:
        evaluate_as(zero, s, degree, root, 9);
        break;
    default:
        evaluate_as(zero, s, degree, root, 10);
    }
}

/* Where the locator is 0 among the first n_bits positions. */
static void find_roots(uint64_t *error, const phw_bch_sketch *s, unsigned degree,
                       size_t n_bits)
{
    const size_t n_words = phw_bits_words(n_bits);
    for (size_t w = 0; w < n_words; w += LANE_WORDS) {
        lanes zero;
        evaluate(&zero, s, degree, &s->root[w / LANE_WORDS]);
        for (size_t i = w; i < n_words && i < w + LANE_WORDS; ++i)
            error[i] = zero[i - w];
    }
    if (n_bits % 64 != 0)
        error[n_words - 1] &= (UINT64_C(1) << (n_bits % 64)) - 1;
}

/* A locator of degree t or less has at most t roots, so what has the right sketch is
 * within t errors. */
bool phw_bch_sketch_solve(phw_bch_sketch *s, uint64_t *error, const uint64_t *sketch,
                          size_t n_bits)
{
    find_syndromes(s, sketch);
    const unsigned degree = find_locator(s);
    find_roots(error, s, degree, n_bits);
    phw_bch_sketch_make(s, s->again, error, n_bits);
    uint64_t wrong = 0;
    for (size_t i = 0; i < s->n_words; ++i)
        wrong |= s->again[i] ^ sketch[i];
    sodium_memzero(s->syndrome, sizeof s->syndrome);
    sodium_memzero(s->locator, sizeof s->locator);
    sodium_memzero(s->previous, sizeof s->previous);
    sodium_memzero(s->again, sizeof s->again);
    return wrong == 0;
}
