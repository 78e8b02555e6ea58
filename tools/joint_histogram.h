/** @file
 * How often a label was sent and a value received in each cell, and the information
 * that follows.
 */
#ifndef PHW_TOOLS_JOINT_HISTOGRAM_H
#define PHW_TOOLS_JOINT_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

#include "phy/modem.h"

/** Cells of a received value. */
#define PHW_JOINT_CELLS 32

/** Counts by label and cell. A zeroed one is empty. */
typedef struct phw_joint_histogram {
    uint64_t count[PHW_MODEM_POINTS_MAX][PHW_JOINT_CELLS];
} phw_joint_histogram;

/** A mutual information estimated from counts, the bias taken off; so it may lie below
 * 0 where there is nothing. */
typedef struct phw_joint_information {
    double bits;      /**< NaN, as the rest, where counts are too few for two cells */
    double bias_bits; /**< that was taken off */
    double low_bits;  /**< 95 % interval */
    double high_bits;
} phw_joint_information;

/** Of labels below n_labels: neighbouring cells are joined until each has 20 counts a
 * label, then the plug-in estimate less Miller's bias (phw_leak_bias()), and an
 * interval from the spread of what single values told, which is wider than it need be
 * where there is nothing. */
phw_joint_information phw_joint_information_of(const phw_joint_histogram *h,
                                               size_t n_labels);

#endif
