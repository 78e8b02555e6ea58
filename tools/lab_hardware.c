#include "tools/lab_hardware.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "channel/radio_checks.h"
#include "channel/surface.h"
#include "channel/surface_theory.h"
#include "core/signal.h"
#include "tools/cancel.h"
#include "tools/scenario_radio.h"

/* Draws of both hops of a surface; those of large ones cost more. */
#define DRAWS         4000
#define DRAWS_ELEMENT 2000000

static phw_status add(phw_statistics *out, const char *name, const char *at,
                      const phw_trial_mean *m, double expected)
{
    phw_statistic f = {.name = "",
                       .measured = m->mean,
                       .expected = expected,
                       .standard_error = phw_trial_mean_error(m)};
    (void)snprintf(f.name, sizeof f.name, "%s", name);
    (void)snprintf(f.at, sizeof f.at, "%s", at);
    return phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, 1);
}

/* With independent unit hops f and g: random phases give N, aligned ones
 * N + N (N - 1) (pi/4)^2 sinc^2(2^-b); each over N here. */
static phw_status sum_surface(phw_statistics *out, phw_surface *surface, phw_cf *hop,
                              const phw_scenario_item *expected,
                              const phw_lab_channel *c)
{
    phw_trial_mean random = {0};
    phw_trial_mean aligned = {0};
    char at[40];
    const size_t n = phw_surface_size(surface);
    const size_t draws = DRAWS_ELEMENT / n < DRAWS ? DRAWS_ELEMENT / n + 64 : DRAWS;
    for (size_t i = 0; i < draws; ++i) {
        const phw_rng rng = {c->seed, PHW_RNG_PURPOSE(PHW_RNG_TEST, 2), (uint32_t)i};
        PHW_TRY(phw_cancel_check());
        phw_rng_normal_complex(hop, &rng, 1, 0, 2 * n);
        phw_surface_draw(surface, i);
        phw_trial_mean_add(
            &random, phw_cf_power(phw_surface_gain(surface, hop, hop + n)) / (double)n);
        phw_surface_align(surface, 0, hop, hop + n);
        phw_trial_mean_add(&aligned,
                           phw_cf_power(phw_surface_gain(surface, hop, hop + n)) /
                               (double)n);
    }
    const size_t n_expected =
        (size_t)phw_scenario_item_value(expected, PHW_SURFACE_ELEMENTS);
    const unsigned bits = (unsigned)phw_scenario_item_value(expected, PHW_SURFACE_BITS);
    (void)snprintf(at, sizeof at, "%zu elements", n);
    PHW_TRY(add(out, "surface, random: power over N", at, &random,
                (double)n_expected / (double)n));
    return add(out, "surface, aligned: power over N", at, &aligned,
               phw_surface_aligned_power(n_expected, bits, false) / (double)n);
}

static phw_status check_surface(phw_statistics *out, const phw_lab_channel *c)
{
    const phw_scenario_item *item =
        phw_scenario_item_at(c->scenario, PHW_SECTION_SURFACE, 0);
    phw_surface *surface = NULL;
    phw_cf *hop = NULL;
    if (item == NULL)
        return PHW_OK;
    const phw_surface_config config = {
        .n_rows = 1,
        .n_columns = (size_t)phw_scenario_item_value(item, PHW_SURFACE_ELEMENTS),
        .bits = (unsigned)phw_scenario_item_value(item, PHW_SURFACE_BITS),
        .rng = {c->seed, PHW_RNG_PURPOSE(PHW_RNG_TEST, 3), 0}};
    PHW_TRY(phw_surface_create(&surface, &config));
    phw_status s = phw_array_alloc(&hop, 2 * config.n_columns, sizeof *hop);
    if (!s)
        s = sum_surface(out, surface, hop,
                        phw_scenario_item_at(c->expected, PHW_SECTION_SURFACE, 0), c);
    free(hop);
    phw_surface_destroy(surface);
    return s;
}

/* The figures of one radio, with its name at their places. */
static phw_status check_radio(phw_statistics *out, const phw_lab_channel *c,
                              size_t node)
{
    const phw_scenario_item *item =
        phw_scenario_item_at(c->scenario, PHW_SECTION_NODES, node);
    phw_front_end_config config;
    phw_front_end_config expected;
    const size_t before = out->n;
    PHW_TRY(phw_cancel_check());
    PHW_TRY(phw_scenario_radio(&config, NULL, item));
    PHW_TRY(phw_scenario_radio(
        &expected, NULL, phw_scenario_item_at(c->expected, PHW_SECTION_NODES, node)));
    PHW_TRY(phw_radio_check(out, &config, &expected,
                            c->scenario->value[PHW_SCENARIO_BANDWIDTH_HZ],
                            c->seed + node));
    for (size_t i = before; i < out->n; ++i) {
        char at[sizeof out->row[i].at];
        (void)snprintf(at, sizeof at, "%.12s, %.24s", item->name, out->row[i].at);
        (void)snprintf(out->row[i].at, sizeof out->row[i].at, "%s", at);
    }
    return PHW_OK;
}

phw_status phw_lab_hardware_check(phw_statistics *out, phw_lab_channel *channel)
{
    const phw_scenario *s = channel->scenario;
    PHW_TRY(check_surface(out, channel));
    for (size_t i = 0; i < phw_scenario_count(s, PHW_SECTION_NODES); ++i) {
        const phw_scenario_item *item = phw_scenario_item_at(s, PHW_SECTION_NODES, i);
        const phw_status status = check_radio(out, channel, i);
        if (status)
            return status == PHW_ECANCEL
                       ? status
                       : phw_fail_within(PHW_EINPUT, "nodes.%s", item->name);
    }
    return PHW_OK;
}
