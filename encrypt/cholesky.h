/** @file
 * The Cholesky factor of a Hermitian matrix and what is solved with it. Of our own,
 * because a matrix here may turn out singular, which GSL ends the program for.
 */
#ifndef PHW_ENCRYPT_CHOLESKY_H
#define PHW_ENCRYPT_CHOLESKY_H

#include <complex.h>
#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** Factors the Hermitian a[n n] into L L^H: L over its lower half (only that is read),
 * row by row. Returns n, or the number of the first column of which less than the
 * share `least` (of its diagonal entry) is not a sum of those before it; L is then good
 * up to there. */
size_t phw_cholesky_factor(double complex *a, size_t n, double least);

/** x := L^-1 x, x[n]. */
void phw_cholesky_forward(double complex *x, const double complex *factor, size_t n);

/** x := (L^H)^-1 x: after phw_cholesky_forward() the solution of L L^H y = x. */
void phw_cholesky_backward(double complex *x, const double complex *factor, size_t n);

PHW_END_C

#endif
