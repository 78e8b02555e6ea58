/** @file
 * Zadoff-Chu sequences.
 */
#ifndef PHW_PHY_SOUNDING_ZADOFF_CHU_H
#define PHW_PHY_SOUNDING_ZADOFF_CHU_H

#include "core/status.h"
#include "phy/sounding.h"

PHW_BEGIN_C

/** Constant envelope and flat spectrum, any length. */
PHW_API extern const phw_sounding phw_sounding_zadoff_chu;

PHW_END_C

#endif
