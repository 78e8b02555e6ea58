#include "core/philox_avx2.h"

#if defined(__x86_64__) && defined(__GNUC__)

#    include <immintrin.h>

/* What is inlined must have its target too. */
#    define AVX2 __attribute__((target("avx2")))

/* Counters of a vector: one in each 64-bit lane, whose upper half is never looked at.
 */
enum {
    LANES = 4,
    ROUNDS = 10
};

/* The paper's multipliers and key bumps, as core/rng.c has them. */
static const uint32_t M0 = 0xD2511F53;
static const uint32_t M1 = 0xCD9E8D57;
static const uint32_t W0 = 0x9E3779B9;
static const uint32_t W1 = 0xBB67AE85;

bool phw_philox_avx2_has(void)
{
    return __builtin_cpu_supports("avx2") != 0;
}

/* One round of LANES counters. A product leaves its low word as it is and its high word
 * by a shift; the multiplication ignores what stands above 32 bits. */
AVX2 static inline void turn(__m256i c[4], __m256i k0, __m256i k1)
{
    const __m256i p0 = _mm256_mul_epu32(c[0], _mm256_set1_epi64x(M0));
    const __m256i p1 = _mm256_mul_epu32(c[2], _mm256_set1_epi64x(M1));
    c[0] = _mm256_xor_si256(_mm256_xor_si256(c[1], k0), _mm256_srli_epi64(p1, 32));
    c[2] = _mm256_xor_si256(_mm256_xor_si256(c[3], k1), _mm256_srli_epi64(p0, 32));
    c[1] = p1;
    c[3] = p0;
}

/* Words 0..3 of the four counters, counter after counter. */
AVX2 static inline void store(uint32_t *out, const __m256i c[4])
{
    const __m256i low = _mm256_blend_epi32(c[0], _mm256_slli_epi64(c[1], 32), 0xaa);
    const __m256i high = _mm256_blend_epi32(c[2], _mm256_slli_epi64(c[3], 32), 0xaa);
    const __m256i even = _mm256_unpacklo_epi64(low, high);
    const __m256i odd = _mm256_unpackhi_epi64(low, high);
    _mm256_storeu_si256((__m256i *)(void *)out,
                        _mm256_permute2x128_si256(even, odd, 0x20));
    _mm256_storeu_si256((__m256i *)(void *)(out + (size_t)2 * LANES),
                        _mm256_permute2x128_si256(even, odd, 0x31));
}

/* Two vectors side by side hide each other's latency. */
AVX2 static inline void eight(uint32_t *out, uint32_t low, const __m256i rest[3],
                              const __m256i *key)
{
    const __m256i lane = _mm256_set_epi64x(3, 2, 1, 0);
    __m256i a[4] = {_mm256_add_epi64(lane, _mm256_set1_epi64x(low)), rest[0], rest[1],
                    rest[2]};
    __m256i b[4] = {_mm256_add_epi64(a[0], _mm256_set1_epi64x(LANES)), rest[0], rest[1],
                    rest[2]};
    for (int round = 0; round < ROUNDS; ++round) {
        turn(a, key[2 * round], key[2 * round + 1]);
        turn(b, key[2 * round], key[2 * round + 1]);
    }
    store(out, a);
    store(out + (size_t)4 * LANES, b);
}

AVX2 void phw_philox_avx2_groups(uint32_t *out, size_t n_groups, uint64_t first,
                                 uint32_t trial, uint32_t purpose, uint64_t seed)
{
    __m256i key[2 * ROUNDS];
    uint32_t k0 = (uint32_t)seed;
    uint32_t k1 = (uint32_t)(seed >> 32);
    for (int round = 0; round < ROUNDS; ++round, k0 += W0, k1 += W1) {
        key[2 * round] = _mm256_set1_epi64x(k0);
        key[2 * round + 1] = _mm256_set1_epi64x(k1);
    }
    for (size_t i = 0; i < 2 * n_groups; ++i) {
        const uint64_t at = first + 8 * i;
        const __m256i rest[3] = {_mm256_set1_epi64x((uint32_t)(at >> 32)),
                                 _mm256_set1_epi64x(trial),
                                 _mm256_set1_epi64x(purpose)};
        eight(out + 32 * i, (uint32_t)at, rest, key);
    }
}

#else

bool phw_philox_avx2_has(void)
{
    return false;
}

void phw_philox_avx2_groups(uint32_t *out, size_t n_groups, uint64_t first,
                            uint32_t trial, uint32_t purpose, uint64_t seed)
{
    (void)out;
    (void)n_groups;
    (void)first;
    (void)trial;
    (void)purpose;
    (void)seed;
}

#endif
