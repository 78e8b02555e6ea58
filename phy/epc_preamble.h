/** @file
 * Where the preamble of an EPC Gen2 reply is, and how long its half bits are: its
 * correlation at every start and length, from running sums.
 */
#ifndef PHW_PHY_EPC_PREAMBLE_H
#define PHW_PHY_EPC_PREAMBLE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

/** Half bits of the preamble, 1 1 0 1 0 0 1 0 0 0 1 1. */
#define PHW_EPC_PREAMBLE 12

/** Running sums of magnitudes. A sample i covers [i - 1/2, i + 1/2), so that an edge
 * half way between two samples divides them (the rule of phy/half_bits.h). */
typedef struct phw_epc_sums {
    const float *x;
    size_t n;
    double *sum;    /**< of samples [0, i), i from 0 to n */
    double *square; /**< of their squares */
} phw_epc_sums;

/** A preamble. */
typedef struct phw_epc_preamble {
    double first;       /**< edge before its first half bit, samples */
    double length;      /**< samples of a half bit */
    double correlation; /**< squared, 0..1 */
    double middle;      /**< half way between the levels */
    double half_step;   /**< > 0 */
    bool inverted;      /**< its 1 is the lower level */
} phw_epc_preamble;

/** Given back with phw_epc_sums_free(). PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_epc_sums_make(phw_epc_sums *out, const float *x, size_t n);

/** Gives back; the struct is zero afterwards. */
void phw_epc_sums_free(phw_epc_sums *s);

/** Mean of x over [from, to), which lies within -1/2 and n - 1/2 (clipped to it). */
double phw_epc_sums_mean(const phw_epc_sums *s, double from, double to);

/** The best preamble that starts within a preamble's length after the first place at or
 * after sample `from` where the squared correlation reaches `threshold`; half bits of
 * shortest to longest samples, shortest >= 2. False when there is none. */
bool phw_epc_preamble_find(phw_epc_preamble *out, const phw_epc_sums *s, size_t from,
                           double shortest, double longest, double threshold);

#endif
