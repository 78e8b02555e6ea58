#include "kgen/levinson.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

/* r[k] of a process with a line of poles: positive definite. */
static double lag(size_t k)
{
    return pow(0.8, (double)k) + 0.5 * cos(0.7 * (double)k) * pow(0.95, (double)k);
}

Test(levinson, solutions_solve_the_equations)
{
    double r[300];
    double y[300];
    double w[300];
    for (size_t k = 0; k < 300; ++k) {
        r[k] = lag(k);
        y[k] = sin((double)k) + lag(k + 1);
    }
    const size_t sizes[] = {1, 2, 3, 17, 300};
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; ++s) {
        const size_t n = sizes[s];
        cr_assert_eq(phw_levinson_solve(w, r, y, n), PHW_OK);
        for (size_t i = 0; i < n; ++i) {
            double sum = 0;
            for (size_t j = 0; j < n; ++j)
                sum += r[i > j ? i - j : j - i] * w[j];
            cr_expect_float_eq(sum, y[i], 1e-9, "n %zu row %zu", n, i);
        }
    }
}

Test(levinson, an_autoregression_comes_back_from_its_autocorrelation)
{
    /* x_t = 1.2 x_{t-1} - 0.5 x_{t-2} + e: r1 = 1.2 / 1.5, r2 = 1.2 r1 - 0.5. */
    double r[5] = {1, 0.8, 1.2 * 0.8 - 0.5};
    double a[4];
    double open = 0;
    r[3] = 1.2 * r[2] - 0.5 * r[1];
    r[4] = 1.2 * r[3] - 0.5 * r[2];
    cr_assert_eq(phw_levinson_model(a, &open, r, 4), PHW_OK);
    cr_expect_float_eq(a[0], 1.2, 1e-12);
    cr_expect_float_eq(a[1], -0.5, 1e-12);
    cr_expect_float_eq(a[2], 0, 1e-12);
    cr_expect_float_eq(a[3], 0, 1e-12);
    cr_expect_float_eq(open, 1 - 1.2 * r[1] + 0.5 * r[2], 1e-12);
}

Test(levinson, what_is_no_autocorrelation_is_refused)
{
    const double bad[3] = {1, 0.9, -0.9};
    const double none[2] = {0, 0};
    double w[3] = {7, 7, 7};
    double open = 7;
    cr_expect_eq(phw_levinson_solve(w, bad, bad, 3), PHW_ENOCONV);
    cr_expect_eq(phw_levinson_model(w, &open, bad, 2), PHW_ENOCONV);
    cr_expect_eq(phw_levinson_solve(w, none, none, 2), PHW_ENOCONV);
    cr_expect_eq(phw_levinson_solve(w, bad, bad, 0), PHW_EARG);
    cr_expect_eq(phw_levinson_solve(w, bad, bad, PHW_LEVINSON_MOST + 1), PHW_EARG);
    cr_expect_eq(w[0], 7);
    cr_expect_eq(open, 7);
    cr_expect_eq(phw_levinson_model(w, &open, bad, 0), PHW_OK);
    cr_expect_eq(open, 1);
}
