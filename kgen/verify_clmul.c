#include "kgen/verify_clmul.h"

#if defined(__x86_64__) && defined(__GNUC__)

#    include <immintrin.h>

#    define CLMUL __attribute__((target("pclmul,sse2")))

bool phw_verify_clmul_has(void)
{
    return __builtin_cpu_supports("pclmul") != 0;
}

/* Words that are taken at a time, by the powers of r up to that. */
enum {
    STEP = 4
};

CLMUL static inline __m128i from_word(uint64_t a)
{
    return _mm_cvtsi64_si128((long long)a);
}

CLMUL static inline __m128i product(__m128i a, __m128i b)
{
    return _mm_clmulepi64_si128(a, b, 0x00);
}

/* X^64 is X^4 + X^3 + X + 1: the first fold reaches four bits past the word. The upper
 * half of what is returned is left over. */
CLMUL static inline __m128i reduce(__m128i p)
{
    const __m128i modulus = from_word(0x1b);
    const __m128i once = _mm_clmulepi64_si128(p, modulus, 0x01);
    const __m128i twice = _mm_clmulepi64_si128(once, modulus, 0x01);
    return _mm_xor_si128(_mm_xor_si128(p, once), twice);
}

/* Horner's rule by four words: their products with the powers are added before they are
 * reduced, so that the four wait for one reduction. */
CLMUL uint64_t phw_verify_clmul(const uint64_t *word, size_t n, uint64_t r)
{
    __m128i power[STEP + 1] = {from_word(1), from_word(r)};
    __m128i value = from_word(0);
    for (size_t i = 2; i <= STEP; ++i)
        power[i] = reduce(product(power[i - 1], power[1]));
    for (; n % STEP > 0; --n)
        value = _mm_xor_si128(reduce(product(value, power[1])), from_word(word[n - 1]));
    for (; n > 0; n -= STEP) {
        __m128i sum =
            _mm_xor_si128(product(value, power[STEP]), from_word(word[n - 4]));
        sum = _mm_xor_si128(sum, product(from_word(word[n - 3]), power[1]));
        sum = _mm_xor_si128(sum, product(from_word(word[n - 2]), power[2]));
        sum = _mm_xor_si128(sum, product(from_word(word[n - 1]), power[3]));
        value = reduce(sum);
    }
    return (uint64_t)_mm_cvtsi128_si64(value);
}

#else

#    include "kgen/binary_field.h"

bool phw_verify_clmul_has(void)
{
    return false;
}

uint64_t phw_verify_clmul(const uint64_t *word, size_t n, uint64_t r)
{
    uint64_t value = 0;
    while (n-- > 0)
        value = phw_binary_field_multiply(value, r) ^ word[n];
    return value;
}

#endif
