/** @file
 * What one end's value tells about the other end's symbol when both are jointly normal:
 * log-likelihood ratios of its bits, from the probabilities of the symbol's cells.
 */
#ifndef PHW_KGEN_SOFT_H
#define PHW_KGEN_SOFT_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/quantizer.h"

PHW_BEGIN_C

/** Most levels of a map. */
#define PHW_SOFT_LEVELS_MAX 32

/** The symbol of a level whose samples were dropped. */
#define PHW_SOFT_DROPPED 0xff

/** Which symbol each level of a standard normal value stands for. */
typedef struct phw_soft_map {
    unsigned n_levels;                         /**< 2 .. PHW_SOFT_LEVELS_MAX */
    unsigned n_bits;                           /**< of a symbol */
    double threshold[PHW_SOFT_LEVELS_MAX - 1]; /**< between levels, rising */
    uint8_t symbol[PHW_SOFT_LEVELS_MAX]; /**< what is said of the level 2^n_bits and the
                                              symbol; PHW_SOFT_DROPPED: none */
} phw_soft_map;

/** Sets the thresholds so that all n_levels have equal probability. */
PHW_API void phw_soft_equal_shares(phw_soft_map *map);

/** As phw_quantizer's `soft` for map->n_bits bits, with z[n] standard normal: the other
 * end's value is normal of mean rho z and variance 1 - rho^2, it lies in a level of
 * what was said (`said`, NULL: no matter), and llr = ln of the probabilities of the
 * levels whose symbols have bit 0 and bit 1. */
PHW_API void phw_soft_cells(float *llr, const double *z, size_t n,
                            const phw_soft_map *map, double rho, const uint8_t *said);

/** The same of x[n] by its own normal scores. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_soft_by_rank(float *llr, const double *x, size_t n,
                                                 const phw_soft_map *map, double rho,
                                                 const uint8_t *said);

/** The same of x[n] less its mean by its deviation. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_soft_by_moments(float *llr, const double *x,
                                                    size_t n, const phw_soft_map *map,
                                                    double rho, const uint8_t *said);

PHW_END_C

#endif
