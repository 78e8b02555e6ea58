#include "kgen/toeplitz_clmul.h"

#include "kgen/toeplitz_tile.h"

#if defined(__x86_64__) && defined(__GNUC__)

#    include <immintrin.h>

#    define CLMUL __attribute__((target("pclmul,sse2")))

bool phw_toeplitz_clmul_has(void)
{
    return __builtin_cpu_supports("pclmul") != 0;
}

enum {
    HALF = PHW_TOEPLITZ_TILE / 2,
    ROWS = 4
};

CLMUL static inline __m128i load(const void *at)
{
    return _mm_loadu_si128((const __m128i *)at);
}

/* sum[ROWS] of half a side's columns, fresh; the first's words of the seed are at `s`.
 * The sums stay in registers; a pair of words of x meets the pair of words of s that
 * stands crosswise to it. */
CLMUL static inline void rows(__m128i *sum, const uint64_t *s, const uint64_t *x)
{
    __m128i acc[ROWS] = {_mm_setzero_si128()};
    for (size_t j = 0; j < HALF; j += 2) {
        const __m128i xj = load(&x[j]);
        const uint64_t *at = s + (HALF - 2 - j);
        for (size_t r = 0; r < ROWS; ++r) {
            const __m128i sj = load(at + r);
            acc[r] = _mm_xor_si128(acc[r], _mm_clmulepi64_si128(xj, sj, 0x10));
            acc[r] = _mm_xor_si128(acc[r], _mm_clmulepi64_si128(xj, sj, 0x01));
        }
    }
    for (size_t r = 0; r < ROWS; ++r)
        sum[r] = acc[r];
}

/* sum[HALF] of a tile of half the side, fresh. */
CLMUL static inline void half_tile(__m128i *sum, const uint64_t *s, const uint64_t *x)
{
    for (size_t i = 0; i < HALF; i += ROWS)
        rows(sum + i, s + i, x);
}

CLMUL static inline void add(phw_clmul_product *sum, __m128i a, __m128i b)
{
    const __m128i old = load(sum);
    _mm_storeu_si128((__m128i *)(void *)sum, _mm_xor_si128(old, _mm_xor_si128(a, b)));
}

/* Karatsuba's step of kgen/toeplitz_blocks.c once more, without its ways through
 * memory: three products of half tiles instead of four. */
CLMUL void phw_toeplitz_clmul_tile(phw_clmul_product *sum, const uint64_t *s,
                                   const uint64_t *x)
{
    uint64_t both[HALF];
    uint64_t lower[2 * HALF];
    uint64_t upper[2 * HALF];
    __m128i middle[HALF];
    __m128i first[HALF];
    __m128i second[HALF];
    for (size_t i = 0; i < HALF; ++i)
        both[i] = x[i] ^ x[HALF + i];
    for (size_t i = 0; i < 2 * HALF - 1; ++i) {
        lower[i] = s[i] ^ s[HALF + i];
        upper[i] = s[HALF + i] ^ s[2 * HALF + i];
    }
    half_tile(middle, s + HALF, both);
    half_tile(first, lower, x + HALF);
    half_tile(second, upper, x);
    for (size_t i = 0; i < HALF; ++i) {
        add(&sum[i], middle[i], first[i]);
        add(&sum[HALF + i], middle[i], second[i]);
    }
}

#else

bool phw_toeplitz_clmul_has(void)
{
    return false;
}

void phw_toeplitz_clmul_tile(phw_clmul_product *sum, const uint64_t *s,
                             const uint64_t *x)
{
    phw_toeplitz_tile_portable(sum, s, x);
}

#endif
