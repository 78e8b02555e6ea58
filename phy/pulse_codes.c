#include "phy/pulse_codes.h"

#include "phy/pulse_code_manchester.h"
#include "phy/pulse_code_nrz.h"
#include "phy/pulse_code_ppm.h"
#include "phy/pulse_code_pwm.h"

static const phw_pulse_code *const entries[] = {
    &phw_pulse_code_manchester,
    &phw_pulse_code_pwm,
    &phw_pulse_code_ppm,
    &phw_pulse_code_nrz,
};

const phw_pulse_code *const *phw_pulse_code_list(size_t *n)
{
    *n = sizeof entries / sizeof entries[0];
    return entries;
}
