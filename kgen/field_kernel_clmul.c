#include "kgen/field_kernel_clmul.h"

#if defined(__x86_64__) && defined(__GNUC__)

#    include <immintrin.h>

#    define PHW_FIELD_KERNEL_LANES  2
#    define PHW_FIELD_KERNEL_TARGET __attribute__((target("pclmul,ssse3")))

typedef __m128i vector;

PHW_FIELD_KERNEL_TARGET static inline vector load(const uint64_t *at)
{
    return _mm_loadu_si128((const __m128i *)(const void *)at);
}

PHW_FIELD_KERNEL_TARGET static inline void store(uint64_t *at, vector a)
{
    _mm_storeu_si128((__m128i *)(void *)at, a);
}

PHW_FIELD_KERNEL_TARGET static inline vector plus(vector a, vector b)
{
    return _mm_xor_si128(a, b);
}

PHW_FIELD_KERNEL_TARGET static inline vector spread(uint64_t a)
{
    return _mm_set1_epi64x((long long)a);
}

/* What the four topmost bits of a product's upper half become when they are reduced
 * past the word: c = n + (n >> 1) + (n >> 3) times X^4 + X^3 + X + 1, for n < 16. */
PHW_FIELD_KERNEL_TARGET static inline vector carry(vector top)
{
    const __m128i table = _mm_setr_epi8(0x00, 0x1b, 0x2d, 0x36, 0x5a, 0x41, 0x77, 0x6c,
                                        (char)0xaf, (char)0xb4, (char)0x82, (char)0x99,
                                        (char)0xf5, (char)0xee, (char)0xd8, (char)0xc3);
    return _mm_shuffle_epi8(table, top);
}

/* The upper half of a product is folded by (X + 1)(X^3 + 1) = X^4 + X^3 + X + 1. */
PHW_FIELD_KERNEL_TARGET static inline vector times(vector a, vector b)
{
    const vector even = _mm_clmulepi64_si128(a, b, 0x00);
    const vector odd = _mm_clmulepi64_si128(a, b, 0x11);
    const vector low = _mm_unpacklo_epi64(even, odd);
    const vector high = _mm_unpackhi_epi64(even, odd);
    const vector once = plus(high, _mm_slli_epi64(high, 1));
    const vector fold = plus(once, _mm_slli_epi64(once, 3));
    return plus(plus(low, fold), carry(_mm_srli_epi64(high, 60)));
}

PHW_FIELD_KERNEL_TARGET static inline void transpose(vector *v)
{
    const vector even = _mm_unpacklo_epi64(v[0], v[1]);
    v[1] = _mm_unpackhi_epi64(v[0], v[1]);
    v[0] = even;
}

#    include "kgen/field_kernel_body.h"

static bool has(void)
{
    return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("ssse3");
}

#else

static bool has(void)
{
    return false;
}

#endif

#if defined(__x86_64__) && defined(__GNUC__)
const phw_field_kernel phw_field_kernel_clmul =
    PHW_FIELD_KERNEL_ENTRY("pclmulqdq", has);
#else
const phw_field_kernel phw_field_kernel_clmul = {.name = "pclmulqdq", .has = has};
#endif
