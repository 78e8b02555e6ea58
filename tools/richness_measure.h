/** @file
 * Mutual information of two complex traces as their sample covariances say, without the
 * bias that few samples have.
 */
#ifndef PHW_TOOLS_RICHNESS_MEASURE_H
#define PHW_TOOLS_RICHNESS_MEASURE_H

#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"

/** log2(|R_A| |R_B| / |R_AB|) / block, bits a probe, over every `stride`-th run of
 * `block` probes of both (stride 1: all of them), row by row together; R the
 * covariances about the means. For complex Gaussian vectors of T independent blocks in
 * d dimensions E ln |R| = ln |true R| + sum_{i < d} psi(T - 1 - i) - d ln(T - 1)
 * (Goodman, Ann. Math. Stat. 34, 1963): taken off, the estimate has no bias.
 *
 * PHW_EARG when the traces are not complex or of different shapes; PHW_ESHORT with
 * fewer than 4 d blocks, d the block times the coefficients, twice; PHW_ENOCONV when
 * what was measured is singular; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_richness_measure(double *bits, const phw_trace *alice,
                                             const phw_trace *bob, size_t block,
                                             size_t stride);

#endif
