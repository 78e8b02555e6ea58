/** @file
 * A path loss that grows as a power of the distance.
 */
#ifndef PHW_CHANNEL_PATH_LOSS_LOG_DISTANCE_H
#define PHW_CHANNEL_PATH_LOSS_LOG_DISTANCE_H

#include "channel/path_loss.h"

PHW_BEGIN_C

/** "log-distance": free space to `reference_m`, and from there 10 `exponent` log10(d /
 * `reference_m`) on top. */
PHW_API extern const phw_path_loss phw_path_loss_log_distance;

PHW_END_C

#endif
