#include "channel/tag_theory.h"

#include <math.h>

#include <criterion/criterion.h>

Test(tag_theory, known_values)
{
    static const double known[][2] = {
        {0.1, 0.044805}, {0.5, 0.398093}, {1, 0.720268}, {2, 0.950066}};
    for (size_t i = 0; i < 4; ++i)
        cr_expect_float_eq(phw_tag_dyadic_cdf(known[i][0]), known[i][1], 5e-7);
    cr_expect_float_eq(phw_tag_dyadic_cdf(0), 0, 0);
    cr_expect_float_eq(phw_tag_dyadic_cdf(-1), 0, 0);
    cr_expect_float_eq(phw_tag_dyadic_cdf(1e-12), 0, 1e-9);
    cr_expect_float_eq(phw_tag_dyadic_cdf(1e6), 1, 0);
    cr_expect_float_eq(phw_tag_dyadic_moment(1), M_PI / 4, 1e-14);
    cr_expect_float_eq(phw_tag_dyadic_moment(4), 4, 1e-13);
    cr_expect_float_eq(phw_tag_monostatic_moment(4), 24, 1e-12);
    cr_expect_float_eq(phw_tag_mean_power(0.5), 1.25, 0);
}
