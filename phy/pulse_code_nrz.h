/** @file
 * The pulse code "nrz".
 */
#ifndef PHW_PHY_PULSE_CODE_NRZ_H
#define PHW_PHY_PULSE_CODE_NRZ_H

#include "phy/pulse_code.h"

PHW_BEGIN_C

/** The entry. */
extern PHW_API const phw_pulse_code phw_pulse_code_nrz;

PHW_END_C

#endif
