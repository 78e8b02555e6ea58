/** @file
 * Two traces of one simulated Rayleigh channel for the tests of the asymmetric
 * agreement, and both ends meeting over them.
 */
#ifndef PHW_TESTS_KGEN_ZERO_POWER_H
#define PHW_TESTS_KGEN_ZERO_POWER_H

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "core/trace.h"
#include "kgen/zero_power_rehearsal.h"

/** n complex normals of unit power of stream `trial`, to be freed. */
static inline phw_cf *complex_normals(size_t n, uint32_t trial)
{
    const phw_rng rng = {13, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x7a70), trial};
    float *x = malloc((2 * n + 1) * sizeof *x);
    phw_cf *out = malloc((n + 1) * sizeof *out);
    cr_assert(x != NULL && out != NULL);
    phw_rng_normal(x, &rng, 0, 2 * n);
    for (size_t i = 0; i < n; ++i)
        out[i] = CMPLXF(x[2 * i], x[2 * i + 1]) * sqrtf(0.5F);
    free(x);
    return out;
}

/** n probes of n_coefficients of h + noise: h of stream `channel`, an autoregression of
 * first order with coefficient `memory` (0: independent probes), noise of variance
 * 10^(-snr_db / 10) of stream `end`. */
static inline phw_trace rayleigh_trace(size_t n, size_t n_coefficients, double snr_db,
                                       double memory, uint32_t channel, uint32_t end)
{
    phw_cf *h = complex_normals(n * n_coefficients, channel);
    phw_cf *w = complex_normals(n * n_coefficients, end);
    const float noise = (float)pow(10, -snr_db / 20);
    const float fresh = (float)sqrt(1 - memory * memory);
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, n, n_coefficients), PHW_OK);
    for (size_t i = n_coefficients; i < n * n_coefficients; ++i)
        h[i] = (float)memory * h[i - n_coefficients] + fresh * h[i];
    for (size_t i = 0; i < n * n_coefficients; ++i)
        t.cplx[i] = h[i] + noise * w[i];
    free(h);
    free(w);
    return t;
}

/** Runs both ends with a seeded source. */
static inline phw_zero_power_rehearsal meet_reader(const phw_trace *device,
                                                   const phw_trace *reader,
                                                   const phw_zero_power_config *c,
                                                   phw_wire_tap *tap, void *context)
{
    phw_entropy entropy;
    phw_zero_power_rehearsal r = {0};
    cr_assert_eq(phw_entropy_seeded(&entropy, 5, "reader"), PHW_OK);
    cr_assert_eq(phw_zero_power_rehearse(&r, device, reader, c, &entropy, tap, context),
                 PHW_OK, "%s", phw_error_message());
    return r;
}

#endif
