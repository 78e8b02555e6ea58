/** @file
 * Which pairs of a scenario's ends make keys for a group, and the scenario of one pair:
 * its two ends, who stands nearest to the second of them, and the observers.
 */
#ifndef PHW_TOOLS_GROUP_PLAN_H
#define PHW_TOOLS_GROUP_PLAN_H

#include <stddef.h>

#include "core/status.h"
#include "tools/scenario_data.h"

/** Most links of a group. */
#define PHW_GROUP_LINKS_MAX 100000

/** How the members hang together; the words of --topology. */
typedef enum phw_group_topology {
    PHW_GROUP_PAIRS = 0, /**< the first end with every other one; no key of all */
    PHW_GROUP_STAR,      /**< the same pairs */
    PHW_GROUP_CHAIN,     /**< every end with the next */
    PHW_N_GROUP_TOPOLOGIES
} phw_group_topology;

/** One pair; numbers of nodes among the scenario's nodes. */
typedef struct phw_group_pair {
    size_t from;
    size_t to;
    size_t neighbour;  /**< of the other ends the nearest to `to`; SIZE_MAX: none */
    double distance_m; /**< from `to` to the neighbour; NaN: none */
} phw_group_pair;

/** Its words and NULL. */
extern const char *const phw_group_topologies[];

/** How many different pairs a topology has: the number of ends less one. PHW_EINPUT
 * when the scenario names fewer than two ends. */
PHW_MUST_USE phw_status phw_group_pairs(size_t *n, const phw_scenario *scenario);

/** Pair i of a topology; i counts on from the beginning past the last pair. */
void phw_group_pair_at(phw_group_pair *out, const phw_scenario *scenario,
                       phw_group_topology topology, size_t i);

/** The scenario of one pair alone: `from` and `to` are its only ends, the neighbour
 * listens like the observers and comes before them. */
void phw_group_scenario(phw_scenario *out, const phw_scenario *scenario,
                        const phw_group_pair *pair);

#endif
