/** @file
 * A row's check by the sum-product rule, in single precision, all lanes side by side.
 */
#ifndef PHW_KGEN_LDPC_SUM_PRODUCT_H
#define PHW_KGEN_LDPC_SUM_PRODUCT_H

#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** One layer, as phw_ldpc_min_sum() but in floats: log-likelihood ratios as they are,
 * and no scratch. n_edges <= PHW_LDPC_DEGREE_MAX. */
PHW_API void phw_ldpc_sum_product(float *bit, float *message, const uint8_t *check,
                                  const int8_t *mask, unsigned n_edges,
                                  unsigned stride);

PHW_END_C

#endif
