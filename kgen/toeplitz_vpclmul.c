#include "kgen/toeplitz_vpclmul.h"

#include <string.h>

#include "kgen/toeplitz_tile.h"

#if defined(__x86_64__) && defined(__GNUC__)

#    include <immintrin.h>

#    define WIDE256 __attribute__((target("vpclmulqdq,avx2")))
#    define WIDE512 __attribute__((target("vpclmulqdq,avx512f,avx2")))

bool phw_toeplitz_vpclmul256_has(void)
{
    return __builtin_cpu_supports("vpclmulqdq") && __builtin_cpu_supports("avx2");
}

bool phw_toeplitz_vpclmul512_has(void)
{
    return phw_toeplitz_vpclmul256_has() && __builtin_cpu_supports("avx512f");
}

enum {
    PAIRS = PHW_TOEPLITZ_TILE / 2
};

/* The words of the seed that a pair of rows takes from a pair of columns, as pairs one
 * word apart: (s0, s1), (s1, s2), from every second word on. They are the same along
 * the tile's diagonals. */
typedef struct diagonals {
    uint64_t word[2 * PAIRS][4];
} diagonals;

static inline void fill(diagonals *d, const uint64_t *s)
{
    for (size_t k = 0; k < 2 * PAIRS - 1; ++k) {
        memcpy(&d->word[k][0], s + 2 * k, 2 * sizeof *s);
        memcpy(&d->word[k][2], s + 2 * k + 1, 2 * sizeof *s);
    }
}

/* Two sums a vector; a pair of words of x meets those of s crosswise. */
WIDE256 void phw_toeplitz_vpclmul256_tile(phw_clmul_product *sum, const uint64_t *s,
                                          const uint64_t *x)
{
    diagonals d;
    __m256i acc[PAIRS];
    fill(&d, s);
    for (size_t g = 0; g < PAIRS; ++g)
        acc[g] = _mm256_loadu_si256((const __m256i *)(const void *)&sum[2 * g]);
    for (size_t j = 0; j < PAIRS; ++j) {
        const __m256i xj = _mm256_broadcastsi128_si256(
            _mm_loadu_si128((const __m128i *)(const void *)&x[2 * j]));
        for (size_t g = 0; g < PAIRS; ++g) {
            const __m256i sj = _mm256_loadu_si256(
                (const __m256i *)(const void *)d.word[PAIRS - 1 - j + g]);
            acc[g] = _mm256_xor_si256(acc[g], _mm256_clmulepi64_epi128(xj, sj, 0x10));
            acc[g] = _mm256_xor_si256(acc[g], _mm256_clmulepi64_epi128(xj, sj, 0x01));
        }
    }
    for (size_t g = 0; g < PAIRS; ++g)
        _mm256_storeu_si256((__m256i *)(void *)&sum[2 * g], acc[g]);
}

/* Four sums a vector: two neighbours of the diagonals. */
WIDE512 void phw_toeplitz_vpclmul512_tile(phw_clmul_product *sum, const uint64_t *s,
                                          const uint64_t *x)
{
    diagonals d;
    __m512i acc[PAIRS / 2];
    fill(&d, s);
    for (size_t g = 0; g < PAIRS / 2; ++g)
        acc[g] = _mm512_loadu_si512(&sum[4 * g]);
    for (size_t j = 0; j < PAIRS; ++j) {
        const __m512i xj = _mm512_broadcast_i32x4(
            _mm_loadu_si128((const __m128i *)(const void *)&x[2 * j]));
        for (size_t g = 0; g < PAIRS / 2; ++g) {
            const __m512i sj = _mm512_loadu_si512(d.word[PAIRS - 1 - j + 2 * g]);
            acc[g] = _mm512_ternarylogic_epi64(
                acc[g], _mm512_clmulepi64_epi128(xj, sj, 0x10),
                _mm512_clmulepi64_epi128(xj, sj, 0x01), 0x96);
        }
    }
    for (size_t g = 0; g < PAIRS / 2; ++g)
        _mm512_storeu_si512(&sum[4 * g], acc[g]);
}

#else

bool phw_toeplitz_vpclmul256_has(void)
{
    return false;
}

bool phw_toeplitz_vpclmul512_has(void)
{
    return false;
}

void phw_toeplitz_vpclmul256_tile(phw_clmul_product *sum, const uint64_t *s,
                                  const uint64_t *x)
{
    phw_toeplitz_tile_portable(sum, s, x);
}

void phw_toeplitz_vpclmul512_tile(phw_clmul_product *sum, const uint64_t *s,
                                  const uint64_t *x)
{
    phw_toeplitz_tile_portable(sum, s, x);
}

#endif
