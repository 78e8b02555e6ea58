#include "tools/lab_reflections.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "channel/surface_theory.h"
#include "channel/tag.h"
#include "core/signal.h"
#include "tools/lab_network.h"

/* Trials, and how many elements they may have together. */
#define TRIALS_MOST     4096
#define TRIALS_LEAST    512
#define TRIALS_ELEMENTS 131072

/* Fewer elements leave the best phases no more than those nearest to a path's. */
#define ELEMENTS_MANY 16

/* Of one exchange: what is expected at least and at most. */
typedef struct bounds {
    double least;
    double most;
} bounds;

static double field(const phw_scenario_item *item, size_t i)
{
    return phw_scenario_item_value(item, i);
}

static double reflection(const phw_scenario_item *tag, size_t exchange)
{
    const phw_tag made = {.depth = field(tag, PHW_TAG_DEPTH)};
    const size_t period = (size_t)field(tag, PHW_TAG_PERIOD);
    return pow(10, field(tag, PHW_TAG_POWER_DB) / 20) *
           (double)crealf(phw_tag_reflection(&made, exchange / period % 2 == 0));
}

/* E f_i f_j* E g_i g_j* of two tags, by what each end hears of them. */
static double together(phw_air *air, size_t i, size_t k)
{
    const phw_lab_plan *plan = phw_air_plan(air);
    const phw_lab_observation *o = &plan->observation[PHW_PARTY_BOB];
    double f[2];
    double g[2];
    if (i == k)
        return 1;
    phw_network_correlation(&f[0], &f[1], phw_air_network(air),
                            phw_lab_network_tag(plan, i), phw_lab_network_tag(plan, k),
                            o->sender);
    phw_network_correlation(&g[0], &g[1], phw_air_network(air),
                            phw_lab_network_tag(plan, i), phw_lab_network_tag(plan, k),
                            o->receiver);
    return f[0] * g[0] - f[1] * g[1];
}

static double expect_tags(const phw_lab_channel *c, phw_air *air, size_t exchange)
{
    const size_t n = phw_scenario_count(c->expected, PHW_SECTION_TAGS);
    double sum = 0;
    for (size_t i = 0; i < n * n; ++i) {
        const phw_scenario_item *a =
            phw_scenario_item_at(c->expected, PHW_SECTION_TAGS, i / n);
        const phw_scenario_item *b =
            phw_scenario_item_at(c->expected, PHW_SECTION_TAGS, i % n);
        sum += reflection(a, exchange) * reflection(b, exchange) *
               together(air, i / n, i % n);
    }
    return sum;
}

static bounds expect_surface(const phw_lab_channel *c)
{
    const phw_scenario_item *s =
        phw_scenario_item_at(c->expected, PHW_SECTION_SURFACE, 0);
    if (s == NULL)
        return (bounds){0};
    const int kind = (int)field(s, PHW_SURFACE_CONFIGURATION);
    const size_t n = (size_t)field(s, PHW_SURFACE_ELEMENTS);
    const unsigned bits = (unsigned)field(s, PHW_SURFACE_BITS);
    const double power = pow(10, field(s, PHW_SURFACE_POWER_DB) / 10);
    bounds b = {power, power};
    if (kind == PHW_SURFACE_ALIGNED || kind == PHW_SURFACE_BEST_BEAM)
        b.most = power * (double)n;
    if (kind == PHW_SURFACE_ALIGNED && (bits == 0 || n >= ELEMENTS_MANY))
        b.least = power * phw_surface_aligned_power(n, bits, false) / (double)n;
    return b;
}

static double amplitude_of(phw_air *air)
{
    double amplitude = 1;
    return phw_air_amplitude(air, &amplitude, PHW_PARTY_BOB, 0) == PHW_OK ? amplitude
                                                                          : (double)NAN;
}

static bounds expect(const phw_lab_channel *c, phw_air *air, size_t exchange)
{
    const double amplitude = amplitude_of(air);
    const double tags = expect_tags(c, air, exchange);
    bounds b = expect_surface(c);
    b.least = (b.least + tags) * amplitude * amplitude;
    b.most = (b.most + tags) * amplitude * amplitude;
    return b;
}

static size_t elements(const phw_scenario *s)
{
    const phw_scenario_item *item = phw_scenario_item_at(s, PHW_SECTION_SURFACE, 0);
    return item != NULL ? (size_t)field(item, PHW_SURFACE_ELEMENTS) : 1;
}

static size_t n_trials(const phw_scenario *s)
{
    const size_t wanted = TRIALS_ELEMENTS / elements(s);
    if (wanted < TRIALS_LEAST)
        return TRIALS_LEAST;
    return wanted < TRIALS_MOST ? wanted : TRIALS_MOST;
}

static phw_status measure(phw_trial_mean *m, phw_lab_channel *c, size_t exchange)
{
    const phw_scenario_item *surface =
        phw_scenario_item_at(c->scenario, PHW_SECTION_SURFACE, 0);
    const size_t turn =
        surface != NULL ? (size_t)field(surface, PHW_SURFACE_PERIOD) : 0;
    const bool is_beaming =
        surface != NULL &&
        (int)field(surface, PHW_SURFACE_CONFIGURATION) == PHW_SURFACE_CODEBOOK;
    phw_cf all[PHW_TAPS_MAX];
    phw_cf direct[PHW_TAPS_MAX];
    for (size_t i = 0; i < n_trials(c->scenario); ++i) {
        const size_t probe = is_beaming ? i % elements(c->scenario) * turn : exchange;
        PHW_TRY(phw_lab_channel_move(c, (uint32_t)i));
        const double time_s = phw_air_instant(c->air, PHW_PARTY_BOB, probe);
        PHW_TRY(phw_air_taps(c->air, all, PHW_PARTY_BOB, time_s));
        PHW_TRY(phw_air_direct(c->air, direct, PHW_PARTY_BOB, time_s));
        const double amplitude = amplitude_of(c->air);
        phw_trial_mean_add(m, phw_cf_power(all[0] - (float)amplitude * direct[0]));
    }
    return PHW_OK;
}

static phw_status add(phw_statistics *out, const phw_trial_mean *m, bounds b,
                      size_t exchange)
{
    phw_statistic f = {.name = "power of what reflects",
                       .measured = m->mean,
                       .expected = b.least,
                       .standard_error = phw_trial_mean_error(m)};
    (void)snprintf(f.at, sizeof f.at, "exchange %zu", exchange);
    if (b.least >= b.most)
        return phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, 1);
    (void)snprintf(f.name, sizeof f.name, "power of what reflects, least");
    PHW_TRY(phw_statistics_add(out, &f, PHW_STATISTIC_LEAST, 1));
    (void)snprintf(f.name, sizeof f.name, "power of what reflects, most");
    f.expected = b.most;
    return phw_statistics_add(out, &f, PHW_STATISTIC_MOST, 1);
}

static phw_status check_exchange(phw_statistics *out, phw_lab_channel *c, phw_air *air,
                                 size_t exchange)
{
    phw_trial_mean m = {0};
    PHW_TRY(measure(&m, c, exchange));
    return add(out, &m, expect(c, air, exchange), exchange);
}

static bool has_form(const phw_scenario *s, phw_air *air)
{
    const phw_lab_plan *plan = phw_air_plan(air);
    const phw_lab_observation *o = &plan->observation[PHW_PARTY_BOB];
    const phw_scenario_item *surface = phw_scenario_item_at(s, PHW_SECTION_SURFACE, 0);
    const size_t n_tags = phw_scenario_count(s, PHW_SECTION_TAGS);
    const bool has_line = phw_air_profile(air, PHW_PARTY_BOB)->steady[0] > 0;
    double re = 0;
    double im = 0;
    if ((surface == NULL && n_tags == 0) || *s->law != '\0' || (has_line && n_tags > 1))
        return false;
    phw_network_correlation(&re, &im, phw_air_network(air), o->sender, o->receiver,
                            n_tags > 0 ? phw_lab_network_tag(plan, 0)
                                       : phw_lab_network_surface(plan));
    if (re != 0 || im != 0)
        return false;
    if (surface == NULL)
        return true;
    const int kind = (int)field(surface, PHW_SURFACE_CONFIGURATION);
    return field(surface, PHW_SURFACE_COUPLING) <= 0 &&
           (kind == PHW_SURFACE_RANDOM || !has_line) &&
           (kind != PHW_SURFACE_CODEBOOK ||
            (n_tags == 0 && field(surface, PHW_SURFACE_BITS) <= 0));
}

phw_status phw_lab_reflections_check(phw_statistics *out, phw_lab_channel *channel)
{
    phw_air *air = NULL;
    const phw_scenario_item *tag =
        phw_scenario_item_at(channel->scenario, PHW_SECTION_TAGS, 0);
    PHW_TRY(phw_lab_channel_move(channel, 0));
    if (!has_form(channel->scenario, channel->air))
        return PHW_OK;
    PHW_TRY(phw_air_create(&air, channel->expected, channel->seed, 0));
    phw_status s = check_exchange(out, channel, air, 0);
    if (!s && tag != NULL)
        s = check_exchange(out, channel, air, (size_t)field(tag, PHW_TAG_PERIOD));
    phw_air_destroy(air);
    return s;
}
