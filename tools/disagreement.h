/** @file
 * How two ends' raw bits differ, bit plane by bit plane: known only to whoever holds
 * both, as `keygen` and `bench` do.
 */
#ifndef PHW_TOOLS_DISAGREEMENT_H
#define PHW_TOOLS_DISAGREEMENT_H

#include <stddef.h>

#include "core/bits.h"
#include "kgen/raw.h"

/** Sums over the planes. Plain values. */
typedef struct phw_disagreement {
    size_t n;            /**< bits compared */
    size_t n_errors;     /**< of them, differ */
    double rate;         /**< n_errors / n; NaN when nothing was compared */
    double shannon_bits; /**< sum of n_s h(p_s): what a perfect reconciler that
                              knew each plane's true rate p_s would disclose */
} phw_disagreement;

/** Compares the bits whose bit in `used` is set, all when `used` is empty. The segments
 * lie within both strings, which are equally long. Mean rates would not do: h is
 * concave, so planes that are mixed look worse than they are. */
phw_disagreement phw_disagreement_measure(const phw_bits *a, const phw_bits *b,
                                          const phw_segment *segment, size_t n_segments,
                                          const phw_bits *used);

#endif
