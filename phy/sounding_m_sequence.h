/** @file
 * Maximum-length sequences of a shift register.
 */
#ifndef PHW_PHY_SOUNDING_M_SEQUENCE_H
#define PHW_PHY_SOUNDING_M_SEQUENCE_H

#include "core/status.h"
#include "phy/sounding.h"

PHW_BEGIN_C

/** +-1, 2^order - 1 chips. */
PHW_API extern const phw_sounding phw_sounding_m_sequence;

PHW_END_C

#endif
