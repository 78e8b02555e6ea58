#include "core/rng.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "core/normal.h"
#include "core/philox_avx2.h"
#include "core/vectorised.h"

/* Several blocks side by side, so that the compiler keeps each word of the counter in
 * one vector register. */
#define LANES PHW_PHILOX_GROUP

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

/* `n` times LANES consecutive blocks. */
static void groups(uint32_t *out, const phw_rng *rng, uint64_t from, size_t n)
{
    if (phw_philox_avx2_has()) {
        phw_philox_avx2_groups(out, n, from, rng->trial, rng->purpose, rng->seed);
        return;
    }
    for (size_t i = 0; i < n; ++i)
        blocks(out + (size_t)4 * LANES * i, rng, from + LANES * i);
}

void phw_rng_words(uint32_t *out, const phw_rng *rng, uint64_t from, size_t n)
{
    enum {
        STEP = 4 * LANES
    };

    uint32_t chunk[STEP];
    while (n > 0) {
        const size_t skip = from % STEP;
        size_t take = STEP - skip < n ? STEP - skip : n;
        if (take == STEP) {
            take = n / STEP * STEP;
            groups(out, rng, from / STEP * LANES, n / STEP);
        } else {
            groups(chunk, rng, from / STEP * LANES, 1);
            memcpy(out, chunk + skip, take * sizeof *out);
        }
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
        phw_normal_from_words(normal, word, whole);
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
