#include "kgen/toeplitz_clmul.h"

#include "kgen/toeplitz_tile.h"

#if defined(__x86_64__) && defined(__GNUC__)

#    include <immintrin.h>

bool phw_toeplitz_clmul_has(void)
{
    return __builtin_cpu_supports("pclmul") != 0;
}

enum {
    ROWS = 4
};

/* ROWS sums, the first's words of the seed at `s`, stay in registers; a pair of words
 * of x meets the pair of words of s that stands crosswise to it. */
__attribute__((target("pclmul,sse2"))) static inline void add_rows(
    phw_clmul_product *sum, const uint64_t *s, const uint64_t *x)
{
    __m128i acc[ROWS];
    for (size_t r = 0; r < ROWS; ++r)
        acc[r] = _mm_loadu_si128((const __m128i *)(const void *)&sum[r]);
    for (size_t j = 0; j < PHW_TOEPLITZ_TILE; j += 2) {
        const __m128i xj = _mm_loadu_si128((const __m128i *)(const void *)&x[j]);
        const uint64_t *at = s + (PHW_TOEPLITZ_TILE - 2 - j);
        for (size_t r = 0; r < ROWS; ++r) {
            const __m128i sj = _mm_loadu_si128((const __m128i *)(const void *)(at + r));
            acc[r] = _mm_xor_si128(acc[r], _mm_clmulepi64_si128(xj, sj, 0x10));
            acc[r] = _mm_xor_si128(acc[r], _mm_clmulepi64_si128(xj, sj, 0x01));
        }
    }
    for (size_t r = 0; r < ROWS; ++r)
        _mm_storeu_si128((__m128i *)(void *)&sum[r], acc[r]);
}

__attribute__((target("pclmul,sse2"))) void phw_toeplitz_clmul_tile(
    phw_clmul_product *sum, const uint64_t *s, const uint64_t *x)
{
    for (size_t i = 0; i < PHW_TOEPLITZ_TILE; i += ROWS)
        add_rows(sum + i, s + i, x);
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
