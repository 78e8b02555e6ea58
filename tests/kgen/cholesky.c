#include "kgen/cholesky.h"

#include <math.h>

#include <criterion/criterion.h>

Test(cholesky, solutions_solve_the_equations)
{
    enum {
        N = 9
    };

    double a[N * N];
    double x[N];
    double y[N];
    for (size_t i = 0; i < N; ++i) {
        x[i] = y[i] = cos(3 * (double)i);
        for (size_t j = 0; j < N; ++j)
            a[i * N + j] = exp(-fabs((double)i - (double)j));
    }
    cr_assert_eq(phw_cholesky_solve(x, a, N), PHW_OK);
    for (size_t i = 0; i < N; ++i) {
        double sum = 0;
        for (size_t j = 0; j < N; ++j)
            sum += exp(-fabs((double)i - (double)j)) * x[j];
        cr_expect_float_eq(sum, y[i], 1e-12);
    }
}

Test(cholesky, dependent_rows_are_refused)
{
    double a[4] = {1, 1, 1, 1};
    double x[2] = {3, 4};
    cr_expect_eq(phw_cholesky_solve(x, a, 2), PHW_ENOCONV);
    cr_expect_eq(x[0], 3);
    cr_expect_eq(x[1], 4);
}
