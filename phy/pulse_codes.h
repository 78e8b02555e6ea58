/** @file
 * The pulse codes that are known.
 */
#ifndef PHW_PHY_PULSE_CODES_H
#define PHW_PHY_PULSE_CODES_H

#include <stddef.h>

#include "core/status.h"
#include "phy/pulse_code.h"

PHW_BEGIN_C

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_pulse_code *const *phw_pulse_code_list(size_t *n);

PHW_END_C

#endif
