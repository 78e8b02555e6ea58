#include "kgen/field_kernel_vpclmul256.h"

#if defined(__x86_64__) && defined(__GNUC__)

#    include <immintrin.h>

#    define PHW_FIELD_KERNEL_LANES  4
#    define PHW_FIELD_KERNEL_TARGET __attribute__((target("vpclmulqdq,avx2")))

typedef __m256i vector;

PHW_FIELD_KERNEL_TARGET static inline vector load(const uint64_t *at)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)at);
}

PHW_FIELD_KERNEL_TARGET static inline void store(uint64_t *at, vector a)
{
    _mm256_storeu_si256((__m256i *)(void *)at, a);
}

PHW_FIELD_KERNEL_TARGET static inline vector plus(vector a, vector b)
{
    return _mm256_xor_si256(a, b);
}

PHW_FIELD_KERNEL_TARGET static inline vector spread(uint64_t a)
{
    return _mm256_set1_epi64x((long long)a);
}

/* What the four topmost bits of a product's upper half become when they are reduced
 * past the word: c = n + (n >> 1) + (n >> 3) times X^4 + X^3 + X + 1, for n < 16. */
PHW_FIELD_KERNEL_TARGET static inline vector carry(vector top)
{
    const __m128i table = _mm_setr_epi8(0x00, 0x1b, 0x2d, 0x36, 0x5a, 0x41, 0x77, 0x6c,
                                        (char)0xaf, (char)0xb4, (char)0x82, (char)0x99,
                                        (char)0xf5, (char)0xee, (char)0xd8, (char)0xc3);
    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(table), top);
}

/* The upper half of a product is folded by (X + 1)(X^3 + 1) = X^4 + X^3 + X + 1. */
PHW_FIELD_KERNEL_TARGET static inline vector times(vector a, vector b)
{
    const vector even = _mm256_clmulepi64_epi128(a, b, 0x00);
    const vector odd = _mm256_clmulepi64_epi128(a, b, 0x11);
    const vector low = _mm256_unpacklo_epi64(even, odd);
    const vector high = _mm256_unpackhi_epi64(even, odd);
    const vector once = plus(high, _mm256_slli_epi64(high, 1));
    const vector fold = plus(once, _mm256_slli_epi64(once, 3));
    return plus(plus(low, fold), carry(_mm256_srli_epi64(high, 60)));
}

PHW_FIELD_KERNEL_TARGET static inline void transpose(vector *v)
{
    const vector a = _mm256_unpacklo_epi64(v[0], v[1]);
    const vector b = _mm256_unpackhi_epi64(v[0], v[1]);
    const vector c = _mm256_unpacklo_epi64(v[2], v[3]);
    const vector d = _mm256_unpackhi_epi64(v[2], v[3]);
    v[0] = _mm256_permute2x128_si256(a, c, 0x20);
    v[1] = _mm256_permute2x128_si256(b, d, 0x20);
    v[2] = _mm256_permute2x128_si256(a, c, 0x31);
    v[3] = _mm256_permute2x128_si256(b, d, 0x31);
}

#    include "kgen/field_kernel_body.h"

static bool has(void)
{
    return __builtin_cpu_supports("vpclmulqdq") && __builtin_cpu_supports("avx2");
}

#else

static bool has(void)
{
    return false;
}

#endif

#if defined(__x86_64__) && defined(__GNUC__)
const phw_field_kernel phw_field_kernel_vpclmul256 =
    PHW_FIELD_KERNEL_ENTRY("vpclmulqdq-256", has);
#else
const phw_field_kernel phw_field_kernel_vpclmul256 = {.name = "vpclmulqdq-256",
                                                      .has = has};
#endif
