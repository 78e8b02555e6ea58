/** @file
 * Whether lengths are of one kind or of two, short and long.
 */
#ifndef PHW_PHY_PULSE_CLUSTERS_H
#define PHW_PHY_PULSE_CLUSTERS_H

#include <stdbool.h>
#include <stddef.h>

#include "phy/pulse_runs.h"

/** Lengths of the inner marks, or spaces, of a burst. */
typedef struct phw_pulse_clusters {
    size_t n;
    double mean;
    double spread;       /**< rms distance from the mean, over the mean */
    double short_length; /**< mean of the short ones, */
    double long_length;  /**< and of the long ones */
    double middle;       /**< half way */
    double misfit;       /**< rms distance from their own kind's mean, over the short
                            ones' */
} phw_pulse_clusters;

/** Of the marks (`high`) or the spaces of the inner runs. False when there are none. */
bool phw_pulse_clusters_find(phw_pulse_clusters *out, const phw_pulse_runs *runs,
                             bool high);

/** Whether they are two kinds: a third longer, and closer to their own kind. */
bool phw_pulse_clusters_are_two(const phw_pulse_clusters *c);

/** Whether they are all alike, to a fifth. */
bool phw_pulse_clusters_are_one(const phw_pulse_clusters *c);

#endif
