/** @file
 * The front end that a scenario's node has.
 */
#ifndef PHW_TOOLS_SCENARIO_RADIO_H
#define PHW_TOOLS_SCENARIO_RADIO_H

#include <stdbool.h>

#include "channel/front_end.h"
#include "core/status.h"
#include "tools/scenario_data.h"

/** What the keys of a node say, and in `field` (may be NULL) the key that is at fault:
 * PHW_EARG when an amplifier or a mask is none. The noise figure is not in it: noise is
 * the link's business. */
PHW_MUST_USE phw_status phw_scenario_radio(phw_front_end_config *out, size_t *field,
                                           const phw_scenario_item *node);

/** Whether nothing in it changes a sample. */
bool phw_scenario_radio_is_ideal(const phw_front_end_config *config);

#endif
