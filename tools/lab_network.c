#include "tools/lab_network.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "channel/angle_spreads.h"
#include "channel/laws.h"
#include "channel/network_spectral.h"
#include "channel/profiles.h"
#include "channel/spectra.h"
#include "core/signal.h"
#include "tools/scenario.h"
#include "tools/scenario_line.h"

/* The table's least value stands for a channel without a steady part. */
#define NO_STEADY_DB (-100.0)

/* Between Alice and Bob, where no places are said: Eve is a metre beside him, so that
 * the phase of her line of sight is another one. */
#define APART_M 10.0

/* What is being put together. */
typedef struct draft {
    const phw_scenario *scenario;
    phw_node *node;
    size_t n_nodes;
    phw_site *site; /* the scenario's, then one for each node without */
    size_t n_sites;
    double *correlation; /* NULL: from the positions */
} draft;

size_t phw_lab_network_tag(const phw_lab_plan *plan, size_t i)
{
    return plan->n_nodes + i;
}

size_t phw_lab_network_surface(const phw_lab_plan *plan)
{
    return plan->n_nodes + phw_scenario_count(plan->scenario, PHW_SECTION_TAGS);
}

/* Bob and Eve share a site, where their channels hang together as the scenario says. */
static phw_status draft_three(draft *d)
{
    static const char *const name[] = {"alice", "bob", "eve"};
    PHW_TRY(phw_array_alloc(&d->correlation, 9, sizeof *d->correlation));
    for (size_t i = 0; i < 9; ++i)
        d->correlation[i] = i % 4 == 0;
    const double r = d->scenario->value[PHW_SCENARIO_EVE_CORRELATION];
    d->correlation[1 * 3 + 2] = r;
    d->correlation[2 * 3 + 1] = r;
    d->n_sites = 2;
    d->n_nodes = 3;
    for (size_t i = 0; i < 3; ++i) {
        d->node[i] = (phw_node){.site = i > 0,
                                .position_m = {i > 0 ? APART_M : 0, i > 1 ? 1 : 0, 0}};
        (void)snprintf(d->node[i].name, sizeof d->node[i].name, "%s", name[i]);
    }
    return PHW_OK;
}

static phw_status draft_sites(draft *d)
{
    const phw_scenario *s = d->scenario;
    for (size_t i = 0; i < phw_scenario_count(s, PHW_SECTION_SITES); ++i) {
        const phw_scenario_item *item = phw_scenario_item_at(s, PHW_SECTION_SITES, i);
        phw_site *site = &d->site[d->n_sites++];
        if (phw_angles_choose(&site->angles,
                              phw_scenario_item_text(item, PHW_SITE_ANGLES)) != PHW_OK)
            return phw_fail_within(PHW_EINPUT, "sites.%s.angles", item->name);
        site->flat = phw_scenario_item_value(item, PHW_SITE_FLAT) > 0;
    }
    return PHW_OK;
}

/* The number of the named site; of "" a new one. */
static uint32_t site_of(draft *d, const char *name, bool is_flat)
{
    const phw_scenario *s = d->scenario;
    size_t i = 0;
    while (*name != '\0' && i < phw_scenario_count(s, PHW_SECTION_SITES)) {
        if (strcmp(phw_scenario_item_at(s, PHW_SECTION_SITES, i)->name, name) == 0)
            return (uint32_t)i;
        ++i;
    }
    d->site[d->n_sites].flat = is_flat;
    return (uint32_t)d->n_sites++;
}

static phw_status draft_node(draft *d, const phw_scenario_item *item)
{
    phw_node *node = &d->node[d->n_nodes++];
    *node = (phw_node){
        .site = site_of(d, phw_scenario_item_text(item, PHW_NODE_SITE), false)};
    (void)snprintf(node->name, sizeof node->name, "%s", item->name);
    memcpy(node->position_m, item->value[PHW_NODE_POSITION_M], sizeof node->position_m);
    memcpy(node->velocity_m_s, item->value[PHW_NODE_VELOCITY_M_S],
           sizeof node->velocity_m_s);
    if (phw_array_choose(&node->array, phw_scenario_item_text(item, PHW_NODE_ARRAY)) !=
        PHW_OK)
        return phw_fail_within(PHW_EINPUT, "nodes.%s.array", item->name);
    return PHW_OK;
}

static void draft_tag(draft *d, const phw_scenario_item *item)
{
    phw_node *node = &d->node[d->n_nodes++];
    *node = (phw_node){
        .site = site_of(d, phw_scenario_item_text(item, PHW_TAG_SITE), true)};
    (void)snprintf(node->name, sizeof node->name, "%s", item->name);
    memcpy(node->position_m, item->value[PHW_TAG_POSITION_M], sizeof node->position_m);
}

/* An array of its elements, at the origin of the axes unless said. */
static void draft_surface(draft *d, const phw_scenario_item *item)
{
    phw_node *node = &d->node[d->n_nodes++];
    *node = (phw_node){
        .name = "surface",
        .site = site_of(d, phw_scenario_item_text(item, PHW_SURFACE_SITE), true),
        .array = {.form = PHW_ARRAY_ULA,
                  .columns =
                      (size_t)phw_scenario_item_value(item, PHW_SURFACE_ELEMENTS),
                  .rows = 1,
                  .spacing = phw_scenario_item_value(item, PHW_SURFACE_SPACING)}};
    memcpy(node->position_m, item->value[PHW_SURFACE_POSITION_M],
           sizeof node->position_m);
}

static phw_status draft_all(draft *d)
{
    const phw_scenario *s = d->scenario;
    const size_t n = s->n_items + 3;
    PHW_TRY(phw_array_alloc(&d->node, n, sizeof *d->node));
    PHW_TRY(phw_array_alloc(&d->site, n, sizeof *d->site));
    const size_t n_nodes = phw_scenario_count(s, PHW_SECTION_NODES);
    const size_t n_tags = phw_scenario_count(s, PHW_SECTION_TAGS);
    if (n_nodes == 0)
        return draft_three(d);
    PHW_TRY(draft_sites(d));
    for (size_t i = 0; i < n_nodes; ++i)
        PHW_TRY(draft_node(d, phw_scenario_item_at(s, PHW_SECTION_NODES, i)));
    for (size_t i = 0; i < n_tags; ++i)
        draft_tag(d, phw_scenario_item_at(s, PHW_SECTION_TAGS, i));
    if (phw_scenario_count(s, PHW_SECTION_SURFACE) > 0)
        draft_surface(d, phw_scenario_item_at(s, PHW_SECTION_SURFACE, 0));
    return PHW_OK;
}

static phw_status fill_channel(phw_network_config *c, const phw_scenario *s)
{
    const double *v = s->value;
    PHW_TRY(phw_profile_read(&c->taps, s->profile, v[PHW_SCENARIO_DELAY_SPREAD_S],
                             (size_t)v[PHW_SCENARIO_TAPS]));
    if (*s->spectrum != '\0')
        PHW_TRY(phw_spectrum_choose(&c->spectrum, s->spectrum));
    if (*s->law != '\0')
        PHW_TRY(phw_law_choose(&c->law, s->law));
    const double k_db = v[PHW_SCENARIO_RICE_K_DB];
    if (k_db > NO_STEADY_DB) {
        const double k = pow(10, k_db / 10);
        c->taps.steady[0] = k / (1 + k);
    }
    const bool is_plain = phw_scenario_count(s, PHW_SECTION_NODES) == 0 ||
                          s->given[PHW_SCENARIO_DOPPLER_HZ] ||
                          s->given[PHW_SCENARIO_SPEED_M_S];
    c->doppler_hz = is_plain ? phw_scenario_doppler_hz(s) : -1;
    c->carrier_hz = v[PHW_SCENARIO_CARRIER_HZ];
    c->mode = (int)v[PHW_SCENARIO_GENERATOR] == PHW_GENERATOR_PLANE_WAVES
                  ? PHW_NETWORK_PLANE_WAVES
                  : PHW_NETWORK_SPECTRAL;
    c->n_waves = (size_t)v[PHW_SCENARIO_WAVES];
    c->redraw_periods = v[PHW_SCENARIO_REDRAW_PERIODS];
    return PHW_OK;
}

/* The widest array is in the way of a limit on pairs of antennas. */
static phw_status refuse_widest(const draft *d, size_t total)
{
    const phw_scenario *s = d->scenario;
    const size_t n_nodes = phw_scenario_count(s, PHW_SECTION_NODES);
    size_t widest = 0;
    for (size_t i = 0; i < d->n_nodes; ++i) {
        if (phw_array_size(&d->node[i].array) > phw_array_size(&d->node[widest].array))
            widest = i;
    }
    const bool is_node = widest < n_nodes;
    const phw_scenario_item *item =
        is_node ? phw_scenario_item_at(s, PHW_SECTION_NODES, widest)
                : phw_scenario_item_at(s, PHW_SECTION_SURFACE, 0);
    (void)phw_fail(PHW_EINPUT,
                   "%s%s.%s: %zu pairs of antennas in all; generator spectral takes at "
                   "most %d",
                   is_node ? "nodes." : "surface", item->name,
                   is_node ? "array" : "elements", total, PHW_NETWORK_PAIRS_MAX);
    return phw_scenario_line_refuse(
        s, phw_scenario_line_of(item, is_node ? PHW_NODE_ARRAY : PHW_SURFACE_ELEMENTS));
}

/* Between all sites and within each. */
static phw_status check_pairs(const draft *d, const phw_network_config *config)
{
    size_t total = 0;
    for (size_t i = 0; i < d->n_nodes; ++i) {
        size_t below = 0; /* antennas of the sites up to this node's */
        for (size_t k = 0; k < d->n_nodes; ++k)
            below += d->node[k].site <= d->node[i].site
                         ? phw_array_size(&d->node[k].array)
                         : 0;
        total += phw_array_size(&d->node[i].array) * below;
    }
    const bool is_spectral = config->mode == PHW_NETWORK_SPECTRAL;
    if (is_spectral && d->correlation == NULL && total > PHW_NETWORK_PAIRS_MAX)
        return refuse_widest(d, total);
    return PHW_OK;
}

phw_status phw_lab_network_create(phw_network **out, const phw_lab_plan *plan,
                                  uint64_t seed, uint32_t trial)
{
    draft d = {.scenario = plan->scenario};
    phw_network_config config = {.seed = seed, .trial = trial};
    phw_status s = draft_all(&d);
    if (!s)
        s = fill_channel(&config, plan->scenario);
    bool is_told = false; /* with the line of the file */
    if (!s) {
        s = check_pairs(&d, &config);
        is_told = s != PHW_OK;
    }
    config.node = d.node;
    config.n_nodes = d.n_nodes;
    config.site = d.site;
    config.n_sites = d.n_sites;
    config.correlation = d.correlation;
    if (!s)
        s = phw_network_create(out, &config);
    free(d.node);
    free(d.site);
    free(d.correlation);
    /* The values are the file's, not an argument's. */
    if (s && !is_told)
        return phw_fail_within(s == PHW_EARG ? PHW_EINPUT : s, "%s",
                               plan->scenario->path);
    return s;
}
