#include "core/normal.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "core/vectorised.h"

/* ln u for u = (word + 1/2) / 2^32, Cephes' logf: the mantissa is brought into
 * [sqrt(1/2), sqrt(2)) and a polynomial of degree 9 does the rest; 2 ulp. Near u = 1
 * the distance to 1 comes from the word and not from the rounded u: small radii are as
 * precise as large ones, and none is 0. Branch-free, so that it vectorises. */
static inline float log_unit(uint32_t word)
{
    const float u = ((float)word + 0.5F) * 0x1p-32F;
    uint32_t bits;
    memcpy(&bits, &u, sizeof bits);
    /* Subtracting the bits of sqrt(1/2) makes the exponent field count from there. */
    const uint32_t shifted = bits - 0x3f3504f3U;
    const int32_t exponent = (int32_t)shifted >> 23;
    const uint32_t mantissa = (shifted & 0x7fffffU) + 0x3f3504f3U;
    float m;
    memcpy(&m, &mantissa, sizeof m);
    const float below_one = ((float)(int32_t)(~word & 0x7fffffffU) + 0.5F) * 0x1p-32F;
    /* A product and not a choice: gcc does not vectorise the choice. */
    const float near_one = (float)(exponent == 0);
    const float t = near_one * -below_one + (1.0F - near_one) * (m - 1.0F);
    const float z = t * t;
    float p = 7.0376836292e-2F;
    p = p * t - 1.1514610310e-1F;
    p = p * t + 1.1676998740e-1F;
    p = p * t - 1.2420140846e-1F;
    p = p * t + 1.4249322787e-1F;
    p = p * t - 1.6668057665e-1F;
    p = p * t + 2.0000714765e-1F;
    p = p * t - 2.4999993993e-1F;
    p = p * t + 3.3333331174e-1F;
    const float e = (float)exponent;
    return t + (p * t * z - 2.12194440e-4F * e - 0.5F * z) + 0.693359375F * e;
}

/* cos and sin of 2 pi turn, turn in [0, 1): reduced to an eighth of a turn, Cephes'
 * polynomials there. */
static inline void cos_sin_turn(float *c, float *s, float turn)
{
    const int32_t quadrant = (int32_t)(4.0F * turn + 0.5F);
    const float x = 6.28318530718F * (turn - 0.25F * (float)quadrant);
    const float z = x * x;
    const float sine =
        x +
        x * z * (-1.6666654611e-1F + z * (8.3321608736e-3F + z * -1.9515295891e-4F));
    const float cosine = 1.0F - 0.5F * z +
                         z * z *
                             (4.166664568298827e-2F +
                              z * (-1.388731625493765e-3F + z * 2.443315711809948e-5F));
    const bool swap = (quadrant & 1) != 0;
    const float a = swap ? sine : cosine;
    const float b = swap ? cosine : sine;
    *c = ((quadrant + 1) & 2) != 0 ? -a : a;
    *s = (quadrant & 2) != 0 ? -b : b;
}

PHW_VECTORISED
void phw_normal_from_words(float *out, const uint32_t *word, size_t n)
{
    for (size_t i = 0; i < n; i += 2) {
        const float radius = sqrtf(-2.0F * log_unit(word[i]));
        float c;
        float s;
        cos_sin_turn(&c, &s, (float)(word[i + 1] >> 8) * 0x1p-24F);
        out[i] = radius * c;
        out[i + 1] = radius * s;
    }
}
