#include "kgen/field_kernel_vpclmul512.h"

#if defined(__x86_64__) && defined(__GNUC__)

#    include <immintrin.h>

#    define PHW_FIELD_KERNEL_LANES 8
#    define PHW_FIELD_KERNEL_TARGET \
        __attribute__((target("vpclmulqdq,avx512f,avx512bw")))

typedef __m512i vector;

PHW_FIELD_KERNEL_TARGET static inline vector load(const uint64_t *at)
{
    return _mm512_loadu_si512(at);
}

PHW_FIELD_KERNEL_TARGET static inline void store(uint64_t *at, vector a)
{
    _mm512_storeu_si512(at, a);
}

PHW_FIELD_KERNEL_TARGET static inline vector plus(vector a, vector b)
{
    return _mm512_xor_si512(a, b);
}

PHW_FIELD_KERNEL_TARGET static inline vector spread(uint64_t a)
{
    return _mm512_set1_epi64((long long)a);
}

/* What the four topmost bits of a product's upper half become when they are reduced
 * past the word: c = n + (n >> 1) + (n >> 3) times X^4 + X^3 + X + 1, for n < 16. */
PHW_FIELD_KERNEL_TARGET static inline vector carry(vector top)
{
    const __m128i table = _mm_setr_epi8(0x00, 0x1b, 0x2d, 0x36, 0x5a, 0x41, 0x77, 0x6c,
                                        (char)0xaf, (char)0xb4, (char)0x82, (char)0x99,
                                        (char)0xf5, (char)0xee, (char)0xd8, (char)0xc3);
    return _mm512_shuffle_epi8(_mm512_broadcast_i32x4(table), top);
}

/* The upper half of a product is folded by (X + 1)(X^3 + 1) = X^4 + X^3 + X + 1. */
PHW_FIELD_KERNEL_TARGET static inline vector times(vector a, vector b)
{
    const vector even = _mm512_clmulepi64_epi128(a, b, 0x00);
    const vector odd = _mm512_clmulepi64_epi128(a, b, 0x11);
    const vector low = _mm512_unpacklo_epi64(even, odd);
    const vector high = _mm512_unpackhi_epi64(even, odd);
    const vector once = plus(high, _mm512_slli_epi64(high, 1));
    const vector fold = plus(once, _mm512_slli_epi64(once, 3));
    return plus(plus(low, fold), carry(_mm512_srli_epi64(high, 60)));
}

/* Pairs of words, then pairs of those, then halves change places. */
PHW_FIELD_KERNEL_TARGET static inline void transpose(vector *v)
{
    vector pair[8];
    vector four[8];
    for (size_t i = 0; i < 8; i += 2) {
        pair[i] = _mm512_unpacklo_epi64(v[i], v[i + 1]);
        pair[i + 1] = _mm512_unpackhi_epi64(v[i], v[i + 1]);
    }
    for (size_t i = 0; i < 8; i += 4) {
        for (size_t j = 0; j < 2; ++j) {
            const vector a = pair[i + j];
            const vector b = pair[i + j + 2];
            four[i + j] = _mm512_shuffle_i64x2(a, b, 0x88);
            four[i + j + 2] = _mm512_shuffle_i64x2(a, b, 0xdd);
        }
    }
    for (size_t j = 0; j < 4; ++j) {
        v[j] = _mm512_shuffle_i64x2(four[j], four[j + 4], 0x88);
        v[j + 4] = _mm512_shuffle_i64x2(four[j], four[j + 4], 0xdd);
    }
}

#    include "kgen/field_kernel_body.h"

static bool has(void)
{
    return __builtin_cpu_supports("vpclmulqdq") && __builtin_cpu_supports("avx512bw");
}

#else

static bool has(void)
{
    return false;
}

#endif

#if defined(__x86_64__) && defined(__GNUC__)
const phw_field_kernel phw_field_kernel_vpclmul512 =
    PHW_FIELD_KERNEL_ENTRY("vpclmulqdq-512", has);
#else
const phw_field_kernel phw_field_kernel_vpclmul512 = {.name = "vpclmulqdq-512",
                                                      .has = has};
#endif
