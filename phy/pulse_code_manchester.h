/** @file
 * The pulse code "manchester".
 */
#ifndef PHW_PHY_PULSE_CODE_MANCHESTER_H
#define PHW_PHY_PULSE_CODE_MANCHESTER_H

#include "phy/pulse_code.h"

PHW_BEGIN_C

/** The entry. */
extern PHW_API const phw_pulse_code phw_pulse_code_manchester;

PHW_END_C

#endif
