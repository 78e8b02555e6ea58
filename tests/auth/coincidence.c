#include "auth/coincidence.h"

#include <math.h>

#include <criterion/criterion.h>

Test(coincidence, is_a_power_of_what_is_missing)
{
    cr_expect_float_eq(phw_coincidence(0.5, 8), 0.0078125, 1e-15);
    cr_expect_float_eq(phw_coincidence(0.9, 2), 0.1, 1e-15);
    cr_expect_eq(phw_coincidence(0.9, 1), 1);
    cr_expect_eq(phw_coincidence(0, 8), 1);
    cr_expect_eq(phw_coincidence(-1, 8), 1);
    cr_expect_eq(phw_coincidence(1.001, 1), 0);
}

/* One complex tone: the cosine of an even angle. Two: a coordinate of a direction in
 * four dimensions has the density 2 / pi sqrt(1 - x^2). */
Test(coincidence, without_a_free_phase_it_is_a_coordinate)
{
    for (int i = -9; i <= 9; i += 3) {
        const double x = 0.1 * i;
        cr_expect_float_eq(phw_coincidence_real(x, 1), acos(x) / M_PI, 1e-12);
        cr_expect_float_eq(phw_coincidence_real(x, 2),
                           (acos(x) - x * sqrt(1 - x * x)) / M_PI, 1e-12);
    }
    cr_expect_eq(phw_coincidence_real(-1, 3), 1);
    cr_expect_eq(phw_coincidence_real(1, 3), 0);
    cr_expect_eq(phw_coincidence_real(2, 3), 0);
}

/* n = 2: Gamma(2) / Gamma(3/2) = 2 / sqrt(pi). */
Test(coincidence, a_search_adds_the_crossings)
{
    cr_expect_float_eq(phw_coincidence_searched(0.5, 2, 0), 0.5, 1e-15);
    cr_expect_float_eq(phw_coincidence_searched(0.75, 2, 0.1),
                       0.25 + 0.1 * 2 / M_PI * sqrt(0.75) * sqrt(0.25), 1e-12);
    cr_expect_eq(phw_coincidence_searched(0.5, 2, 100), 1);
    cr_expect_eq(phw_coincidence_searched(0, 2, 1), 1);
    cr_expect_eq(phw_coincidence_searched(1.5, 2, 1), 0);
    cr_expect_eq(phw_coincidence_searched(0.5, 1, 1), 1);
    cr_expect_lt(phw_coincidence_searched(0.5, 1000, 10), 1e-200);
}
