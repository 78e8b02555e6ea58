#include "phy/hermitian.h"

#include <math.h>

#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>

/* A pivot that is less of its diagonal entry than rounding leaves of it. */
#define PIVOT_LEAST 1e-14

static phw_status decompose(double *value, double complex *vector,
                            double complex *matrix, size_t n,
                            gsl_eigen_hermv_workspace *work)
{
    gsl_matrix_complex_view m = gsl_matrix_complex_view_array((double *)matrix, n, n);
    gsl_matrix_complex_view v = gsl_matrix_complex_view_array((double *)vector, n, n);
    gsl_vector_view e = gsl_vector_view_array(value, n);
    if (gsl_eigen_hermv(&m.matrix, &e.vector, &v.matrix, work) != GSL_SUCCESS ||
        gsl_eigen_hermv_sort(&e.vector, &v.matrix, GSL_EIGEN_SORT_VAL_DESC) !=
            GSL_SUCCESS)
        return phw_fail(PHW_ENOCONV,
                        "the eigenvectors of a matrix of %zu rows did not "
                        "converge",
                        n);
    return PHW_OK;
}

phw_status phw_hermitian_eigen(double *value, double complex *vector,
                               double complex *matrix, size_t n)
{
    gsl_eigen_hermv_workspace *work = gsl_eigen_hermv_alloc(n);
    if (work == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu eigenvectors", n);
    const phw_status s = decompose(value, vector, matrix, n, work);
    gsl_eigen_hermv_free(work);
    return s;
}

phw_status phw_hermitian_factor(double complex *matrix, size_t n)
{
    for (size_t j = 0; j < n; ++j) {
        double complex *row = matrix + j * n;
        const double whole = creal(row[j]);
        double left = whole;
        for (size_t k = 0; k < j; ++k)
            left -= creal(row[k]) * creal(row[k]) + cimag(row[k]) * cimag(row[k]);
        if (!(left > PIVOT_LEAST * whole))
            return phw_fail(PHW_ENOCONV,
                            "a matrix of %zu rows is not positive definite", n);
        row[j] = sqrt(left);
        for (size_t i = j + 1; i < n; ++i) {
            double complex x = matrix[i * n + j];
            for (size_t k = 0; k < j; ++k)
                x -= matrix[i * n + k] * conj(row[k]);
            matrix[i * n + j] = x / creal(row[j]);
        }
    }
    return PHW_OK;
}

void phw_hermitian_forward(double complex *x, const double complex *factor, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        for (size_t k = 0; k < i; ++k)
            x[i] -= factor[i * n + k] * x[k];
        x[i] /= creal(factor[i * n + i]);
    }
}

void phw_hermitian_backward(double complex *x, const double complex *factor, size_t n)
{
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; ++k)
            x[i] -= conj(factor[k * n + i]) * x[k];
        x[i] /= creal(factor[i * n + i]);
    }
}

void phw_hermitian_solve(double complex *x, const double complex *factor, size_t n)
{
    phw_hermitian_forward(x, factor, n);
    phw_hermitian_backward(x, factor, n);
}

void phw_hermitian_inverse_diagonal(double *out, double complex *scratch,
                                    const double complex *factor, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        for (size_t k = 0; k < n; ++k)
            scratch[k] = k == i;
        phw_hermitian_forward(scratch, factor, n);
        out[i] = 0;
        for (size_t k = i; k < n; ++k)
            out[i] += creal(scratch[k]) * creal(scratch[k]) +
                      cimag(scratch[k]) * cimag(scratch[k]);
    }
}
