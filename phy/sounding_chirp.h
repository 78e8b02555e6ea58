/** @file
 * A linear chirp within a share of the band.
 */
#ifndef PHW_PHY_SOUNDING_CHIRP_H
#define PHW_PHY_SOUNDING_CHIRP_H

#include "core/status.h"
#include "phy/sounding.h"

PHW_BEGIN_C

/** Flat in frequency, nearly so in time. */
PHW_API extern const phw_sounding phw_sounding_chirp;

PHW_END_C

#endif
