#include "tools/lab_observers.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "channel/light_speed.h"
#include "core/signal.h"
#include "tools/lab_pairing.h"

/* Probes of a trial: the trials are many, and each begins elsewhere. */
#define PROBES 4

/* Metres between two nodes of the scenario. */
static double apart_m(const phw_scenario_item *a, const phw_scenario_item *b)
{
    double sum = 0;
    for (size_t i = 0; i < 3; ++i) {
        const double d =
            a->value[PHW_NODE_POSITION_M][i] - b->value[PHW_NODE_POSITION_M][i];
        sum += d * d;
    }
    return sqrt(sum);
}

/* Whether lines of sight to both draw the same phase: they are at one named site. */
static bool together(const phw_scenario_item *a, const phw_scenario_item *b)
{
    const char *site = phw_scenario_item_text(a, PHW_NODE_SITE);
    return *site != '\0' && strcmp(site, phw_scenario_item_text(b, PHW_NODE_SITE)) == 0;
}

/* What scatters hangs together by the angles of the waves, the lines of sight by the
 * lengths of their paths. */
static double complex expect_nodes(const phw_lab_channel *c, phw_air *air,
                                   size_t observation)
{
    const phw_lab_plan *plan = phw_air_plan(air);
    const size_t at_eve = plan->observation[observation].receiver;
    const size_t at_bob = plan->observation[PHW_PARTY_BOB].receiver;
    const size_t at_hub = plan->observation[PHW_PARTY_BOB].sender;
    const phw_scenario_item *hub = plan->node[at_hub].item;
    const phw_scenario_item *eve = plan->node[at_eve].item;
    const phw_scenario_item *bob = plan->node[at_bob].item;
    const double wavelength_m =
        PHW_LIGHT_SPEED_M_S / c->expected->value[PHW_SCENARIO_CARRIER_HZ];
    double re = 0;
    double im = 0;
    double complex sum = 0;
    double total = 0;
    phw_network_correlation(&re, &im, phw_air_network(air), at_eve, at_bob, at_hub);
    const double turns = (apart_m(hub, eve) - apart_m(hub, bob)) / wavelength_m;
    const double complex line =
        together(eve, bob) ? CMPLX(cos(2 * M_PI * turns), -sin(2 * M_PI * turns)) : 0;
    for (size_t i = 0; i < c->source.n; ++i) {
        const double s = phw_process_steady(&c->model[i]);
        total += c->model[i].power;
        sum += c->model[i].power * ((1 - s) * CMPLX(re, im) + s * line);
    }
    return sum / total;
}

static double complex expect(const phw_lab_channel *c, phw_air *air, size_t observation)
{
    return phw_air_plan(air)->node[0].item != NULL
               ? expect_nodes(c, air, observation)
               : c->expected->value[PHW_SCENARIO_EVE_CORRELATION];
}

static size_t fewer(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* All observers in one probe; of a flat site there is one tap to compare. */
static phw_status add_probe(phw_lab_pairing *p, phw_lab_channel *c, size_t n_observers,
                            size_t trial, size_t probe)
{
    phw_cf eve[PHW_TAPS_MAX];
    phw_cf bob[PHW_TAPS_MAX];
    const double time_s = phw_air_instant(c->air, PHW_PARTY_EVE, probe);
    PHW_TRY(phw_air_direct(c->air, bob, PHW_PARTY_BOB, time_s));
    for (size_t i = 0; i < n_observers; ++i) {
        const size_t n_taps = phw_air_profile(c->air, PHW_PARTY_EVE + i)->n;
        PHW_TRY(phw_air_direct(c->air, eve, PHW_PARTY_EVE + i, time_s));
        phw_lab_pairing_add(&p[i], trial, eve, bob, fewer(n_taps, c->source.n));
    }
    return PHW_OK;
}

static phw_status add_both(phw_statistics *out, const phw_lab_pairing *p,
                           const char *who, double complex expected)
{
    phw_statistic f = {.name = "Eve's correlation with Bob's channel, real",
                       .expected = creal(expected)};
    (void)snprintf(f.at, sizeof f.at, "%s", who);
    phw_lab_pairing_ratio(&f, p, true);
    PHW_TRY(phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, 1));
    (void)snprintf(f.name, sizeof f.name,
                   "Eve's correlation with Bob's channel, imag.");
    f.expected = cimag(expected);
    phw_lab_pairing_ratio(&f, p, false);
    return phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, 1);
}

static phw_status add_all(phw_statistics *out, const phw_lab_pairing *p,
                          const phw_lab_channel *c)
{
    const phw_lab_plan *plan = phw_air_plan(c->air);
    phw_air *air = NULL;
    PHW_TRY(phw_air_create(&air, c->expected, c->seed, 0));
    phw_status s = PHW_OK;
    for (size_t i = 0; !s && i < plan->n_observers; ++i) {
        const size_t at = PHW_PARTY_EVE + i;
        s = add_both(out, &p[i], plan->node[plan->observation[at].receiver].name,
                     expect(c, air, at));
    }
    phw_air_destroy(air);
    return s;
}

static phw_status measure(phw_lab_pairing *p, phw_lab_channel *c, size_t n_observers)
{
    for (size_t k = 0; k < n_observers; ++k)
        PHW_TRY(phw_lab_pairing_alloc(&p[k], c->subject.n_trials));
    for (size_t i = 0; i < PROBES * c->subject.n_trials; ++i) {
        const size_t trial = i / PROBES;
        PHW_TRY(phw_lab_channel_move(c, (uint32_t)trial));
        PHW_TRY(add_probe(p, c, n_observers, trial, i % PROBES * 1009 + trial % 997));
    }
    return PHW_OK;
}

phw_status phw_lab_observers_check(phw_statistics *out, phw_lab_channel *channel)
{
    phw_lab_pairing *p = NULL;
    PHW_TRY(phw_lab_channel_move(channel, 0));
    const size_t n = phw_air_plan(channel->air)->n_observers;
    /* A law's stretching changes what hangs together. */
    if (n == 0 || *channel->scenario->law != '\0')
        return PHW_OK;
    p = calloc(n, sizeof *p);
    if (p == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu observers", n);
    phw_status s = measure(p, channel, n);
    if (!s)
        s = add_all(out, p, channel);
    for (size_t i = 0; i < n; ++i)
        phw_lab_pairing_free(&p[i]);
    free(p);
    return s;
}
