#include "tools/group_plan.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

const char *const phw_group_topologies[] = {"pairs", "star", "chain", NULL};

static const phw_scenario_item *node_at(const phw_scenario *s, size_t i)
{
    return phw_scenario_item_at(s, PHW_SECTION_NODES, i);
}

static bool is_end(const phw_scenario_item *node)
{
    return (int)phw_scenario_item_value(node, PHW_NODE_ROLE) == PHW_ROLE_END;
}

static size_t count_ends(const phw_scenario *s)
{
    size_t n = 0;
    for (size_t i = 0; i < phw_scenario_count(s, PHW_SECTION_NODES); ++i)
        n += is_end(node_at(s, i));
    return n;
}

/* The node that is end number k. */
static size_t end_at(const phw_scenario *s, size_t k)
{
    size_t i = 0;
    for (;; ++i) {
        if (is_end(node_at(s, i)) && k-- == 0)
            return i;
    }
}

static double distance(const phw_scenario_item *a, const phw_scenario_item *b)
{
    const double *p = a->value[PHW_NODE_POSITION_M];
    const double *q = b->value[PHW_NODE_POSITION_M];
    return hypot(hypot(p[0] - q[0], p[1] - q[1]), p[2] - q[2]);
}

static void find_neighbour(phw_group_pair *pair, const phw_scenario *s)
{
    pair->neighbour = SIZE_MAX;
    pair->distance_m = (double)NAN;
    for (size_t i = 0; i < phw_scenario_count(s, PHW_SECTION_NODES); ++i) {
        if (!is_end(node_at(s, i)) || i == pair->from || i == pair->to)
            continue;
        const double d = distance(node_at(s, i), node_at(s, pair->to));
        if (pair->neighbour != SIZE_MAX && d >= pair->distance_m)
            continue;
        pair->neighbour = i;
        pair->distance_m = d;
    }
}

phw_status phw_group_pairs(size_t *n, const phw_scenario *scenario)
{
    const size_t n_ends = count_ends(scenario);
    if (n_ends < 2)
        return phw_fail(PHW_EINPUT,
                        "%s: nodes: a group needs at least two nodes of role end, "
                        "there are %zu",
                        scenario->path, n_ends);
    *n = n_ends - 1;
    return PHW_OK;
}

void phw_group_pair_at(phw_group_pair *out, const phw_scenario *scenario,
                       phw_group_topology topology, size_t i)
{
    const size_t k = i % (count_ends(scenario) - 1);
    *out =
        (phw_group_pair){.from = end_at(scenario, topology == PHW_GROUP_CHAIN ? k : 0),
                         .to = end_at(scenario, k + 1)};
    find_neighbour(out, scenario);
}

static void append(phw_scenario *out, const phw_scenario_item *node, int role)
{
    phw_scenario_item *item = &out->item[out->n_items++];
    *item = *node;
    item->value[PHW_NODE_ROLE][0] = role;
}

void phw_group_scenario(phw_scenario *out, const phw_scenario *scenario,
                        const phw_group_pair *pair)
{
    *out = *scenario;
    out->n_items = 0;
    append(out, node_at(scenario, pair->from), PHW_ROLE_END);
    append(out, node_at(scenario, pair->to), PHW_ROLE_END);
    if (pair->neighbour != SIZE_MAX)
        append(out, node_at(scenario, pair->neighbour), PHW_ROLE_OBSERVER);
    for (size_t i = 0; i < scenario->n_items; ++i) {
        const phw_scenario_item *item = &scenario->item[i];
        if (item->section != PHW_SECTION_NODES || !is_end(item))
            out->item[out->n_items++] = *item;
    }
}
