#include "core/rng.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "core/vectorised.h"

/* Several blocks side by side, so that the compiler keeps each word of the counter in
 * one vector register. */
#define LANES 16

/* The paper's multipliers and key bumps. */
static const uint32_t M0 = 0xD2511F53;
static const uint32_t M1 = 0xCD9E8D57;
static const uint32_t W0 = 0x9E3779B9;
static const uint32_t W1 = 0xBB67AE85;

/* The ten rounds of one counter, in place. Only when they are unrolled does the
 * compiler run the loop over counters in vector registers. */
static inline void rounds(uint32_t c[4], uint32_t k0, uint32_t k1)
{
#pragma GCC unroll 10
    for (int round = 0; round < 10; ++round) {
        const uint64_t p0 = (uint64_t)M0 * c[0];
        const uint64_t p1 = (uint64_t)M1 * c[2];
        c[0] = (uint32_t)(p1 >> 32) ^ c[1] ^ k0;
        c[1] = (uint32_t)p1;
        c[2] = (uint32_t)(p0 >> 32) ^ c[3] ^ k1;
        c[3] = (uint32_t)p0;
        k0 += W0;
        k1 += W1;
    }
}

void phw_philox(uint32_t out[4], const uint32_t ctr[4], const uint32_t key[2])
{
    uint32_t c[4] = {ctr[0], ctr[1], ctr[2], ctr[3]};
    rounds(c, key[0], key[1]);
    memcpy(out, c, sizeof c);
}

/* LANES consecutive blocks from block number `from`: 4 * LANES words in stream order.
 */
PHW_VECTORISED
static void blocks(uint32_t out[4 * LANES], const phw_rng *rng, uint64_t from)
{
    const uint32_t k0 = (uint32_t)rng->seed;
    const uint32_t k1 = (uint32_t)(rng->seed >> 32);
    const uint32_t trial = rng->trial;
    const uint32_t purpose = rng->purpose;
    const uint32_t low = (uint32_t)from;
    const uint32_t high = (uint32_t)(from >> 32);
    for (uint32_t i = 0; i < LANES; ++i) {
        /* `from` is a multiple of LANES, a power of two: the low word never carries. */
        uint32_t c[4] = {low + i, high, trial, purpose};
        rounds(c, k0, k1);
        uint32_t *block = out + (size_t)4 * i;
        block[0] = c[0];
        block[1] = c[1];
        block[2] = c[2];
        block[3] = c[3];
    }
}

void phw_rng_words(uint32_t *out, const phw_rng *rng, uint64_t from, size_t n)
{
    enum {
        STEP = 4 * LANES
    };

    uint32_t chunk[STEP];
    while (n > 0) {
        const size_t skip = from % STEP;
        const size_t take = STEP - skip < n ? STEP - skip : n;
        blocks(chunk, rng, from / STEP * LANES);
        memcpy(out, chunk + skip, take * sizeof *out);
        out += take;
        from += take;
        n -= take;
    }
}

void phw_rng_uniform(float *out, const phw_rng *rng, uint64_t from, size_t n)
{
    enum {
        STEP = 256
    };

    uint32_t word[STEP];
    while (n > 0) {
        const size_t take = n < STEP ? n : STEP;
        phw_rng_words(word, rng, from, take);
        for (size_t i = 0; i < take; ++i)
            out[i] = ((float)(word[i] >> 8) + 0.5F) * 0x1p-24F;
        out += take;
        from += take;
        n -= take;
    }
}

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

/* n even; pairs of words to pairs of normals. */
PHW_VECTORISED
static void box_muller(float *out, const uint32_t *word, size_t n)
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

void phw_rng_normal(float *out, const phw_rng *rng, uint64_t from, size_t n)
{
    enum {
        STEP = 256
    };

    uint32_t word[STEP];
    float normal[STEP];
    while (n > 0) {
        const size_t skip = from % 2;
        const size_t take = n < STEP - skip ? n : STEP - skip;
        const size_t whole = (skip + take + 1) / 2 * 2;
        phw_rng_words(word, rng, from - skip, whole);
        box_muller(normal, word, whole);
        memcpy(out, normal + skip, take * sizeof *out);
        out += take;
        from += take;
        n -= take;
    }
}

void phw_rng_normal_complex(phw_cf *out, const phw_rng *rng, double variance,
                            uint64_t from, size_t n)
{
    const float scale = (float)sqrt(variance / 2);
    float *rail = (float *)out;
    phw_rng_normal(rail, rng, 2 * from, 2 * n);
    for (size_t i = 0; i < 2 * n; ++i)
        rail[i] *= scale;
}

uint32_t phw_rng_below(const phw_rng *rng, uint64_t index, uint32_t bound)
{
    assert(bound >= 1);
    const uint32_t ctr[4] = {(uint32_t)(index / 4), (uint32_t)(index / 4 >> 32),
                             rng->trial, rng->purpose};
    const uint32_t key[2] = {(uint32_t)rng->seed, (uint32_t)(rng->seed >> 32)};
    uint32_t word[4];
    phw_philox(word, ctr, key);
    return (uint32_t)((uint64_t)word[index % 4] * bound >> 32);
}

void phw_rng_permutation(uint32_t *out, const phw_rng *rng, size_t n)
{
    enum {
        STEP = 256
    };

    uint32_t word[STEP];
    for (size_t i = 0; i < n; ++i)
        out[i] = (uint32_t)i;
    for (size_t done = 0; done + 1 < n; ++done) {
        if (done % STEP == 0)
            phw_rng_words(word, rng, done, STEP);
        /* Down from the end: place n - 1 - done gets one of the first n - done. */
        const size_t last = n - 1 - done;
        const size_t pick = (size_t)((uint64_t)word[done % STEP] * (last + 1) >> 32);
        const uint32_t kept = out[last];
        out[last] = out[pick];
        out[pick] = kept;
    }
}
