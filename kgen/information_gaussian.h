/** @file
 * Mutual information of jointly Gaussian series, component by component.
 */
#ifndef PHW_KGEN_INFORMATION_GAUSSIAN_H
#define PHW_KGEN_INFORMATION_GAUSSIAN_H

#include "kgen/information.h"

PHW_BEGIN_C

/** The entry "gaussian": sum over the components of -1/2 log2(1 - rho^2), rho the
 * correlation of a's component with b's of the same number. Components that tell about
 * each other are counted again and again, and so is what a series' own past tells:
 * "gaussian-vector" and "coherence" see the one and the other. Bias 1 / (2 n ln 2) a
 * component (of independent series, rows without memory), standard error
 * |rho| / (sqrt(n) ln 2) (delta method). */
extern PHW_API const phw_information phw_information_gaussian;

PHW_END_C

#endif
