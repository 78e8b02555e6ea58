#include "channel/surface_theory.h"

#include <math.h>

#include <criterion/criterion.h>

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
