#include "kgen/novel_basis.h"

#include <stdbool.h>
#include <string.h>

#if defined(__clang__)
#    define UNROLLED _Pragma("unroll")
#elif defined(__GNUC__)
#    define UNROLLED _Pragma("GCC unroll 32")
#else
#    define UNROLLED
#endif

/* A vector that every processor has, or the compiler makes of two words. */
typedef uint64_t words __attribute__((vector_size(16)));

static inline words load(const uint64_t *at)
{
    words a;
    memcpy(&a, at, sizeof a);
    return a;
}

static inline void store(uint64_t *at, words a)
{
    memcpy(at, &a, sizeof a);
}

/* Items so wide that a few of them share the first cache's places. */
#define WIDTH_MAX 512

/* A map is a row of additions to += from, from a higher place to a lower. Its
 * transposed inverse has the two ends of each changed, its transposed map their order
 * too. What lies past the n words that count never reaches those. */
typedef struct direction {
    bool backwards; /* the last addition first */
    bool swapped;   /* the other end takes */
    size_t n;       /* words that count */
} direction;

/* The two don't overlap. */
static inline void add(uint64_t *to, uint64_t *from, size_t n, bool swapped)
{
    uint64_t *target = swapped ? from : to;
    const uint64_t *source = swapped ? to : from;
    size_t i = 0;
    for (; i + 2 <= n; i += 2)
        store(target + i, load(target + i) ^ load(source + i));
    if (i < n)
        target[i] ^= source[i];
}

/* One division with remainder: f = q (x^half + x^step) + r for the upper half of
 * 2 half items of `width` words; step <= half / 2. */
static inline void divide(uint64_t *u, size_t half, size_t step, size_t width,
                          direction d)
{
    uint64_t *top = u + (2 * half - step) * width;
    uint64_t *upper = u + half * width;
    if (!d.backwards)
        add(upper, top, step * width, d.swapped);
    add(u + step * width, upper, (half - step) * width, d.swapped);
    if (d.backwards)
        add(upper, top, step * width, d.swapped);
}

/* The expansion of 2^k items by powers of s = x^(2^i) + x: s^(2^j) = x^(2^(i+j)) +
 * x^(2^j). Runs of 2^i items become the coefficients of 1, s, s^2 ... */
static void expand(uint64_t *u, unsigned k, unsigned i, size_t width, direction d)
{
    if (k <= i)
        return;
    const size_t half = (size_t)1 << (k - 1);
    direction upper = d;
    if (!d.backwards)
        divide(u, half, half >> i, width, d);
    expand(u, k - 1, i, width, d);
    if (d.n > half * width) {
        upper.n = d.n - half * width;
        expand(u + half * width, k - 1, i, width, upper);
    }
    if (d.backwards)
        divide(u, half, half >> i, width, d);
}

/* Sixteen items of four levels: by s_2 = x^4 + x, then by s_1 = x^2 + x twice, all
 * additions in a row. */
__attribute__((always_inline)) static inline void levels_by(words *v, bool backwards,
                                                            bool swapped)
{
    static const uint8_t pair[32][2] = {
        {8, 14}, {9, 15}, {2, 8},   {3, 9},   {4, 10},  {5, 11}, {6, 12},  {7, 13},
        {4, 7},  {1, 4},  {2, 5},   {3, 6},   {12, 15}, {9, 12}, {10, 13}, {11, 14},
        {8, 12}, {9, 13}, {10, 14}, {11, 15}, {4, 8},   {5, 9},  {6, 10},  {7, 11},
        {2, 3},  {1, 2},  {6, 7},   {5, 6},   {10, 11}, {9, 10}, {14, 15}, {13, 14},
    };
    UNROLLED
    for (size_t i = 0; i < 32; ++i) {
        const uint8_t *p = pair[backwards ? 31 - i : i];
        v[p[swapped]] ^= v[p[!swapped]];
    }
}

/* Sixteen items of `width` words, an even number. */
__attribute__((always_inline)) static inline void items_by(uint64_t *u, size_t width,
                                                           bool backwards, bool swapped)
{
    for (size_t at = 0; at < width; at += 2) {
        words v[16];
        for (size_t i = 0; i < 16; ++i)
            v[i] = load(u + at + i * width);
        levels_by(v, backwards, swapped);
        for (size_t i = 0; i < 16; ++i)
            store(u + at + i * width, v[i]);
    }
}

static void items(uint64_t *u, size_t width, direction d)
{
    if (d.backwards)
        items_by(u, width, true, true);
    else if (d.swapped)
        items_by(u, width, false, true);
    else
        items_by(u, width, false, false);
}

/* Sixteen items of one word, two runs of them side by side. */
__attribute__((always_inline)) static inline void sixteens_by(uint64_t *u,
                                                              bool backwards,
                                                              bool swapped)
{
    words v[16];
    for (size_t i = 0; i < 16; i += 2) {
        const words a = load(u + i);
        const words b = load(u + 16 + i);
        v[i] = __builtin_shufflevector(a, b, 0, 2);
        v[i + 1] = __builtin_shufflevector(a, b, 1, 3);
    }
    levels_by(v, backwards, swapped);
    for (size_t i = 0; i < 16; i += 2) {
        store(u + i, __builtin_shufflevector(v[i], v[i + 1], 0, 2));
        store(u + 16 + i, __builtin_shufflevector(v[i], v[i + 1], 1, 3));
    }
}

static void sixteens(uint64_t *u, direction d)
{
    if (d.backwards)
        sixteens_by(u, true, true);
    else if (d.swapped)
        sixteens_by(u, false, true);
    else
        sixteens_by(u, false, false);
}

/* The greatest power of 2 below k. */
static unsigned split(unsigned k)
{
    unsigned i = 1;
    while (2 * i < k)
        i *= 2;
    return i;
}

static void convert(uint64_t *u, unsigned k, size_t width, direction d);

/* Each run of 2^i items over the basis of its own. */
static void runs(uint64_t *u, unsigned k, unsigned i, size_t width, direction d)
{
    const size_t run = ((size_t)1 << i) * width;
    if (run == 16 && width == 1) {
        for (size_t at = 0; at < run << (k - i) && at < d.n; at += 2 * run)
            sixteens(u + at, d);
        return;
    }
    for (size_t at = 0; at < run << (k - i) && at < d.n; at += run) {
        direction rest = d;
        rest.n = d.n - at;
        convert(u + at, i, width, rest);
    }
}

static void convert(uint64_t *u, unsigned k, size_t width, direction d)
{
    if (k < 2)
        return;
    if (k == 4 && width > 1 && width <= WIDTH_MAX) {
        items(u, width, d);
        return;
    }
    const unsigned i = split(k);
    if (!d.backwards)
        expand(u, k, i, width, d);
    else
        runs(u, k, i, width, d);
    convert(u, k - i, width << i, d);
    if (!d.backwards)
        runs(u, k, i, width, d);
    else
        expand(u, k, i, width, d);
}

void phw_novel_basis_forward(uint64_t *u, unsigned k, size_t n)
{
    convert(u, k, 1, (direction){.n = n});
}

void phw_novel_basis_transposed(uint64_t *u, unsigned k, size_t n)
{
    convert(u, k, 1, (direction){.backwards = true, .swapped = true, .n = n});
}

void phw_novel_basis_inverse_transposed(uint64_t *u, unsigned k, size_t n)
{
    convert(u, k, 1, (direction){.swapped = true, .n = n});
}
