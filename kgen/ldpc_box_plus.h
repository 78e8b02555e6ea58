/** @file
 * A row's check by the sum-product rule in 16-bit whole numbers, its logarithms by
 * straight lines, all lanes side by side: nearly the exact rule at several times its
 * speed.
 */
#ifndef PHW_KGEN_LDPC_BOX_PLUS_H
#define PHW_KGEN_LDPC_BOX_PLUS_H

#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** A log-likelihood ratio of 1 in these numbers, and the largest number. */
#define PHW_LDPC_BOX_PLUS_ONE 64
#define PHW_LDPC_BOX_PLUS_MAX 15000

/** One layer, as phw_ldpc_sum_product(), of ratios within PHW_LDPC_BOX_PLUS_MAX either
 * way; n_edges <= PHW_LDPC_DEGREE_MAX. Hu, Eleftheriou, Arnold, Dholakia, GLOBECOM
 * 2001, equation 8. */
PHW_API void phw_ldpc_box_plus(int16_t *bit, int16_t *message, const uint8_t *check,
                               const int8_t *mask, unsigned n_edges, unsigned stride);

PHW_END_C

#endif
