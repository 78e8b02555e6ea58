/** @file
 * Gold's families of sequences.
 */
#ifndef PHW_PHY_SOUNDING_GOLD_H
#define PHW_PHY_SOUNDING_GOLD_H

#include "core/status.h"
#include "phy/sounding.h"

PHW_BEGIN_C

/** Sums of two m-sequences, many of one length. */
PHW_API extern const phw_sounding phw_sounding_gold;

PHW_END_C

#endif
