/** @file
 * The path loss of free space.
 */
#ifndef PHW_CHANNEL_PATH_LOSS_FREE_SPACE_H
#define PHW_CHANNEL_PATH_LOSS_FREE_SPACE_H

#include "channel/path_loss.h"

PHW_BEGIN_C

/** "free-space": 20 log10(4 pi d / lambda). */
PHW_API extern const phw_path_loss phw_path_loss_free_space;

/** The same for a distance and a carrier. */
PHW_API double phw_free_space_db(double distance_m, double carrier_hz);

PHW_END_C

#endif
