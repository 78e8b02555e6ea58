#include "tools/lab_space.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "channel/angle_spreads.h"
#include "channel/angles.h"
#include "channel/network.h"
#include "tools/cancel.h"

/* Bob is node 1 at the site of the row, the far end is node 0. */
#define NODES (PHW_LAB_SPACE_POINTS + 2)

/* Trials for one of the channel's, and most: what does not move is cheap. Plane waves
 * cost a hundred times what Gaussian constants do. */
#define TRIALS_FACTOR 16
#define TRIALS_MOST   8192
#define TRIALS_WAVES  1024

/* The reverse direction is the same numbers, so that it has trials of its own. */
#define TRIALS_APART 1000000

/* Through J0's first three zeros, and far away. */
static const double distance[PHW_LAB_SPACE_POINTS] = {
    0.05, 0.1,   0.2,  0.3,    0.38274, 0.5,    0.6098, 0.75, 0.8786,
    1.0,  1.125, 1.25, 1.3773, 1.625,   1.8765, 2.125,  2.4,  10};

phw_status phw_lab_space_angles(phw_angles_choice *out, const phw_scenario *scenario)
{
    const phw_scenario_item *node =
        phw_scenario_item_at(scenario, PHW_SECTION_NODES, 1);
    *out = (phw_angles_choice){0};
    if (node == NULL)
        return PHW_OK;
    const char *name = phw_scenario_item_text(node, PHW_NODE_SITE);
    const size_t n = phw_scenario_count(scenario, PHW_SECTION_SITES);
    for (size_t i = 0; i < n; ++i) {
        const phw_scenario_item *site =
            phw_scenario_item_at(scenario, PHW_SECTION_SITES, i);
        if (strcmp(site->name, name) != 0)
            continue;
        const phw_status s =
            phw_angles_choose(out, phw_scenario_item_text(site, PHW_SITE_ANGLES));
        return s ? phw_fail_within(PHW_EINPUT, "sites.%s.angles", site->name) : s;
    }
    return PHW_OK;
}

static void place(phw_node node[NODES], double wavelength_m)
{
    for (size_t i = 0; i < NODES; ++i) {
        node[i] = (phw_node){.site = i > 0};
        (void)snprintf(node[i].name, sizeof node[i].name, "node%u", (unsigned)i);
        if (i > 1)
            node[i].position_m[0] = distance[i - 2] * wavelength_m;
    }
}

static phw_status make(phw_network **out, const phw_lab_channel *c,
                       const phw_angles_choice *angles)
{
    phw_node node[NODES];
    const phw_site site[2] = {{.flat = true}, {.angles = *angles, .flat = true}};
    phw_network_config config = {.node = node,
                                 .n_nodes = NODES,
                                 .site = site,
                                 .n_sites = 2,
                                 .taps = {.n = 1, .power = {1}},
                                 .carrier_hz =
                                     c->scenario->value[PHW_SCENARIO_CARRIER_HZ],
                                 .seed = c->seed};
    if ((int)c->scenario->value[PHW_SCENARIO_GENERATOR] == PHW_GENERATOR_PLANE_WAVES)
        config.mode = PHW_NETWORK_PLANE_WAVES;
    place(node, phw_network_config_wavelength_m(&config));
    return phw_network_create(out, &config);
}

/* All observers in one trial. */
static phw_status add_trial(phw_lab_space_point *point, phw_network *network,
                            bool near_hub)
{
    phw_cf bob = 0;
    PHW_TRY(phw_network_taps(network, &bob, near_hub ? 1 : 0, near_hub ? 0 : 1, 0));
    for (size_t i = 0; i < PHW_LAB_SPACE_POINTS; ++i) {
        phw_cf h = 0;
        phw_lab_space_point *p = &point[i];
        const size_t from = near_hub ? i + 2 : 0;
        const size_t to = near_hub ? 0 : i + 2;
        PHW_TRY(phw_network_taps(network, &h, from, to, 0));
        const double complex product = (double complex)h * conj((double complex)bob);
        phw_trial_mean_add(&p->re, creal(product));
        phw_trial_mean_add(&p->im, cimag(product));
    }
    return PHW_OK;
}

static size_t trials(const phw_lab_channel *channel)
{
    const bool waves = (int)channel->scenario->value[PHW_SCENARIO_GENERATOR] ==
                       PHW_GENERATOR_PLANE_WAVES;
    const size_t most = waves ? TRIALS_WAVES : TRIALS_MOST;
    const size_t wanted = TRIALS_FACTOR * channel->subject.n_trials;
    return wanted < most ? wanted : most;
}

static phw_status measure(phw_lab_space_point *point, const phw_lab_channel *channel,
                          const phw_angles_choice *angles, bool near_hub)
{
    phw_network *network = NULL;
    const uint32_t first = near_hub ? TRIALS_APART : 0;
    PHW_TRY(make(&network, channel, angles));
    phw_status s = PHW_OK;
    for (size_t trial = 0; !s && trial < trials(channel); ++trial) {
        phw_network_reset(network, channel->seed, first + (uint32_t)trial);
        s = phw_cancel_check();
        if (!s)
            s = add_trial(point, network, near_hub);
    }
    phw_network_destroy(network);
    return s;
}

phw_status phw_lab_space_measure(phw_lab_space_point point[PHW_LAB_SPACE_POINTS],
                                 const phw_lab_channel *channel, bool near_hub)
{
    phw_angles_choice angles;
    PHW_TRY(phw_lab_space_angles(&angles, channel->expected));
    for (size_t i = 0; i < PHW_LAB_SPACE_POINTS; ++i) {
        const double d[3] = {distance[i], 0, 0};
        point[i] = (phw_lab_space_point){.distance = distance[i]};
        phw_angles_correlation(&point[i].expected_re, &point[i].expected_im, &angles,
                               d);
    }
    PHW_TRY(phw_lab_space_angles(&angles, channel->scenario));
    return measure(point, channel, &angles, near_hub);
}

static phw_statistic figure(const phw_lab_space_point *p, bool is_real, const char *who)
{
    const phw_trial_mean *m = is_real ? &p->re : &p->im;
    phw_statistic f = {.name = "",
                       .measured = m->mean,
                       .expected = is_real ? p->expected_re : p->expected_im,
                       .standard_error = phw_trial_mean_error(m)};
    (void)snprintf(f.name, sizeof f.name, "spatial correlation of %s", who);
    (void)snprintf(f.at, sizeof f.at, "%.5g wavelengths, %s", p->distance,
                   is_real ? "real" : "imag.");
    return f;
}

static double off(const phw_statistic *f)
{
    return fabs(f->measured - f->expected) / fmax(f->standard_error, 1e-6);
}

/* The worst of a row, both parts. */
static phw_status add_worst(phw_statistics *out, const phw_lab_space_point *point,
                            const char *who)
{
    phw_statistic worst = figure(&point[0], true, who);
    for (size_t i = 1; i < 2 * PHW_LAB_SPACE_POINTS; ++i) {
        const phw_statistic f = figure(&point[i / 2], i % 2 == 0, who);
        if (off(&f) > off(&worst))
            worst = f;
    }
    return phw_statistics_add(out, &worst, PHW_STATISTIC_BOTH,
                              2 * PHW_LAB_SPACE_POINTS);
}

phw_status phw_lab_space_check(phw_statistics *out, phw_lab_channel *channel)
{
    phw_lab_space_point point[PHW_LAB_SPACE_POINTS];
    PHW_TRY(phw_lab_space_measure(point, channel, false));
    for (size_t i = 0; i < PHW_LAB_SPACE_POINTS; ++i) {
        const phw_statistic f = figure(&point[i], true, "observers");
        PHW_TRY(phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, 1));
    }
    PHW_TRY(add_worst(out, point, "observers, worst"));
    PHW_TRY(phw_lab_space_measure(point, channel, true));
    return add_worst(out, point, "senders, worst");
}
