/** @file
 * Weights of least-squares polynomials over equally spaced values.
 */
#ifndef PHW_KGEN_SAVITZKY_GOLAY_H
#define PHW_KGEN_SAVITZKY_GOLAY_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** Most values of one window. */
#define PHW_SAVITZKY_GOLAY_MAX 1023U

/** weight[window]: sum_i weight[i] x[i] is the value at place `at` (0 .. window - 1) of
 * the polynomial of `order` that fits x[0 .. window - 1] by least squares. PHW_EARG
 * unless window is odd, at most PHW_SAVITZKY_GOLAY_MAX, and order and at are below it.
 * Savitzky and Golay, Anal. Chem. 36(8), 1964; by Gram polynomials (Gorry, Anal. Chem.
 * 62(6), 1990), orthogonal on the window. */
PHW_API PHW_MUST_USE phw_status phw_savitzky_golay(double *weight, size_t window,
                                                   size_t order, size_t at);

PHW_END_C

#endif
