/** @file
 * What Eve learned of the bits: error rate with its counts, mutual information and
 * min-entropy, measured from her soft values, each with what it is worth.
 *
 * The mutual information is that of a histogram: the soft values are cut into cells of
 * equal counts, I = H(cell) - H(cell | bit) with plug-in entropies, whose bias is
 * (cells - 1) / (2 N ln 2) bit (Miller 1955, Madow 1948): it is told beside and
 * subtracted. A histogram loses what lies within a cell, so a value is a lower bound of
 * what the soft values hold but for that bias; a zero means nothing without it.
 */
#ifndef PHW_ENCRYPT_UPLINK_LEAKAGE_H
#define PHW_ENCRYPT_UPLINK_LEAKAGE_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** Measured leakage; bits are bits a bit of the reply. */
typedef struct phw_uplink_leakage {
    size_t n_bits;
    size_t n_errors;           /**< of hard decisions soft > 0 */
    double error_rate;         /**< n_errors / n_bits */
    double mutual_information; /**< corrected for bias, at least 0 */
    double plug_in;            /**< as measured, before the correction */
    double bias;               /**< (cells - 1) / (2 N ln 2): what a leak of 0 shows */
    double min_entropy;        /**< -log2(1 - Pe), Pe = min(error rate, 1 - error rate):
                                  of a bit given the decision, as measured */
    unsigned n_cells;
} phw_uplink_leakage;

/** Measures from the true bits bit[n] and Eve's soft[n]. `n_cells` from 2 to 256, or 0
 * for the default: 16 but at most one cell a hundred bits (never below 2). PHW_ESHORT
 * for fewer than 4 bits; PHW_EINPUT when a soft value is NaN; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_uplink_leakage_measure(phw_uplink_leakage *out,
                                                           const uint8_t *bit,
                                                           const float *soft, size_t n,
                                                           unsigned n_cells);

PHW_END_C

#endif
