/** @file
 * A complementary pair of sequences.
 */
#ifndef PHW_PHY_SOUNDING_GOLAY_H
#define PHW_PHY_SOUNDING_GOLAY_H

#include "core/status.h"
#include "phy/sounding.h"

PHW_BEGIN_C

/** One after the other; their spectra add up to a flat one. */
PHW_API extern const phw_sounding phw_sounding_golay;

PHW_END_C

#endif
