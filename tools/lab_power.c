#include "tools/lab_power.h"

#include <math.h>
#include <stdlib.h>

#include "channel/front_end.h"
#include "channel/noise.h"
#include "channel/path_losses.h"
#include "channel/shadowing.h"
#include "core/rng.h"
#include "tools/lab_sounding.h"
#include "tools/scenario_line.h"

/* Of the field's stream, apart from those of the network's links. */
#define PURPOSE 0xb00000

#define MW_PER_W 1e3

struct phw_lab_power {
    const phw_lab_plan *plan;
    phw_path_loss_choice loss;
    bool has_loss;
    phw_shadowing *shadowing; /* or NULL */
    double share;             /* of a sample's noise that an estimate has */
};

static phw_status make(phw_lab_power *p, uint64_t seed, uint32_t trial)
{
    const phw_scenario *s = p->plan->scenario;
    PHW_TRY(phw_lab_sounding_find_share(&p->share, s));
    p->has_loss = *s->path_loss != '\0';
    if (p->has_loss)
        PHW_TRY(phw_path_loss_choose(&p->loss, s->path_loss));
    if (s->value[PHW_SCENARIO_SHADOWING_DB] <= 0)
        return PHW_OK;
    const phw_shadowing_config config = {
        .sigma_db = s->value[PHW_SCENARIO_SHADOWING_DB],
        .decorrelation_m = s->value[PHW_SCENARIO_SHADOWING_DISTANCE_M],
        .rng = {seed, PHW_RNG_PURPOSE(PHW_RNG_PHASE, PURPOSE), trial}};
    return phw_shadowing_create(&p->shadowing, &config);
}

phw_status phw_lab_power_create(phw_lab_power **out, const phw_lab_plan *plan,
                                uint64_t seed, uint32_t trial)
{
    phw_lab_power *p = calloc(1, sizeof *p);
    if (p == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for powers");
    p->plan = plan;
    const phw_status s = make(p, seed, trial);
    if (s) {
        phw_lab_power_destroy(p);
        return s;
    }
    *out = p;
    return PHW_OK;
}

void phw_lab_power_destroy(phw_lab_power *power)
{
    if (power == NULL)
        return;
    phw_shadowing_destroy(power->shadowing);
    free(power);
}

static void place_of(double out[3], const phw_lab_node *node, double time_s)
{
    const double *position = node->item->value[PHW_NODE_POSITION_M];
    const double *velocity = node->item->value[PHW_NODE_VELOCITY_M_S];
    for (size_t i = 0; i < 3; ++i)
        out[i] = position[i] + velocity[i] * time_s;
}

/* The message that stands, at the line where one of them got its velocity. */
static phw_status refuse_pair(const phw_lab_power *power, size_t from, size_t to,
                              double time_s)
{
    const phw_lab_node *a = &power->plan->node[from];
    const phw_lab_node *b = &power->plan->node[to];
    const phw_lab_node *moves = a->item->given[PHW_NODE_VELOCITY_M_S] ? a : b;
    (void)phw_fail_within(PHW_EINPUT, "nodes.%s.velocity_m_s: nodes.%s and it at %g s",
                          moves->name, moves == a ? b->name : a->name, time_s);
    return phw_scenario_line_refuse(
        power->plan->scenario,
        phw_scenario_line_of(moves->item, PHW_NODE_VELOCITY_M_S));
}

phw_status phw_lab_power_amplitude(phw_lab_power *power, double *out, size_t from,
                                   size_t to, double time_s)
{
    const phw_lab_node *sender = &power->plan->node[from];
    double a[3];
    double b[3];
    double loss_db = 0;
    double shadow_db = 0;
    *out = 1;
    if (sender->item == NULL || (!power->has_loss && power->shadowing == NULL))
        return PHW_OK;
    place_of(a, sender, time_s);
    place_of(b, &power->plan->node[to], time_s);
    if (power->has_loss) {
        const double carrier_hz = power->plan->scenario->value[PHW_SCENARIO_CARRIER_HZ];
        if (phw_path_loss_db(&loss_db, &power->loss, a, b, carrier_hz) != PHW_OK)
            return refuse_pair(power, from, to, time_s);
        loss_db -= phw_scenario_item_value(sender->item, PHW_NODE_TX_POWER_DBM);
    }
    if (power->shadowing != NULL)
        PHW_TRY(phw_shadowing_db(power->shadowing, &shadow_db, a, b));
    *out = pow(10, -(loss_db + shadow_db) / 20);
    return PHW_OK;
}

double phw_lab_power_noise(const phw_lab_power *power, size_t node)
{
    const phw_lab_node *n = &power->plan->node[node];
    if (n->item == NULL)
        return phw_noise_variance(1, n->snr_db);
    const double figure_db = phw_scenario_item_value(n->item, PHW_NODE_NOISE_FIGURE_DB);
    if (!power->has_loss)
        return phw_noise_variance(1, n->snr_db - figure_db);
    const double rate_hz = power->plan->scenario->value[PHW_SCENARIO_BANDWIDTH_HZ];
    const double sample = phw_front_end_thermal_w(rate_hz) * MW_PER_W;
    return sample * power->share * pow(10, figure_db / 10);
}
