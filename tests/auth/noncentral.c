#include "auth/noncentral.h"

#include <math.h>

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>

/* P(detect) at a false-alarm rate of 0.01 with 2 M degrees of freedom, from scipy's
 * ncx2: tests/kat/noncentral.py. */
Test(noncentral, agrees_with_the_known_answers)
{
    static const double lambda[] = {5, 10, 20, 40, 80};

    static const struct {
        double m;
        double want[5];
    } row[] = {
        {5, {0.105606, 0.305558, 0.735312, 0.989959, 0.999999}},
        {8, {0.076274, 0.223665, 0.619044, 0.972931, 0.999993}},
        {16, {0.047851, 0.132187, 0.423249, 0.899942, 0.999806}},
        {64, {0.023087, 0.046554, 0.137203, 0.481845, 0.958596}},
    };

    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        for (size_t j = 0; j < 5; ++j) {
            const double dof = 2 * row[i].m;
            const double k = gsl_cdf_chisq_Qinv(0.01, dof);
            /* Six decimals are given. */
            cr_expect_float_eq(phw_noncentral_chisq_q(k, dof, lambda[j]),
                               row[i].want[j], 5.1e-7, "M %g, lambda %g", row[i].m,
                               lambda[j]);
        }
    }
}

Test(noncentral, is_the_central_one_without_noncentrality)
{
    for (double x = 0.1; x < 60; x *= 1.7)
        cr_expect_float_eq(phw_noncentral_chisq_q(x, 7, 0), gsl_cdf_chisq_Q(x, 7),
                           1e-15);
}

/* With one degree of freedom X = (Z + m)^2, so P(X > x) = Q(r - m) + Q(r + m). */
Test(noncentral, is_a_squared_normal_with_one_degree_of_freedom)
{
    static const double mean[] = {0.1, 1, 3, 10, 100, 700};
    for (size_t i = 0; i < sizeof mean / sizeof mean[0]; ++i) {
        const double m = mean[i];
        for (double shift = -4; shift <= 4; shift += 0.5) {
            const double r = m + shift;
            if (r <= 0)
                continue;
            const double want = gsl_cdf_ugaussian_Q(r - m) + gsl_cdf_ugaussian_Q(r + m);
            const double tolerance = m <= 100 ? 1e-12 : 1e-6;
            cr_expect_float_eq(phw_noncentral_chisq_q(r * r, 1, m * m), want, tolerance,
                               "m %g, r %g", m, r);
        }
    }
}

Test(noncentral, has_an_answer_or_nan_everywhere)
{
    cr_expect_eq(phw_noncentral_chisq_q(-1, 4, 2), 1);
    cr_expect_eq(phw_noncentral_chisq_q(HUGE_VAL, 4, 2), 0);
    cr_expect(isnan(phw_noncentral_chisq_q(1, 0, 2)));
    cr_expect(isnan(phw_noncentral_chisq_q(1, 4, -1)));
    cr_expect(isnan(phw_noncentral_chisq_q(1, 4, HUGE_VAL)));
    cr_expect(isnan(phw_noncentral_chisq_q((double)NAN, 4, 1)));
}
