/** @file
 * How a channel hangs together over distance: observers in a row beside Bob, against
 * what the angles of the waves at his site say (J0(2 pi d / lambda) from all sides).
 */
#ifndef PHW_TOOLS_LAB_SPACE_H
#define PHW_TOOLS_LAB_SPACE_H

#include <stddef.h>

#include "channel/angle_spread.h"
#include "channel/statistic.h"
#include "core/status.h"
#include "tools/lab_channel.h"

/** Observers in the row. */
#define PHW_LAB_SPACE_POINTS 18

/** One observer. */
typedef struct phw_lab_space_point {
    double distance; /**< from Bob, in wavelengths, along the x axis */
    double expected_re;
    double expected_im;
    phw_trial_mean re; /**< of E h_observer h_Bob*, unit powers */
    phw_trial_mean im;
} phw_lab_space_point;

/** What the waves at the second end's site come from: the scenario's, or all sides.
 * PHW_EINPUT. */
PHW_MUST_USE phw_status phw_lab_space_angles(phw_angles_choice *out,
                                             const phw_scenario *scenario);

/** Measures a row at the hub's end (`near_hub`) or at Bob's: the reverse direction of
 * the same network, in the scenario's mode, over the channel's trials. PHW_ECANCEL,
 * PHW_ENOMEM. */
PHW_MUST_USE phw_status
phw_lab_space_measure(phw_lab_space_point point[PHW_LAB_SPACE_POINTS],
                      const phw_lab_channel *channel, bool near_hub);

/** Adds the figures of both ends. */
PHW_MUST_USE phw_status phw_lab_space_check(phw_statistics *out,
                                            phw_lab_channel *channel);

#endif
