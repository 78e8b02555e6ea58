#include "kgen/bch.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/vectorised.h"

enum {
    N = PHW_BCH_N,
    T_MAX = PHW_BCH_T_MAX,
    MODULUS = 0x1d /* x^8 + x^4 + x^3 + x^2 + 1 without its highest term */
};

struct phw_bch {
    unsigned t;
    size_t k;
    uint8_t generator[N + 1]; /* lowest power first */
    uint8_t root[N];          /* root[i] = a^-(254 - i): where position i is a root */
    uint8_t power[T_MAX][N];  /* power[j][i] = a^((2j + 1)(254 - i)) */
    uint8_t syndrome[2 * T_MAX]; /* [j] is S_(j + 1) */
    uint8_t locator[T_MAX + 1];
    uint8_t previous[T_MAX + 1];
    uint8_t value[N];
};

static uint8_t times_x(uint8_t a)
{
    return (uint8_t)(a << 1 ^ (MODULUS & (0 - (a >> 7))));
}

static uint8_t times(uint8_t a, uint8_t b)
{
    uint8_t sum = 0;
    for (int i = 7; i >= 0; --i)
        sum = (uint8_t)(times_x(sum) ^ (a & (0 - (b >> i & 1))));
    return sum;
}

/* All ones where the highest bit is set, else 0. */
static inline uint8_t high(uint8_t x)
{
    return (uint8_t)((int8_t)x >> 7);
}

/* product[i] = a[i] b[i], many places abreast; `product` is neither of them. */
PHW_VECTORISED static void multiply(uint8_t *restrict product, const uint8_t *a,
                                    const uint8_t *b, unsigned n)
{
    for (unsigned i = 0; i < n; ++i) {
        uint8_t sum = 0;
        uint8_t left = b[i];
        for (int bit = 0; bit < 8; ++bit) {
            sum = (uint8_t)((sum + sum) ^ (MODULUS & high(sum)) ^ (a[i] & high(left)));
            left = (uint8_t)(left + left);
        }
        product[i] = sum;
    }
}

/* Multiplies the code's generator by (x - z). */
static void add_root(phw_bch *bch, size_t *degree, uint8_t z)
{
    uint8_t *g = bch->generator;
    ++*degree;
    for (size_t i = *degree; i > 0; --i)
        g[i] = (uint8_t)(g[i - 1] ^ times(g[i], z));
    g[0] = times(g[0], z);
}

/* The roots are a^1 .. a^2t with all their conjugates: a^(2^i j) together make the
 * minimal polynomial of a^j, so that the coefficients end in GF(2). Public, so it may
 * branch. */
static void make_generator(phw_bch *bch, const uint8_t power_of[N])
{
    uint8_t is_root[N] = {0};
    size_t degree = 0;
    bch->generator[0] = 1;
    for (unsigned j = 1; j < 2 * bch->t; j += 2) {
        for (unsigned i = j; !is_root[i]; i = 2 * i % N) {
            is_root[i] = 1;
            add_root(bch, &degree, power_of[i]);
        }
    }
    bch->k = N - degree;
}

static void make_tables(phw_bch *bch)
{
    uint8_t power_of[N];
    power_of[0] = 1;
    for (unsigned i = 1; i < N; ++i)
        power_of[i] = times_x(power_of[i - 1]);
    make_generator(bch, power_of);
    for (unsigned i = 0; i < N; ++i)
        bch->root[i] = power_of[(i + 1) % N];
    for (unsigned j = 0; j < bch->t; ++j) {
        for (unsigned i = 0; i < N; ++i)
            bch->power[j][i] = power_of[(2 * j + 1) * (N - 1 - i) % N];
    }
}

phw_status phw_bch_create(phw_bch **out, unsigned t)
{
    if (t < 1 || t > T_MAX)
        return phw_fail(PHW_EARG, "code bch: t %u; expected 1 to %d errors", t, T_MAX);
    phw_bch *bch = calloc(1, sizeof *bch);
    if (bch == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a BCH code");
    bch->t = t;
    make_tables(bch);
    *out = bch;
    return PHW_OK;
}

void phw_bch_destroy(phw_bch *bch)
{
    if (bch != NULL)
        sodium_memzero(bch, sizeof *bch);
    free(bch);
}

size_t phw_bch_k(const phw_bch *bch)
{
    return bch->k;
}

const uint8_t *phw_bch_generator(const phw_bch *bch)
{
    return bch->generator;
}

/* The remainder of the message times x^(n - k), by long division. */
void phw_bch_encode(phw_bch *bch, uint8_t *word, const uint8_t *message)
{
    const size_t n_parity = N - bch->k;
    uint8_t *rest = bch->value;
    memset(rest, 0, N);
    for (size_t i = 0; i < bch->k; ++i) {
        const uint8_t out = rest[n_parity - 1] ^ message[i];
        memmove(rest + 1, rest, n_parity - 1);
        rest[0] = 0;
        for (size_t j = 0; j < n_parity; ++j)
            rest[j] ^= bch->generator[j] & out;
    }
    memcpy(word, message, bch->k);
    for (size_t j = 0; j < n_parity; ++j)
        word[bch->k + j] = rest[n_parity - 1 - j];
    sodium_memzero(rest, N);
}

/* S_j is the word's value at a^j; the even ones are squares, for the word is binary.
 * Answers the OR of all: 0 for a code word. */
PHW_VECTORISED static uint8_t find_syndromes(phw_bch *bch, const uint8_t *word)
{
    uint8_t any = 0;
    for (unsigned j = 0; j < bch->t; ++j) {
        uint8_t sum = 0;
        for (unsigned i = 0; i < N; ++i)
            sum ^= bch->power[j][i] & (0 - word[i]);
        bch->syndrome[2 * j] = sum;
        any |= sum;
    }
    for (unsigned j = 1; j < 2 * bch->t; j += 2) {
        const uint8_t half = bch->syndrome[(j - 1) / 2];
        bch->syndrome[j] = times(half, half);
    }
    return any;
}

/* The mask itself, of which the compiler no longer knows that it is 0 or all ones:
 * clang 14 would choose between two addresses by such a mask, and load from the secret
 * one. */
static inline uint32_t hide(uint32_t mask)
{
    __asm__("" : "+r"(mask));
    return mask;
}

/* All ones where x is not 0, else 0. */
static uint8_t nonzero(uint8_t x)
{
    return (uint8_t)hide(0 - ((0U - x) >> 31));
}

static uint8_t choose(uint8_t mask, uint8_t a, uint8_t b)
{
    return (uint8_t)((a & mask) | (b & ~mask));
}

/* What the locator so far gets wrong about S_(2r + 1): the sum of locator_i
 * S_(2r + 1 - i). */
static uint8_t discrepancy(const phw_bch *bch, unsigned r)
{
    const unsigned n = 1 + (2 * r < bch->t ? 2 * r : bch->t);
    uint8_t backwards[T_MAX + 1];
    uint8_t product[T_MAX + 1];
    uint8_t sum = 0;
    for (unsigned i = 0; i < n; ++i)
        backwards[i] = bch->syndrome[2 * r - i];
    multiply(product, bch->locator, backwards, n);
    for (unsigned i = 0; i < n; ++i)
        sum ^= product[i];
    sodium_memzero(backwards, sizeof backwards);
    sodium_memzero(product, sizeof product);
    return sum;
}

/* locator = scale locator + delta previous; `old` gets what it was. */
static void update_locator(phw_bch *bch, uint8_t old[T_MAX + 1], uint8_t scale,
                           uint8_t delta)
{
    uint8_t factor[T_MAX + 1];
    uint8_t product[T_MAX + 1];
    const unsigned n = bch->t + 1;
    memcpy(old, bch->locator, T_MAX + 1);
    memset(factor, scale, sizeof factor);
    multiply(bch->locator, old, factor, n);
    memset(factor, delta, sizeof factor);
    multiply(product, bch->previous, factor, n);
    for (unsigned i = 0; i < n; ++i)
        bch->locator[i] ^= product[i];
    sodium_memzero(product, sizeof product);
}

/* Berlekamp and Massey without inversions (Burton, IEEE Trans. IT 17, 1971; the form of
 * Sarwate and Shanbhag, IEEE Trans. VLSI 9(5), 2001): in a binary code every second
 * discrepancy is 0, so two of their steps are one here. Degrees above t are cut: they
 * arise only where no word is within reach. */
static void find_locator(phw_bch *bch)
{
    const unsigned t = bch->t;
    uint8_t old[T_MAX + 1];
    uint8_t scale = 1;
    int32_t excess = 0; /* k of the papers */
    memset(bch->locator, 0, sizeof bch->locator);
    memset(bch->previous, 0, sizeof bch->previous);
    bch->locator[0] = 1;
    bch->previous[1] = 1;
    for (unsigned r = 0; r < t; ++r) {
        const uint8_t delta = discrepancy(bch, r);
        const uint8_t not_behind = (uint8_t)(((uint32_t)excess >> 31) - 1);
        const uint8_t swap = (uint8_t)hide(nonzero(delta) & not_behind);
        const int32_t wide = -(int32_t)(swap & 1);
        update_locator(bch, old, scale, delta);
        /* Kept times x, and past both steps: x^2 times itself or the old locator. */
        for (unsigned i = t; i >= 2; --i)
            bch->previous[i] = choose(swap, old[i - 2], bch->previous[i - 2]);
        bch->previous[1] = 0;
        scale = choose(swap, delta, scale);
        excess = (-excess & wide) | ((excess + 2) & ~wide);
    }
    sodium_memzero(old, sizeof old);
}

/* The locator's value at every position's root by Horner's rule, all positions abreast;
 * where it is 0, the bit is wrong. */
static void correct_roots(phw_bch *bch, uint8_t *word)
{
    uint8_t product[N];
    memset(bch->value, 0, N);
    for (unsigned j = bch->t + 1; j-- > 0;) {
        multiply(product, bch->value, bch->root, N);
        for (unsigned i = 0; i < N; ++i)
            bch->value[i] = product[i] ^ bch->locator[j];
    }
    for (unsigned i = 0; i < N; ++i)
        word[i] ^= ~nonzero(bch->value[i]) & 1;
    sodium_memzero(product, sizeof product);
}

/* A polynomial of degree t or less has at most t roots, so what became a code word was
 * within t errors of it. */
uint8_t phw_bch_correct(phw_bch *bch, uint8_t *word)
{
    (void)find_syndromes(bch, word);
    find_locator(bch);
    correct_roots(bch, word);
    const uint8_t wrong = nonzero(find_syndromes(bch, word));
    sodium_memzero(bch->syndrome, sizeof bch->syndrome);
    sodium_memzero(bch->locator, sizeof bch->locator);
    sodium_memzero(bch->previous, sizeof bch->previous);
    sodium_memzero(bch->value, sizeof bch->value);
    return ~wrong & 1;
}
