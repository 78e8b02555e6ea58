#include "tools/lab_plan.h"

#include <stdio.h>
#include <string.h>

#include "tools/scenario_line.h"

/* Alice, Bob and Eve. */
static void plan_three(phw_lab_plan *plan)
{
    static const char *const name[] = {"alice", "bob", "eve"};
    plan->n_nodes = 3;
    for (size_t i = 0; i < 3; ++i) {
        plan->node[i] = (phw_lab_node){
            .is_end = i < 2,
            .sounding = i % 2,
            .snr_db = plan->scenario->value[PHW_SCENARIO_SNR_ALICE_DB + i]};
        (void)snprintf(plan->node[i].name, sizeof plan->node[i].name, "%s", name[i]);
    }
}

static void plan_nodes(phw_lab_plan *plan)
{
    const phw_scenario *s = plan->scenario;
    size_t n_ends = 0;
    plan->n_nodes = phw_scenario_count(s, PHW_SECTION_NODES);
    for (size_t i = 0; i < plan->n_nodes; ++i) {
        const phw_scenario_item *item = phw_scenario_item_at(s, PHW_SECTION_NODES, i);
        phw_lab_node *node = &plan->node[i];
        *node = (phw_lab_node){
            .item = item,
            .is_end = (int)phw_scenario_item_value(item, PHW_NODE_ROLE) == PHW_ROLE_END,
            .snr_db = phw_scenario_item_value(item, PHW_NODE_SNR_DB)};
        (void)snprintf(node->name, sizeof node->name, "%s", item->name);
        node->sounding = node->is_end ? n_ends++ : 0;
    }
}

/* The node that sounds as number `sounding`. */
static size_t find_sender(const phw_lab_plan *plan, size_t sounding)
{
    size_t i = 0;
    while (!plan->node[i].is_end || plan->node[i].sounding != sounding)
        ++i;
    return i;
}

/* A node can have the name that a trace makes of two others. */
static phw_status check_new(const phw_lab_plan *plan, const phw_lab_observation *made)
{
    for (size_t i = 0; i < plan->n; ++i) {
        const phw_lab_observation *o = &plan->observation[i];
        if (strcmp(o->name, made->name) != 0)
            continue;
        const phw_lab_node *a = &plan->node[o->receiver];
        const phw_lab_node *b = &plan->node[made->receiver];
        const phw_lab_node *same = strcmp(a->name, made->name) == 0 ? a : b;
        (void)phw_fail(PHW_EINPUT,
                       "nodes.%s: two traces would have the name %s; expected another "
                       "name of the node",
                       same->name, made->name);
        return phw_scenario_line_refuse(plan->scenario, same->item->line);
    }
    return PHW_OK;
}

static phw_status refuse_count(const phw_lab_plan *plan, const phw_lab_node *node)
{
    (void)phw_fail(PHW_EINPUT,
                   "nodes.%s: more than %d traces of who hears whom; expected fewer "
                   "ends or observers",
                   node->name, PHW_LAB_TRACES_MAX);
    return phw_scenario_line_refuse(plan->scenario, node->item->line);
}

static phw_status add(phw_lab_plan *plan, size_t receiver, size_t sender)
{
    const phw_lab_node *r = &plan->node[receiver];
    const phw_lab_node *t = &plan->node[sender];
    if (plan->n == PHW_LAB_TRACES_MAX)
        return refuse_count(plan, r);
    const bool is_hub = receiver == find_sender(plan, 0);
    const bool is_first = t->sounding == (is_hub ? 1 : 0);
    phw_lab_observation made = {.receiver = receiver, .sender = sender};
    (void)snprintf(made.name, sizeof made.name, "%s%s%s", r->name,
                   is_first ? "" : "-from-", is_first ? "" : t->name);
    PHW_TRY(check_new(plan, &made));
    plan->observation[plan->n++] = made;
    return PHW_OK;
}

/* Who, of the ends or of the observers, hears sounding k >= 1. */
static phw_status add_sounding(phw_lab_plan *plan, size_t hub, size_t sender)
{
    if (plan->node[sender].sounding > 1)
        PHW_TRY(add(plan, hub, sender));
    for (size_t i = 0; i < plan->n_nodes; ++i) {
        if (!plan->node[i].is_end && plan->node[i].item != NULL)
            PHW_TRY(add(plan, i, sender));
    }
    return PHW_OK;
}

/* What is heard of the hub: by its first partner, the observers, the other ends. */
static phw_status add_hub(phw_lab_plan *plan, size_t hub, size_t partner)
{
    PHW_TRY(add(plan, partner, hub));
    for (size_t i = 0; i < plan->n_nodes; ++i) {
        if (!plan->node[i].is_end)
            PHW_TRY(add(plan, i, hub));
    }
    for (size_t i = 0; i < plan->n_nodes; ++i) {
        if (plan->node[i].is_end && i != hub && i != partner)
            PHW_TRY(add(plan, i, hub));
    }
    return PHW_OK;
}

static phw_status add_all(phw_lab_plan *plan, size_t n_ends)
{
    const size_t hub = find_sender(plan, 0);
    const size_t partner = find_sender(plan, 1);
    PHW_TRY(add(plan, hub, partner));
    PHW_TRY(add_hub(plan, hub, partner));
    for (size_t k = 1; k < n_ends; ++k)
        PHW_TRY(add_sounding(plan, hub, find_sender(plan, k)));
    return PHW_OK;
}

static phw_status check_times(const phw_scenario *s, size_t n_ends)
{
    const double *v = s->value;
    const double last_s = (double)(n_ends - 1) * v[PHW_SCENARIO_TURNAROUND_S];
    if (last_s < v[PHW_SCENARIO_INTERVAL_S])
        return PHW_OK;
    (void)phw_fail(PHW_EINPUT,
                   "turnaround_s: the last of %zu ends answers after %g s; expected "
                   "less than interval_s, %g s",
                   n_ends, last_s, v[PHW_SCENARIO_INTERVAL_S]);
    return phw_scenario_line_refuse(
        s,
        phw_scenario_line_pair(s, PHW_SCENARIO_TURNAROUND_S, PHW_SCENARIO_INTERVAL_S));
}

phw_status phw_lab_plan_make(phw_lab_plan *out, const phw_scenario *scenario)
{
    phw_lab_plan plan = {.scenario = scenario};
    if (phw_scenario_count(scenario, PHW_SECTION_NODES) == 0)
        plan_three(&plan);
    else
        plan_nodes(&plan);
    size_t n_ends = 0;
    for (size_t i = 0; i < plan.n_nodes; ++i)
        n_ends += plan.node[i].is_end;
    plan.n_observers = plan.n_nodes - n_ends;
    PHW_TRY(check_times(scenario, n_ends));
    PHW_TRY(add_all(&plan, n_ends));
    *out = plan;
    return PHW_OK;
}

double phw_lab_plan_instant(const phw_lab_plan *plan, size_t observation, size_t probe)
{
    const double *v = plan->scenario->value;
    const size_t sender = plan->observation[observation].sender;
    return (double)probe * v[PHW_SCENARIO_INTERVAL_S] +
           (double)plan->node[sender].sounding * v[PHW_SCENARIO_TURNAROUND_S];
}

phw_status phw_lab_plan_needs_eve(const phw_scenario *scenario, const char *what)
{
    const size_t n = phw_scenario_count(scenario, PHW_SECTION_NODES);
    for (size_t i = 0; i < n; ++i) {
        const phw_scenario_item *item =
            phw_scenario_item_at(scenario, PHW_SECTION_NODES, i);
        if ((int)phw_scenario_item_value(item, PHW_NODE_ROLE) == PHW_ROLE_OBSERVER)
            return PHW_OK;
    }
    if (n == 0)
        return PHW_OK;
    return phw_fail(PHW_EINPUT,
                    "%s: nodes: %s needs an Eve; expected one of role "
                    "observer",
                    scenario->path, what);
}
