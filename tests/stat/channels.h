/** @file
 * What the statistical tests of similarity draw: Rayleigh channels, noise, impostors;
 * and when a count of events is no surprise.
 */
#ifndef PHW_TESTS_STAT_CHANNELS_H
#define PHW_TESTS_STAT_CHANNELS_H

#include <complex.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include <gsl/gsl_cdf.h>

#include "core/rng.h"
#include "core/sample.h"

#define TONES_MAX 64

/** One-sided tail of a normal beyond 5 sigma. */
#define FIVE_SIGMA 2.867e-7

/** Whether k events in n trials of probability p lie within what 5 sigma of a normal
 * leave out on either side, by the binomial law itself. */
static inline int no_surprise(unsigned k, unsigned n, double p)
{
    const double at_most = gsl_cdf_binomial_P(k, p, n);
    const double at_least = k == 0 ? 1 : gsl_cdf_binomial_Q(k - 1, p, n);
    return at_most > FIVE_SIGMA && at_least > FIVE_SIGMA;
}

/** The trial's CN(0, variance) vector number `role`. */
static inline void draw(phw_cf *out, uint32_t role, uint64_t trial, double variance,
                        size_t n)
{
    const phw_rng rng = {.seed = 20, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, role)};
    phw_rng_normal_complex(out, &rng, variance, trial * n, n);
}

/** out = a x + b y. */
static inline void blend(phw_cf *out, double a, const phw_cf *x, double b,
                         const phw_cf *y, size_t n)
{
    for (size_t k = 0; k < n; ++k)
        out[k] = (phw_cf)(a * (double complex)x[k] + b * (double complex)y[k]);
}

/** Adds the trial's noise of variance 1 number `role`. */
static inline void add_noise(phw_cf *inout, uint32_t role, uint64_t trial, size_t n)
{
    phw_cf noise[TONES_MAX];
    draw(noise, role, trial, 1, n);
    for (size_t k = 0; k < n; ++k)
        inout[k] += noise[k];
}

#endif
