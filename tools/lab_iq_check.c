#include "tools/lab_iq_check.h"

#include <math.h>

/* The message that stands, at its line of the file; what was set since has none. */
static phw_status refuse_at(const phw_scenario *s, int line)
{
    return line == 0 ? phw_fail_within(PHW_EINPUT, "%s", s->path)
                     : phw_fail_within(PHW_EINPUT, "%s:%d", s->path, line);
}

static phw_status check_slots(const phw_lab_plan *plan, size_t slot_size)
{
    const phw_scenario *s = plan->scenario;
    const double turnaround_s = s->value[PHW_SCENARIO_TURNAROUND_S];
    const double interval_s = s->value[PHW_SCENARIO_INTERVAL_S];
    const double slot_s = (double)slot_size / s->value[PHW_SCENARIO_BANDWIDTH_HZ];
    const size_t n_ends = plan->n_nodes - plan->n_observers;
    const double least_s = (double)(n_ends - 1) * turnaround_s + slot_s;
    phw_scenario_key key = PHW_SCENARIO_TURNAROUND_S;
    if (slot_s <= turnaround_s && least_s <= interval_s)
        return PHW_OK;
    if (slot_s > turnaround_s) {
        (void)phw_fail(PHW_EINPUT,
                       "turnaround_s: %g s; expected at least the %g s of a slot of "
                       "level iq, %zu samples at bandwidth_hz",
                       turnaround_s, slot_s, slot_size);
    } else {
        key = PHW_SCENARIO_INTERVAL_S;
        (void)phw_fail(PHW_EINPUT,
                       "interval_s: %g s; expected at least the %g s until the last "
                       "slot of level iq ends",
                       interval_s, least_s);
    }
    return refuse_at(s, s->line[PHW_N_SCENARIO_TEXTS + (size_t)key]);
}

/* A node's offset at an instant. */
static double offset_hz(const phw_lab_plan *plan, size_t node, double time_s)
{
    const phw_scenario_item *item = plan->node[node].item;
    /* Without nodes the hub has all that there is. */
    if (item == NULL)
        return node == 0 ? plan->scenario->value[PHW_SCENARIO_CFO_HZ] : 0;
    return phw_scenario_item_value(item, PHW_NODE_CFO_HZ) +
           phw_scenario_item_value(item, PHW_NODE_CFO_DRIFT_HZ_S) * time_s;
}

static phw_status refuse_offset(const phw_lab_plan *plan, size_t node, size_t other,
                                double apart_hz, double reach)
{
    const phw_scenario *s = plan->scenario;
    const phw_scenario_item *item = plan->node[node].item;
    const double most_hz = s->value[PHW_SCENARIO_BANDWIDTH_HZ] * reach;
    (void)phw_fail(PHW_EINPUT,
                   "%s%s%scfo_hz: carriers of %s and %s get %g Hz apart; expected at "
                   "most bandwidth_hz / %g at level iq, %g Hz",
                   item != NULL ? "nodes." : "", item != NULL ? item->name : "",
                   item != NULL ? "." : "", plan->node[node].name,
                   plan->node[other].name, apart_hz, 1 / reach, most_hz);
    if (item == NULL)
        return refuse_at(s, s->line[PHW_N_SCENARIO_TEXTS + PHW_SCENARIO_CFO_HZ]);
    const int line = item->field_line[PHW_NODE_CFO_HZ];
    return refuse_at(s, line > 0 ? line : item->line);
}

/* Of the one whose offset is larger. */
static phw_status check_offset(const phw_lab_plan *plan, size_t a, size_t b,
                               double time_s, double reach)
{
    const double a_hz = offset_hz(plan, a, time_s);
    const double b_hz = offset_hz(plan, b, time_s);
    const double apart_hz = fabs(a_hz - b_hz);
    if (apart_hz <= plan->scenario->value[PHW_SCENARIO_BANDWIDTH_HZ] * reach)
        return PHW_OK;
    return fabs(a_hz) >= fabs(b_hz) ? refuse_offset(plan, a, b, apart_hz, reach)
                                    : refuse_offset(plan, b, a, apart_hz, reach);
}

phw_status phw_lab_iq_check(const phw_lab_plan *plan, size_t slot_size, double reach)
{
    const double *v = plan->scenario->value;
    const double end_s = v[PHW_SCENARIO_PROBES] * v[PHW_SCENARIO_INTERVAL_S];
    PHW_TRY(check_slots(plan, slot_size));
    for (size_t o = 0; o < plan->n; ++o) {
        const phw_lab_observation *pair = &plan->observation[o];
        PHW_TRY(check_offset(plan, pair->sender, pair->receiver, 0, reach));
        PHW_TRY(check_offset(plan, pair->sender, pair->receiver, end_s, reach));
    }
    return PHW_OK;
}
