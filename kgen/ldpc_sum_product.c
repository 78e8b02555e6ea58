#include "kgen/ldpc_sum_product.h"

#include <stddef.h>
#include <string.h>

#include "core/vectorised.h"
#include "kgen/ldpc_graph.h"

enum {
    LANES = 64
};

/* The images of +0's sign bit, of 60, beyond which a ratio counts as 60, and of 1e-30.
 * Images of positive floats are in the floats' order, and whole numbers keep branches
 * out of the loops. */
#define SIGN    INT32_MIN
#define LARGEST 0x42700000
#define TINIEST 0x0da24260

static inline int32_t image_of(float x)
{
    int32_t image;
    memcpy(&image, &x, sizeof image);
    return image;
}

static inline float float_of(int32_t image)
{
    float x;
    memcpy(&x, &image, sizeof x);
    return x;
}

/* e^-x for 0 <= x <= 60, to 1e-6 of it: 2^-k times the Taylor polynomial of e^-f,
 * |f| <= ln 2 / 2. */
static inline float decay(float x)
{
    const float y = x * 1.44269504F;
    const int32_t k = (int32_t)(y + 0.5F);
    const float f = (y - (float)k) * 0.69314718F;
    const float high = 0.041666667F - f * 0.0083333333F * (1 - f * 0.16666667F);
    const float p = 1 - f * (1 - f * (0.5F - f * (0.16666667F - f * high)));
    return p * float_of((127 - k) * (1 << 23));
}

/* -ln x for 1e-30 <= x <= 1, to 1e-6: the exponent, and the series of the artanh. */
static inline float depth(float x)
{
    const int32_t image = image_of(x);
    const int32_t k = (image - 0x3f3504f3) >> 23;
    const float m = float_of(image - k * (1 << 23));
    const float t = (m - 1) / (m + 1);
    const float s = t * t;
    const float ln = 2 * t * (1 + s * (0.33333333F + s * (0.2F + s * 0.14285714F)));
    return -(ln + 0.69314718F * (float)k);
}

/* The odds against a sum of bits: of a and b, (a + b) / (1 + a b). With e^-|L| for the
 * odds nothing cancels, neither near 0 nor near 1. */
static inline float sum_odds(float a, float b)
{
    return (a + b) / (1 + a * b);
}

PHW_VECTORISED
static void take(float *restrict bit, const float *restrict message,
                 float *restrict odds, int32_t *restrict sign, unsigned n)
{
    for (unsigned i = 0; i < n; ++i) {
        const float x = bit[i] - message[i];
        const int32_t image = image_of(x);
        const int32_t size = image & ~SIGN;
        bit[i] = x;
        sign[i] ^= image & SIGN;
        odds[i] = decay(float_of(size < LARGEST ? size : LARGEST));
    }
}

/* after = before and one more. */
PHW_VECTORISED
static void chain(float *restrict after, const float *restrict before,
                  const float *restrict odds, unsigned n)
{
    for (unsigned i = 0; i < n; ++i)
        after[i] = sum_odds(before[i], odds[i]);
}

/* The message from the odds of those before and those behind; `behind` goes on. */
PHW_VECTORISED
static void give(float *restrict bit, float *restrict message, float *restrict behind,
                 const float *restrict before, const float *restrict odds,
                 const int32_t *restrict sign, unsigned n)
{
    for (unsigned i = 0; i < n; ++i) {
        const float x = bit[i];
        const int32_t rest = image_of(sum_odds(before[i], behind[i]));
        const float size = depth(float_of(rest > TINIEST ? rest : TINIEST));
        const int32_t turned = (sign[i] ^ image_of(x)) & SIGN;
        const float m = float_of(image_of(size) ^ turned);
        message[i] = m;
        bit[i] = x + m;
        behind[i] = sum_odds(behind[i], odds[i]);
    }
}

/* Up to LANES lanes from `at` on, all of whose odds stay in the first cache. */
static void tile(float *bit, float *message, const uint8_t *check, const int8_t *mask,
                 unsigned n_edges, unsigned stride, unsigned n)
{
    float odds[PHW_LDPC_DEGREE_MAX * LANES];
    float before[(PHW_LDPC_DEGREE_MAX + 1) * LANES];
    float behind[LANES] = {0};
    int32_t sign[LANES];
    for (unsigned i = 0; i < n; ++i) {
        sign[i] = -(int32_t)check[i] & SIGN;
        before[i] = mask[i] != 0 ? 0 : 1; /* even odds stay even */
    }
    for (unsigned e = 0; e < n_edges; ++e)
        take(bit + (size_t)e * stride, message + (size_t)e * stride,
             odds + (size_t)e * LANES, sign, n);
    for (unsigned e = 0; e < n_edges; ++e)
        chain(before + (size_t)(e + 1) * LANES, before + (size_t)e * LANES,
              odds + (size_t)e * LANES, n);
    for (unsigned e = n_edges; e-- > 0;)
        give(bit + (size_t)e * stride, message + (size_t)e * stride, behind,
             before + (size_t)e * LANES, odds + (size_t)e * LANES, sign, n);
}

void phw_ldpc_sum_product(float *bit, float *message, const uint8_t *check,
                          const int8_t *mask, unsigned n_edges, unsigned stride)
{
    for (unsigned at = 0; at < stride; at += LANES)
        tile(bit + at, message + at, check + at, mask + at, n_edges, stride,
             stride - at < LANES ? stride - at : LANES);
}
