/** @file
 * Which bits of a polar code to say: an order of reliability by polarization weight
 * (He, Belfiore, Land, Yang, Liu, Chen, Li, Wang, Ge, Zhang, Tong, GLOBECOM 2017): bit
 * i of u weighs the sum of beta^j over the ones of i. A public table, of exactly
 * rounded products and sums.
 */
#ifndef PHW_KGEN_POLAR_CODE_H
#define PHW_KGEN_POLAR_CODE_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/polar_list.h"

PHW_BEGIN_C

/** The beta for lists of eight at this error rate: 1.11 to 1.165, found by simulation
 * at 2^8 to 2^12 bits and 1 to 20 %. Less than the 2^(1/4) of successive cancellation:
 * a list gains from codes nearer to those of Reed and Muller. */
PHW_API double phw_polar_code_beta(double error_rate);

/** frozen[2^order / 64]: ones at the n_known least reliable of the bits u_0 .. u_(n -
 * 1), n_known <= n <= 2^order; of equal weight the lower goes first. Bits past n are
 * zero where the block's are, and known too. PHW_EARG for an order out of range,
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_polar_code_freeze(uint64_t *frozen, unsigned order,
                                                      size_t n, size_t n_known,
                                                      double beta);

PHW_END_C

#endif
