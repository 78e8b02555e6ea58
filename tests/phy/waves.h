/* Snapshots of waves over an array of N antennas. */
#ifndef PHW_TESTS_PHY_WAVES_H
#define PHW_TESTS_PHY_WAVES_H

#include <complex.h>
#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "phy/subspace.h"

enum {
    N = 10
};

static inline phw_subspace *create(size_t n)
{
    phw_subspace *s = NULL;
    cr_assert_eq(phw_subspace_create(&s, n), PHW_OK);
    return s;
}

/* n_vectors of independent waves of power 1 at cycles[n_waves]. */
static inline void add_waves(phw_subspace *s, const double *cycles, size_t n_waves,
                             double noise, size_t n_vectors, uint32_t trial)
{
    const phw_rng rng = {4, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x905), trial};
    for (size_t v = 0; v < n_vectors; ++v) {
        phw_cf x[N];
        phw_cf source[N];
        phw_rng_normal_complex(x, &rng, noise, v * 32, N);
        phw_rng_normal_complex(source, &rng, 1, v * 32 + 16, n_waves);
        for (size_t w = 0; w < n_waves; ++w)
            for (size_t i = 0; i < N; ++i)
                x[i] += source[w] *
                        (phw_cf)cexp(CMPLX(0, 2 * M_PI * (double)i * cycles[w]));
        phw_subspace_add(s, x);
    }
}

#endif
