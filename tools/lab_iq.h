/** @file
 * Level "iq" of the probing lab: a preamble through the taps, carrier offset and noise,
 * and the receiver that finds it and estimates its channel.
 */
#ifndef PHW_TOOLS_LAB_IQ_H
#define PHW_TOOLS_LAB_IQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "tools/lab_air.h"
#include "tools/scenario.h"

/** One thread's radio. */
typedef struct phw_iq phw_iq;

/** For a checked scenario; borrows `air`, whose seed and trial are given again.
 * PHW_EINPUT when the scenario's bandwidth is none of the receiver's, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_iq_create(phw_iq **out, phw_air *air,
                                      const phw_scenario *scenario, uint64_t seed,
                                      uint32_t trial);

/** Takes NULL. */
void phw_iq_destroy(phw_iq *iq);

/** What one party receives in exchanges [from, to), one after the other in time, is
 * made, received and estimated: response[(to - from) * 52] and found[to - from]; a
 * probe that was not found leaves its row as it was. */
PHW_MUST_USE phw_status phw_iq_chunk(phw_iq *iq, phw_cf *response, bool *found,
                                     unsigned party, size_t from, size_t to);

#endif
