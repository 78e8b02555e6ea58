/** @file
 * Mutual information of jointly Gaussian vectors.
 */
#ifndef PHW_KGEN_INFORMATION_GAUSSIAN_VECTOR_H
#define PHW_KGEN_INFORMATION_GAUSSIAN_VECTOR_H

#include "kgen/information.h"

PHW_BEGIN_C

/** The entry "gaussian-vector": -1/2 log2(|R| / (|R_a| |R_b|)) of the correlation
 * matrices, which is the sum of -1/2 log2(1 - c_i^2) over the canonical correlations
 * c_i: components that tell about each other count once. With few rows shrunk as
 * phw_covariance_measure() does it. Bias d_a d_b / (2 n ln 2) without shrinkage, told
 * and not taken off; rows with memory are fewer than n, and the bias larger. */
extern PHW_API const phw_information phw_information_gaussian_vector;

PHW_END_C

#endif
