#include "channel/surface_theory.h"

#include <complex.h>
#include <math.h>

#include <criterion/criterion.h>

#include "channel/surface.h"
#include "core/signal.h"

Test(surface_theory, known_values)
{
    cr_expect_float_eq(phw_surface_random_kurtosis(1), 4, 0);
    cr_expect_float_eq(phw_surface_random_kurtosis(16), 2.125, 1e-15);
    cr_expect_float_eq(phw_surface_phase_loss(0), 1, 0);
    cr_expect_float_eq(phw_surface_phase_loss(1), 2 / M_PI, 1e-15);
    cr_expect_float_eq(phw_surface_aligned_power(1, 0, false), 1, 1e-15);
    cr_expect_float_eq(phw_surface_aligned_power(16, 0, true) -
                           phw_surface_aligned_power(16, 0, false),
                       1 + 16 * pow(M_PI, 1.5) / 4, 1e-12);
}

/* Sixteen paths of amplitude 1/4 beside one of 1: one half. Of n pairs of rounds the
 * mean of h h'* / E|h|^2 is that; the product has the variance 3/4 of it (with P = 2 E:
 * E|h|^2^2 - E^2), taken as 1: 5 sigma of n = 20000. */
Test(surface_theory, rounds_hang_together_by_the_direct_path)
{
    enum {
        ROUNDS = 20000,
        ELEMENTS = 16
    };

    const phw_surface_config config = {
        .n_rows = 1,
        .n_columns = ELEMENTS,
        .rng = {3, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x726f), 0}};
    phw_surface *surface = NULL;
    phw_cf f[ELEMENTS];
    phw_cf g[ELEMENTS];
    double complex together = 0;
    double power = 0;
    phw_cf last = 0;
    for (size_t i = 0; i < ELEMENTS; ++i) {
        f[i] = 0.5F;
        g[i] = 0.5F;
    }
    cr_assert_eq(phw_surface_create(&surface, &config), PHW_OK);
    for (size_t i = 0; i < 2 * ROUNDS; ++i) {
        phw_surface_draw(surface, i);
        const phw_cf h = 1 + phw_surface_gain(surface, f, g);
        power += phw_cf_power(h) / (2 * ROUNDS);
        if (i % 2 == 1)
            together += (double complex)(h * conjf(last)) / ROUNDS;
        last = h;
    }
    phw_surface_destroy(surface);
    cr_expect_float_eq(phw_surface_round_correlation(1, 1), 0.5, 0);
    cr_expect_float_eq(power, 2, 5 * 2 / sqrt(2.0 * ROUNDS));
    cr_expect_float_eq(creal(together) / power, 0.5, 5 / sqrt(ROUNDS));
    cr_expect_float_eq(cimag(together) / power, 0, 5 / sqrt(ROUNDS));
}
