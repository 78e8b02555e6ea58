/** @file
 * What a scenario says and a run of it does not read: keys that count only at another
 * level, with other keys or without nodes. They are told, so that nobody waits for an
 * effect.
 */
#ifndef PHW_TOOLS_SCENARIO_UNUSED_H
#define PHW_TOOLS_SCENARIO_UNUSED_H

#include <stdbool.h>

#include "tools/result.h"
#include "tools/scenario_data.h"

/** One note for each key of `scenario` that is given, is not what it would be by
 * default and has no effect: an array of texts, "nodes.bob.agc: level iq alone has it".
 * With `waveforms` the run makes some at level coefficients, too. NULL without memory.
 */
struct json_t *phw_scenario_unused(const phw_scenario *scenario, bool waveforms);

/** The notes as the result's "notes" and, unless --quiet, a line each on stderr. */
void phw_scenario_unused_tell(phw_result *r, const phw_scenario *scenario,
                              bool waveforms, const phw_arguments *arguments);

#endif
