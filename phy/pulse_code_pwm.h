/** @file
 * The pulse code "pwm".
 */
#ifndef PHW_PHY_PULSE_CODE_PWM_H
#define PHW_PHY_PULSE_CODE_PWM_H

#include "phy/pulse_code.h"

PHW_BEGIN_C

/** The entry. */
extern PHW_API const phw_pulse_code phw_pulse_code_pwm;

PHW_END_C

#endif
