/** @file
 * Simulation randomness: counter-based streams that are addressed, not advanced.
 *
 * Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2,
 * 3", SC 2011). Word i of a stream is a pure function of (seed, purpose, trial, i), so
 * a result does not depend on the number of threads, on chunk sizes, or on what was
 * drawn before. Never for key material: that is core/entropy.h.
 */
#ifndef PHW_CORE_RNG_H
#define PHW_CORE_RNG_H

#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** The address of one stream. A plain value: copy it freely. */
typedef struct phw_rng {
    uint64_t seed;    /**< the user's --seed */
    uint32_t purpose; /**< what the numbers are for, PHW_RNG_PURPOSE(...) */
    uint32_t trial;   /**< the trial, frame or epoch */
} phw_rng;

/** What a stream is for: a kind (below) and 24 bits of the caller's (link, tap,
 * antenna). */
#define PHW_RNG_PURPOSE(kind, sub) \
    (((uint32_t)(kind) << 24) | ((uint32_t)(sub)&UINT32_C(0xffffff)))

/** The kinds in use, so that no two folders draw the same numbers. */
enum phw_rng_kind {
    PHW_RNG_TEST = 0,    /**< tests and benchmarks */
    PHW_RNG_FADING,      /**< the fading processes' coefficients */
    PHW_RNG_PHASE,       /**< initial and line-of-sight phases */
    PHW_RNG_NOISE,       /**< receiver noise */
    PHW_RNG_PAYLOAD,     /**< simulated data bits */
    PHW_RNG_DITHER,      /**< public dither and tie breaking */
    PHW_RNG_CASCADE,     /**< public permutations, from an exchanged seed */
    PHW_RNG_BENCH,       /**< bit strings and errors of benchmarks */
    PHW_RNG_IMPAIRMENT,  /**< front-end parameters */
    PHW_RNG_DEVICE,      /**< simulated devices: their flaws, their power-up cells */
    PHW_RNG_ATTACK,      /**< what an attacker draws */
    PHW_RNG_INTERFERENCE /**< what other transmitters send */
};

/** One Philox4x32-10 block: out[4] from ctr[4] and key[2]. The known-answer interface.
 */
PHW_API void phw_philox(uint32_t out[4], const uint32_t ctr[4], const uint32_t key[2]);

/** Words [from, from + n) of the stream. */
PHW_API void phw_rng_words(uint32_t *out, const phw_rng *rng, uint64_t from, size_t n);

/** Uniforms in (0, 1), never 0 or 1: entry i is (word i's top 24 bits + 1/2) / 2^24. */
PHW_API void phw_rng_uniform(float *out, const phw_rng *rng, uint64_t from, size_t n);

/** Standard normals by Box-Muller: entries 2k and 2k + 1 come from words 2k and 2k + 1,
 * so any chunking gives the same bytes. Single precision (within 5e-6 of the formula in
 * double); the tail ends at 6.7 sigma, and no pair is (0, 0).
 */
PHW_API void phw_rng_normal(float *out, const phw_rng *rng, uint64_t from, size_t n);

/** Circular complex normals of the given variance E|x|^2: entry k is made of normals 2k
 * and 2k + 1. */
PHW_API void phw_rng_normal_complex(phw_cf *out, const phw_rng *rng, double variance,
                                    uint64_t from, size_t n);

/** Word `index` scaled to [0, bound), bound >= 1; no value's probability is off by more
 * than the factor 1 +- bound / 2^32. */
PHW_API uint32_t phw_rng_below(const phw_rng *rng, uint64_t index, uint32_t bound);

/** A Fisher-Yates permutation of 0..n-1 from words 0..n-1 of the stream; n < 2^32. */
PHW_API void phw_rng_permutation(uint32_t *out, const phw_rng *rng, size_t n);

PHW_END_C

#endif
