#include "phy/beta_tail.h"

#include <math.h>

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>

Test(beta_tail, is_gsls_where_that_converges)
{
    static const size_t a[] = {1, 2, 9, 64};
    static const size_t b[] = {1, 50, 4000};
    for (int i = 0; i < 12; ++i) {
        for (double x = 0.002; x < 1; x += 0.0993) {
            const double q = gsl_cdf_beta_Q(x, (double)a[i % 4], (double)b[i / 4]);
            const double t = phw_beta_tail(x, a[i % 4], b[i / 4]);
            cr_expect_lt(fabs(t - q), 1e-9 * q + 1e-300, "a %zu b %zu x %g: %g not %g",
                         a[i % 4], b[i / 4], x, t, q);
        }
    }
}

Test(beta_tail, one_of_a_is_a_power)
{
    cr_expect_float_eq(phw_beta_tail(0.25, 1, 3), pow(0.75, 3), 1e-15);
}

Test(beta_tail, threshold_has_the_tail_asked_for)
{
    static const double p[] = {0.1, 1e-6, 1e-15};
    for (int i = 0; i < 3; ++i) {
        const double x = phw_beta_threshold(p[i], 100, 50000);
        cr_expect_float_eq(phw_beta_tail(x, 100, 50000) / p[i], 1, 1e-9);
    }
}
