/** @file
 * Waves from a sector.
 */
#ifndef PHW_CHANNEL_ANGLE_SPREAD_SECTOR_H
#define PHW_CHANNEL_ANGLE_SPREAD_SECTOR_H

#include "channel/angle_spread.h"
#include "core/status.h"

PHW_BEGIN_C

/** "sector": alike from all azimuths of a sector around the mean. */
PHW_API extern const phw_angle_spread phw_angle_spread_sector;

PHW_END_C

#endif
