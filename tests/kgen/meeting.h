/** @file
 * Two traces of one simulated channel, and both ends meeting over them, for the tests
 * of the agreement.
 */
#ifndef PHW_TESTS_KGEN_MEETING_H
#define PHW_TESTS_KGEN_MEETING_H

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "core/trace.h"
#include "kgen/agreement.h"
#include "kgen/feature_registry.h"
#include "kgen/quantizers.h"
#include "kgen/rehearsal.h"
#include "kgen/transforms.h"

/** n probes of h + noise, h standard normal of stream `channel`, noise of variance
 * 10^(-snr_db / 10) of stream `end`. */
static inline phw_trace make_trace(size_t n, double snr_db, uint32_t channel,
                                   uint32_t end)
{
    const phw_rng fading = {11, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x6d65), channel};
    const phw_rng noise = {11, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x6d66), end};
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_POWER_DB, n, 1), PHW_OK);
    phw_rng_normal(t.real, &fading, 0, n);
    for (size_t i = 0; i < n; ++i) {
        float w;
        phw_rng_normal(&w, &noise, i, 1);
        t.real[i] += (float)pow(10, -snr_db / 20) * w;
    }
    return t;
}

/** The configuration of the tests: independent rows, two-bit symbols. */
static inline phw_agreement_config plain_config(void)
{
    phw_agreement_config c;
    cr_assert_eq(phw_agreement_preset(&c), PHW_OK);
    c.pipeline = (phw_pipeline){0};
    cr_assert_eq(phw_pipeline_read(&c.pipeline, "power,none"), PHW_OK);
    return c;
}

/** Both ends' seeded sources. */
static inline void seed_both(phw_entropy out[2], uint64_t seed)
{
    cr_assert_eq(phw_entropy_seeded(&out[PHW_ALICE], seed, "alice"), PHW_OK);
    cr_assert_eq(phw_entropy_seeded(&out[PHW_BOB], seed, "bob"), PHW_OK);
}

/** Runs a rehearsal with seeded sources. */
static inline phw_rehearsal meet(const phw_trace *alice, const phw_trace *bob,
                                 const phw_agreement_config *c, uint64_t seed,
                                 phw_wire_tap *tap, void *context)
{
    phw_entropy entropy[2];
    phw_rehearsal r = {0};
    seed_both(entropy, seed);
    cr_assert_eq(phw_rehearse(&r, alice, bob, c, entropy, tap, context), PHW_OK, "%s",
                 phw_error_message());
    return r;
}

#endif
