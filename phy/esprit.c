#include "phy/esprit.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "phy/complex_eigen.h"
#include "phy/hermitian.h"

static double complex entry(const phw_subspace *s, size_t k, size_t i)
{
    double re = 0;
    double im = 0;
    phw_subspace_vector(&re, &im, s, k, i);
    return CMPLX(re, im);
}

static int rising(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* gram = E1^H E1, lower triangle used, and row k of `across` column k of E1^H E2: E1
 * the waves' directions without their last places, E2 without their first. They are
 * orthonormal, so only the last places are missing of E1^H E1 = 1. */
static void multiply(double complex *gram, double complex *across,
                     const phw_subspace *s, size_t n)
{
    const size_t last = phw_subspace_length(s) - 1;
    for (size_t k = 0; k < n; ++k) {
        for (size_t l = 0; l < n; ++l) {
            double complex sum = 0;
            gram[k * n + l] = (k == l) - conj(entry(s, k, last)) * entry(s, l, last);
            for (size_t i = 0; i < last; ++i)
                sum += conj(entry(s, l, i)) * entry(s, k, i + 1);
            across[k * n + l] = sum;
        }
    }
}

phw_status phw_esprit(double *cycles, const phw_subspace *s, size_t n_waves)
{
    double complex gram[PHW_ESPRIT_MAX * PHW_ESPRIT_MAX];
    double complex across[PHW_ESPRIT_MAX * PHW_ESPRIT_MAX];
    double complex turn[PHW_ESPRIT_MAX * PHW_ESPRIT_MAX];
    double complex value[PHW_ESPRIT_MAX];
    const size_t n = n_waves;
    if (n >= phw_subspace_length(s) || n > PHW_ESPRIT_MAX)
        return phw_fail(PHW_EARG,
                        "esprit: %zu waves in vectors of %zu; expected fewer, at most "
                        "%d",
                        n, phw_subspace_length(s), PHW_ESPRIT_MAX);
    multiply(gram, across, s, n);
    PHW_TRY(phw_hermitian_factor(gram, n));
    for (size_t k = 0; k < n; ++k) {
        phw_hermitian_solve(across + k * n, gram, n);
        for (size_t l = 0; l < n; ++l)
            turn[l * n + k] = across[k * n + l];
    }
    PHW_TRY(phw_complex_eigenvalues(value, turn, n));
    for (size_t k = 0; k < n; ++k) {
        const double x = carg(value[k]) / (2 * M_PI);
        cycles[k] = x >= 0.5 ? -0.5 : x;
    }
    if (n > 1)
        qsort(cycles, n, sizeof *cycles, rising);
    return PHW_OK;
}
