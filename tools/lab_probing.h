/** @file
 * The probing lab: what the nodes of a scenario measure when its ends sound the channel
 * again and again, as its plan (tools/lab_plan.h) says.
 *
 * Level "coefficients": the taps at that instant, their response on the subcarriers,
 * noise on top. Level "iq": a waveform through the same taps, receiver noise and
 * carrier offset, then synchronisation and estimation.
 */
#ifndef PHW_TOOLS_LAB_PROBING_H
#define PHW_TOOLS_LAB_PROBING_H

#include <stdint.h>

#include "core/status.h"
#include "core/trace.h"
#include "tools/lab_air.h"
#include "tools/lab_plan.h"
#include "tools/progress.h"
#include "tools/scenario.h"

/** A trace for each observation of the plan. A zeroed one may be freed. */
typedef struct phw_probing {
    phw_trace *trace;
    size_t n;
} phw_probing;

/** Runs all exchanges of a checked scenario on `n_threads` threads: the same bytes for
 * any number. `progress` counts chunks of phw_probing_chunks() and may be NULL.
 * PHW_EINPUT for a scenario that can't be, PHW_ESHORT when no frame was found at level
 * "iq", PHW_ENOMEM, PHW_ECANCEL. */
PHW_MUST_USE phw_status phw_probing_run(phw_probing *out, const phw_scenario *scenario,
                                        uint64_t seed, uint32_t trial, size_t n_threads,
                                        phw_progress *progress);

/** As phw_probing_run() on one thread, for many trials of one scenario: `*inout` is the
 * air, made for the first trial (NULL before) and then only set to another; the caller
 * ends it with phw_air_destroy(). Errors too leave it to be ended. */
PHW_MUST_USE phw_status phw_probing_trial(phw_probing *out, phw_air **inout,
                                          const phw_scenario *scenario, uint64_t seed,
                                          uint32_t trial);

/** How many steps of the bar a run has. */
size_t phw_probing_chunks(const phw_scenario *scenario);

/** Gives back; the struct is zero afterwards. */
void phw_probing_free(phw_probing *p);

#endif
