/** @file
 * Who sounds, who listens and when, in one exchange of a scenario.
 *
 * The first end is the hub. At the start of exchange i, i * interval_s, it sounds and
 * everybody else measures; k * turnaround_s later end k sounds, and the hub and the
 * observers measure. What one node measures of one sounding is an observation: a trace.
 * Without nodes in the file they are alice, who is the hub, bob, and eve, who listens
 * to Alice alone.
 */
#ifndef PHW_TOOLS_LAB_PLAN_H
#define PHW_TOOLS_LAB_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "tools/scenario_data.h"

/** Most nodes and most traces of a run. */
#define PHW_LAB_NODES_MAX  64
#define PHW_LAB_TRACES_MAX 240

/** The first three observations, as far as there is somebody who listens. */
enum {
    PHW_PARTY_ALICE = 0, /**< the hub, of its first partner */
    PHW_PARTY_BOB,       /**< who is that */
    PHW_PARTY_EVE,       /**< the first observer */
    PHW_N_PARTIES
};

/** One node. */
typedef struct phw_lab_node {
    char name[32];
    const phw_scenario_item *item; /**< of the scenario; NULL without nodes there */
    bool is_end;
    size_t sounding; /**< of an end: 0 the hub's, then 1, 2, ... */
    double snr_db;   /**< of its estimates */
} phw_lab_node;

/** One trace. */
typedef struct phw_lab_observation {
    size_t receiver; /**< nodes */
    size_t sender;
    char name[72]; /**< of its file: "alice", "eve-from-bob" */
} phw_lab_observation;

/** A plan; plain data that borrows the scenario. */
typedef struct phw_lab_plan {
    const phw_scenario *scenario;
    phw_lab_node node[PHW_LAB_NODES_MAX];
    size_t n_nodes;
    /** First what the hub measures of its first partner, then what that one measures of
     * the hub, then what each observer measures of the hub: Alice, Bob, Eve. */
    phw_lab_observation observation[PHW_LAB_TRACES_MAX];
    size_t n;
    size_t n_observers;
} phw_lab_plan;

/** Of a checked scenario. PHW_EINPUT when there are more than PHW_LAB_TRACES_MAX
 * traces, two of a name, or the soundings of an exchange take longer than interval_s.
 */
PHW_MUST_USE phw_status phw_lab_plan_make(phw_lab_plan *out,
                                          const phw_scenario *scenario);

/** The instant of an observation in exchange `probe`, s. */
double phw_lab_plan_instant(const phw_lab_plan *plan, size_t observation, size_t probe);

/** PHW_EINPUT when the scenario has no observer to be Eve, whom `what` needs. */
PHW_MUST_USE phw_status phw_lab_plan_needs_eve(const phw_scenario *scenario,
                                               const char *what);

#endif
