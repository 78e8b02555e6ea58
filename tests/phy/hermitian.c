#include "phy/hermitian.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    MOST = 24
};

static void draw(double complex *x, size_t n, uint32_t trial)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x901), trial};
    phw_cf part[MOST * MOST];
    phw_rng_normal_complex(part, &rng, 1, 0, n);
    for (size_t i = 0; i < n; ++i)
        x[i] = (double complex)part[i];
}

/* x x^H of x[n][n + 2], positive definite but for a miracle. */
static void make(double complex *m, size_t n, uint32_t trial)
{
    double complex x[MOST * MOST];
    draw(x, n * (n + 2), trial);
    for (size_t i = 0; i < n; ++i) {
        for (size_t j = 0; j < n; ++j) {
            m[i * n + j] = 0;
            for (size_t k = 0; k < n + 2; ++k)
                m[i * n + j] += x[i * (n + 2) + k] * conj(x[j * (n + 2) + k]);
        }
    }
}

static void apply(double complex *out, const double complex *m, const double complex *x,
                  size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        out[i] = 0;
        for (size_t k = 0; k < n; ++k)
            out[i] += m[i * n + k] * x[k];
    }
}

Test(hermitian, eigenvectors_are_what_the_matrix_only_stretches)
{
    for (size_t n = 1; n <= 20; ++n) {
        double complex m[MOST * MOST];
        double complex used[MOST * MOST];
        double complex v[MOST * MOST];
        double complex column[MOST];
        double complex image[MOST];
        double value[MOST];
        make(m, n, (uint32_t)n);
        make(used, n, (uint32_t)n);
        cr_assert_eq(phw_hermitian_eigen(value, v, used, n), PHW_OK);
        for (size_t k = 0; k < n; ++k) {
            cr_expect(k == 0 || value[k] <= value[k - 1]);
            for (size_t i = 0; i < n; ++i)
                column[i] = v[i * n + k];
            apply(image, m, column, n);
            for (size_t i = 0; i < n; ++i)
                cr_expect_lt(cabs(image[i] - value[k] * column[i]), 1e-11 * value[0]);
        }
    }
}

Test(hermitian, equations_are_solved)
{
    for (size_t n = 1; n <= 20; ++n) {
        double complex m[MOST * MOST];
        double complex factor[MOST * MOST];
        double complex x[MOST];
        double complex b[MOST];
        double complex y[MOST];
        make(m, n, 100 + (uint32_t)n);
        make(factor, n, 100 + (uint32_t)n);
        draw(x, n, 200 + (uint32_t)n);
        apply(b, m, x, n);
        apply(y, m, x, n);
        cr_assert_eq(phw_hermitian_factor(factor, n), PHW_OK);
        double form = 0;
        for (size_t i = 0; i < n; ++i)
            form += creal(conj(x[i]) * b[i]);
        phw_hermitian_forward(y, factor, n);
        for (size_t i = 0; i < n; ++i)
            form -= creal(y[i] * conj(y[i]));
        cr_expect_lt(fabs(form), 1e-9);
        phw_hermitian_solve(b, factor, n);
        for (size_t i = 0; i < n; ++i)
            cr_expect_lt(cabs(b[i] - x[i]), 1e-8);
    }
}

Test(hermitian, the_inverse_has_its_diagonal)
{
    double complex m[9] = {4, 0, 0, CMPLX(0, 2), 5, 0, 0, 1, 2};
    double complex scratch[3];
    double diagonal[3];
    cr_assert_eq(phw_hermitian_factor(m, 3), PHW_OK);
    phw_hermitian_inverse_diagonal(diagonal, scratch, m, 3);
    /* [4 -2j 0; 2j 5 1; 0 1 2]: determinant 28, minors 9, 8, 16. */
    cr_expect_float_eq(diagonal[0], 9.0 / 28, 1e-12);
    cr_expect_float_eq(diagonal[1], 8.0 / 28, 1e-12);
    cr_expect_float_eq(diagonal[2], 16.0 / 28, 1e-12);
}

Test(hermitian, what_is_not_positive_definite_is_refused)
{
    double complex flat[4] = {1, 0, 1, 1};
    double complex negative[1] = {-1};
    double complex broken[1] = {(double)NAN};
    cr_expect_eq(phw_hermitian_factor(flat, 2), PHW_ENOCONV);
    cr_expect_eq(phw_hermitian_factor(negative, 1), PHW_ENOCONV);
    cr_expect_eq(phw_hermitian_factor(broken, 1), PHW_ENOCONV);
}
