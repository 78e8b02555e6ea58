#include "phy/subspace.h"

#include <complex.h>
#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    N = 8
};

static phw_subspace *create(size_t n)
{
    phw_subspace *s = NULL;
    cr_assert_eq(phw_subspace_create(&s, n), PHW_OK);
    return s;
}

/* `n_waves` waves of power 1, independent, in noise of the given variance. */
static void add_waves(phw_subspace *s, size_t n_waves, double noise, size_t n_vectors,
                      uint32_t trial)
{
    for (size_t v = 0; v < n_vectors; ++v) {
        const phw_rng rng = {3, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x904), trial};
        phw_cf x[N];
        phw_cf source[N];
        phw_rng_normal_complex(x, &rng, noise, v * 32, N);
        phw_rng_normal_complex(source, &rng, 1, v * 32 + 16, n_waves);
        for (size_t w = 0; w < n_waves; ++w)
            for (size_t i = 0; i < N; ++i)
                x[i] += source[w] *
                        (phw_cf)cexp(
                            CMPLX(0, 2 * M_PI * (double)i * (-0.3 + 0.22 * (double)w)));
        phw_subspace_add(s, x);
    }
}

Test(subspace, a_wave_alone_has_one_eigenvalue)
{
    phw_subspace *s = create(N);
    for (int both = 0; both < 2; ++both) {
        phw_subspace_reset(s);
        add_waves(s, 1, 0, 20, 1);
        cr_assert_eq(phw_subspace_split(s, both), PHW_OK);
        const double *value = phw_subspace_values(s);
        cr_expect_gt(value[0], 1);
        for (size_t k = 1; k < N; ++k)
            cr_expect_lt(fabs(value[k]), 1e-6 * value[0]);
        double re = 0;
        double im = 0;
        for (size_t i = 0; i < N; ++i) {
            phw_subspace_vector(&re, &im, s, 0, i);
            cr_expect_float_eq(hypot(re, im), 1 / sqrt(N), 1e-6);
        }
    }
    phw_subspace_destroy(s);
}

/* One vector of a sum of two waves has one eigenvalue; its windows have two. */
Test(subspace, windows_tell_waves_apart_that_come_together)
{
    phw_cf x[16];
    for (size_t i = 0; i < 16; ++i)
        x[i] = (phw_cf)(cexp(CMPLX(0, 0.5 * (double)i)) +
                        0.7 * cexp(CMPLX(0, -1.1 * (double)i)));
    phw_subspace *s = create(N);
    phw_subspace_add(s, x);
    cr_assert_eq(phw_subspace_split(s, false), PHW_OK);
    cr_expect_lt(phw_subspace_values(s)[1], 1e-6);
    phw_subspace_reset(s);
    phw_subspace_add_windows(s, x, 16);
    cr_assert_eq(phw_subspace_split(s, false), PHW_OK);
    cr_expect_gt(phw_subspace_values(s)[1], 1);
    cr_expect_lt(phw_subspace_values(s)[2], 1e-6);
    phw_subspace_reset(s);
    phw_subspace_add_windows(s, x, N - 1);
    cr_expect_eq(phw_subspace_split(s, false), PHW_ESHORT);
    phw_subspace_destroy(s);
}

/* Minimum description length errs ever more rarely with more vectors: of these, with
 * 500 vectors at 10 dB, once in thousands. */
Test(subspace, as_many_waves_as_there_are_are_counted)
{
    phw_subspace *s = create(N);
    for (size_t n_waves = 0; n_waves <= 4; ++n_waves) {
        for (uint32_t trial = 0; trial < 20; ++trial) {
            for (int both = 0; both < 2; ++both) {
                phw_subspace_reset(s);
                add_waves(s, n_waves, 0.1, 500, 100 + trial);
                cr_assert_eq(phw_subspace_split(s, both), PHW_OK);
                cr_expect_eq(phw_subspace_order(s), n_waves, "%zu waves, both %d: %zu",
                             n_waves, both, phw_subspace_order(s));
            }
        }
    }
    phw_subspace_destroy(s);
}

Test(subspace, of_a_length_that_is_none_is_refused)
{
    phw_subspace *s = NULL;
    cr_expect_eq(phw_subspace_create(&s, 1), PHW_EARG);
    cr_expect_eq(phw_subspace_create(&s, PHW_SUBSPACE_MAX + 1), PHW_EARG);
    cr_expect_null(s);
    phw_subspace_destroy(s);
    s = create(2);
    cr_expect_eq(phw_subspace_length(s), 2);
    cr_expect_eq(phw_subspace_split(s, true), PHW_ESHORT);
    phw_subspace_destroy(s);
}
