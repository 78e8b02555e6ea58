#include "tools/lab_paths.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "channel/surface.h"
#include "channel/tag.h"
#include "core/signal.h"
#include "tools/lab_network.h"

/* Of the phases' stream, apart from those of the network's links. */
#define PURPOSE 0x900000

struct phw_lab_paths {
    const phw_lab_plan *plan;
    phw_network *network;
    phw_surface *surface; /* or NULL */
    size_t n_elements;
    uint64_t period;  /* for which its phases are, from 1; 0 none */
    phw_cf *tap;      /* what the network gives */
    phw_cf *incoming; /* elements x antennas */
    phw_cf *outgoing;
    phw_cf *hop; /* of one antenna to the elements */
    size_t n_tags;
};

static size_t most_antennas(const phw_lab_paths *p)
{
    size_t most = 1;
    for (size_t i = 0; i < p->plan->n_nodes; ++i) {
        const size_t n = phw_network_antennas(p->network, i);
        most = n > most ? n : most;
    }
    return most;
}

static const phw_scenario_item *surface_of(const phw_lab_paths *p)
{
    return phw_scenario_item_at(p->plan->scenario, PHW_SECTION_SURFACE, 0);
}

static phw_status make_surface(phw_lab_paths *p, const phw_rng *rng)
{
    const phw_scenario_item *item = surface_of(p);
    if (item == NULL)
        return PHW_OK;
    p->n_elements = (size_t)phw_scenario_item_value(item, PHW_SURFACE_ELEMENTS);
    const phw_surface_config config = {
        .n_rows = 1,
        .n_columns = p->n_elements,
        .bits = (unsigned)phw_scenario_item_value(item, PHW_SURFACE_BITS),
        .coupling = phw_scenario_item_value(item, PHW_SURFACE_COUPLING),
        .spacing = phw_scenario_item_value(item, PHW_SURFACE_SPACING),
        .rng = *rng};
    return phw_surface_create(&p->surface, &config);
}

static phw_status make(phw_lab_paths *p, const phw_rng *rng)
{
    PHW_TRY(make_surface(p, rng));
    const size_t most = most_antennas(p);
    const size_t n = most * p->n_elements;
    const size_t n_tap = most * (p->n_elements > most ? p->n_elements : most);
    PHW_TRY(phw_array_alloc(&p->tap, n_tap * PHW_TAPS_MAX, sizeof *p->tap));
    PHW_TRY(phw_array_alloc(&p->incoming, n, sizeof *p->incoming));
    PHW_TRY(phw_array_alloc(&p->outgoing, n, sizeof *p->outgoing));
    return phw_array_alloc(&p->hop, p->n_elements, sizeof *p->hop);
}

phw_status phw_lab_paths_create(phw_lab_paths **out, const phw_lab_plan *plan,
                                phw_network *network, uint64_t seed, uint32_t trial)
{
    phw_lab_paths *p = calloc(1, sizeof *p);
    if (p == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for reflections");
    *p =
        (phw_lab_paths){.plan = plan,
                        .network = network,
                        .n_elements = 1,
                        .n_tags = phw_scenario_count(plan->scenario, PHW_SECTION_TAGS)};
    const phw_rng rng = {seed, PHW_RNG_PURPOSE(PHW_RNG_PHASE, PURPOSE), trial};
    const phw_status s = make(p, &rng);
    if (s) {
        phw_lab_paths_destroy(p);
        return s;
    }
    *out = p;
    return PHW_OK;
}

void phw_lab_paths_destroy(phw_lab_paths *paths)
{
    if (paths == NULL)
        return;
    phw_surface_destroy(paths->surface);
    free(paths->tap);
    free(paths->incoming);
    free(paths->outgoing);
    free(paths->hop);
    free(paths);
}

/* The narrow-band channel: the sum over the taps, out[antennas to][antennas from]. */
static phw_status read_narrow(phw_lab_paths *p, phw_cf *out, size_t from, size_t to,
                              double time_s)
{
    const size_t n =
        phw_network_antennas(p->network, from) * phw_network_antennas(p->network, to);
    const size_t n_taps = phw_network_profile(p->network, from, to)->n;
    PHW_TRY(phw_network_taps(p->network, p->tap, from, to, time_s));
    memcpy(out, p->tap, n * sizeof *out);
    for (size_t l = 1; l < n_taps; ++l) {
        for (size_t i = 0; i < n; ++i)
            out[i] += p->tap[l * n + i];
    }
    return PHW_OK;
}

static uint64_t exchange_of(const phw_lab_paths *p, double time_s)
{
    /* An instant that is an exchange's start may lie a rounding before it. */
    const double exchange =
        floor(time_s / p->plan->scenario->value[PHW_SCENARIO_INTERVAL_S] + 1e-9);
    return exchange > 0 ? (uint64_t)exchange : 0;
}

static uint64_t period_of(const phw_lab_paths *p, const phw_scenario_item *item,
                          size_t field, double time_s)
{
    return exchange_of(p, time_s) / (uint64_t)phw_scenario_item_value(item, field);
}

static phw_status add_tag(phw_lab_paths *p, phw_cf *inout, size_t from, size_t to,
                          double time_s, size_t i)
{
    const phw_scenario_item *item =
        phw_scenario_item_at(p->plan->scenario, PHW_SECTION_TAGS, i);
    const size_t tag = phw_lab_network_tag(p->plan, i);
    const size_t n_from = phw_network_antennas(p->network, from);
    const size_t n_to = phw_network_antennas(p->network, to);
    PHW_TRY(read_narrow(p, p->incoming, from, tag, time_s));
    PHW_TRY(read_narrow(p, p->outgoing, tag, to, time_s));
    const phw_tag made = {.depth = phw_scenario_item_value(item, PHW_TAG_DEPTH)};
    const unsigned state = period_of(p, item, PHW_TAG_PERIOD, time_s) % 2 == 0;
    const double power_db = phw_scenario_item_value(item, PHW_TAG_POWER_DB);
    const phw_cf reflection =
        (float)pow(10, power_db / 20) * phw_tag_reflection(&made, state);
    for (size_t k = 0; k < n_to * n_from; ++k)
        inout[k] +=
            phw_tag_gain(reflection, p->incoming[k % n_from], p->outgoing[k / n_from]);
    return PHW_OK;
}

/* Antenna `antenna` of n to or from each element: h[elements][n] or h[n][elements]. */
static const phw_cf *gather(phw_lab_paths *p, const phw_cf *h, size_t antenna, size_t n)
{
    for (size_t i = 0; i < p->n_elements; ++i)
        p->hop[i] = h[i * n + antenna];
    return p->hop;
}

/* The best phases for the hub's and its first partner's first antennas as a period
 * begins. */
static phw_status aim(phw_lab_paths *p, uint64_t period, int kind)
{
    const double length = phw_scenario_item_value(surface_of(p), PHW_SURFACE_PERIOD);
    const double start_s =
        (double)period * length * p->plan->scenario->value[PHW_SCENARIO_INTERVAL_S];
    const size_t surface = phw_lab_network_surface(p->plan);
    const size_t hub = p->plan->observation[0].receiver;
    const size_t partner = p->plan->observation[0].sender;
    PHW_TRY(phw_network_taps(p->network, p->tap, hub, partner, start_s));
    const phw_cf direct = p->tap[0];
    PHW_TRY(read_narrow(p, p->incoming, hub, surface, start_s));
    PHW_TRY(read_narrow(p, p->outgoing, surface, partner, start_s));
    const phw_cf *f = gather(p, p->incoming, 0, phw_network_antennas(p->network, hub));
    size_t unused = 0;
    if (kind == PHW_SURFACE_BEST_BEAM)
        return phw_surface_best_beam(p->surface, &unused, direct, f, p->outgoing);
    if (phw_scenario_item_value(surface_of(p), PHW_SURFACE_BITS) > 0)
        phw_surface_optimise(p->surface, direct, f, p->outgoing);
    else
        phw_surface_align(p->surface, direct, f, p->outgoing);
    return PHW_OK;
}

/* Phases for the period that an instant is in. */
static phw_status configure(phw_lab_paths *p, double time_s)
{
    const uint64_t period = period_of(p, surface_of(p), PHW_SURFACE_PERIOD, time_s);
    const int kind =
        (int)phw_scenario_item_value(surface_of(p), PHW_SURFACE_CONFIGURATION);
    if (p->period == period + 1)
        return PHW_OK;
    if (kind == PHW_SURFACE_RANDOM)
        phw_surface_draw(p->surface, period);
    else if (kind == PHW_SURFACE_CODEBOOK)
        phw_surface_beam(p->surface, (size_t)(period % p->n_elements));
    else
        PHW_TRY(aim(p, period, kind));
    p->period = period + 1;
    return PHW_OK;
}

static phw_status add_surface(phw_lab_paths *p, phw_cf *inout, size_t from, size_t to,
                              double time_s)
{
    const size_t surface = phw_lab_network_surface(p->plan);
    const size_t n_from = phw_network_antennas(p->network, from);
    const size_t n_to = phw_network_antennas(p->network, to);
    PHW_TRY(configure(p, time_s));
    PHW_TRY(read_narrow(p, p->incoming, from, surface, time_s));
    PHW_TRY(read_narrow(p, p->outgoing, surface, to, time_s));
    const double power_db =
        phw_scenario_item_value(surface_of(p), PHW_SURFACE_POWER_DB);
    const float gain = (float)(pow(10, power_db / 20) / sqrt((double)p->n_elements));
    for (size_t k = 0; k < n_to * n_from; ++k) {
        const phw_cf *f = gather(p, p->incoming, k % n_from, n_from);
        const phw_cf *g = p->outgoing + k / n_from * p->n_elements;
        inout[k] += gain * phw_surface_gain(p->surface, f, g);
    }
    return PHW_OK;
}

phw_status phw_lab_paths_add(phw_lab_paths *paths, phw_cf *inout, size_t from,
                             size_t to, double time_s)
{
    for (size_t i = 0; i < paths->n_tags; ++i)
        PHW_TRY(add_tag(paths, inout, from, to, time_s, i));
    return paths->surface != NULL ? add_surface(paths, inout, from, to, time_s)
                                  : PHW_OK;
}
