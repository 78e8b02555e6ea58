#include "tools/hermitian_values.h"

#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>

phw_status phw_hermitian_values(double *value, double complex *matrix, size_t n)
{
    gsl_eigen_herm_workspace *w = gsl_eigen_herm_alloc(n);
    if (w == NULL)
        return phw_fail(PHW_ENOMEM, "eigenvalues: no memory for %zu", n);
    gsl_matrix_complex_view m = gsl_matrix_complex_view_array((double *)matrix, n, n);
    gsl_vector_view v = gsl_vector_view_array(value, n);
    const int status = gsl_eigen_herm(&m.matrix, &v.vector, w);
    gsl_eigen_herm_free(w);
    return status == GSL_SUCCESS ? PHW_OK
                                 : phw_fail(PHW_ENOCONV, "eigenvalues: no convergence");
}
