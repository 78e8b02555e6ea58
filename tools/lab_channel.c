#include "tools/lab_channel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "channel/laws.h"
#include "channel/spectra.h"
#include "channel/validations.h"
#include "tools/cancel.h"

/* Some milliseconds' worth. */
#define READS 4096

phw_status phw_lab_channel_move(phw_lab_channel *c, uint32_t trial)
{
    if (c->air != NULL && c->trial == trial)
        return PHW_OK;
    PHW_TRY(phw_cancel_check());
    c->trial = trial;
    return c->air != NULL ? phw_air_reset(c->air, c->seed, trial)
                          : phw_air_create(&c->air, c->scenario, c->seed, trial);
}

static phw_status read_taps(void *context, phw_cf *out, uint32_t trial, double time_s)
{
    phw_lab_channel *c = context;
    if (++c->reads % READS == 0)
        PHW_TRY(phw_cancel_check());
    PHW_TRY(phw_lab_channel_move(c, trial));
    return phw_air_direct(c->air, out, PHW_PARTY_BOB, time_s);
}

/* Of the link that is looked at. */
static double doppler_of(phw_air *air)
{
    const phw_lab_observation *bob = &phw_air_plan(air)->observation[PHW_PARTY_BOB];
    return phw_network_link_doppler_hz(phw_air_network(air), bob->sender,
                                       bob->receiver);
}

static phw_status expect(phw_lab_channel *c)
{
    phw_air *air = NULL;
    PHW_TRY(phw_air_create(&air, c->expected, c->seed, 0));
    const phw_taps *taps = phw_air_profile(air, PHW_PARTY_BOB);
    c->doppler_hz = doppler_of(air);
    const size_t n = phw_air_profile(c->air, PHW_PARTY_BOB)->n;
    if (taps->n != n) {
        const size_t n_expected = taps->n;
        phw_air_destroy(air);
        return phw_fail(PHW_EARG, "--expect: %zu taps where the scenario has %zu",
                        n_expected, n);
    }
    phw_spectrum_choice spectrum = {0};
    phw_status s = PHW_OK;
    if (*c->expected->spectrum != '\0')
        s = phw_spectrum_choose(&spectrum, c->expected->spectrum);
    for (size_t i = 0; i < taps->n; ++i) {
        phw_process_model *m = &c->model[i];
        m->power = taps->power[i];
        m->steady = taps->steady[i];
        m->steady_shift = PHW_PROCESS_STEADY_SHIFT;
        m->spectrum = spectrum;
        if (taps->spectrum[i] != NULL) {
            m->spectrum.entry = taps->spectrum[i];
            phw_params_preset(&m->spectrum.params, taps->spectrum[i]->params,
                              taps->spectrum[i]->n_params);
        }
        c->delay_s[i] = phw_air_profile(c->air, PHW_PARTY_BOB)->delay_s[i];
        c->expected_delay_s[i] = taps->delay_s[i];
    }
    if (!s && *c->expected->law != '\0')
        s = phw_law_choose(&c->model[0].law, c->expected->law);
    phw_air_destroy(air);
    return s;
}

/* Single antennas, since one pair of them is looked at, and clocks that agree: they
 * change no coefficient, but each trial's resampling filters would be made anew. */
static phw_status hold_node(phw_scenario *s, const phw_scenario_item *item, bool still)
{
    char text[96];
    (void)snprintf(text, sizeof text, "nodes.%s.array=single", item->name);
    PHW_TRY(phw_scenario_set(s, text));
    (void)snprintf(text, sizeof text, "nodes.%s.beam=antennas", item->name);
    PHW_TRY(phw_scenario_set(s, text));
    (void)snprintf(text, sizeof text, "nodes.%s.clock_ppm=0", item->name);
    PHW_TRY(phw_scenario_set(s, text));
    (void)snprintf(text, sizeof text, "nodes.%s.velocity_m_s=0,0,0", item->name);
    return still ? phw_scenario_set(s, text) : PHW_OK;
}

static phw_status hold(phw_scenario *out, const phw_scenario *from, double doppler_hz,
                       bool still)
{
    *out = *from;
    out->value[PHW_SCENARIO_SHADOWING_DB] = 0;
    for (size_t i = 0; i < phw_scenario_count(from, PHW_SECTION_NODES); ++i)
        PHW_TRY(
            hold_node(out, phw_scenario_item_at(from, PHW_SECTION_NODES, i), still));
    if (still) {
        out->value[PHW_SCENARIO_DOPPLER_HZ] = doppler_hz;
        out->given[PHW_SCENARIO_DOPPLER_HZ] = true;
        out->given[PHW_SCENARIO_SPEED_M_S] = false;
    }
    return PHW_OK;
}

static bool has_line(const phw_lab_channel *c)
{
    for (size_t i = 0; i < phw_air_profile(c->air, PHW_PARTY_BOB)->n; ++i) {
        if (phw_process_diffuse(&c->model[i]) < 1)
            return true;
    }
    return false;
}

/* Whether plane waves give a spectrum of their own: those from one side do, and those
 * between nodes that move at once. */
static bool has_own_spectrum(const phw_scenario *s)
{
    size_t n_moving = 0;
    if ((int)s->value[PHW_SCENARIO_GENERATOR] != PHW_GENERATOR_PLANE_WAVES)
        return false;
    for (size_t i = 0; i < phw_scenario_count(s, PHW_SECTION_SITES); ++i) {
        const phw_scenario_item *site = phw_scenario_item_at(s, PHW_SECTION_SITES, i);
        if (strcmp(phw_scenario_item_text(site, PHW_SITE_ANGLES), "isotropic") != 0)
            return true;
    }
    for (size_t i = 0; i < phw_scenario_count(s, PHW_SECTION_NODES); ++i) {
        const double *v =
            phw_scenario_item_at(s, PHW_SECTION_NODES, i)->value[PHW_NODE_VELOCITY_M_S];
        n_moving += v[0] != 0 || v[1] != 0 || v[2] != 0;
    }
    return n_moving > 1;
}

/* The Doppler shift of `scenario` itself, which is not the expected one's. */
static phw_status hold_both(phw_lab_channel *c)
{
    const bool still = has_line(c) || has_own_spectrum(c->scenario) ||
                       *c->scenario->path_loss != '\0' ||
                       *c->expected->path_loss != '\0';
    const double doppler_hz = doppler_of(c->air);
    c->held = calloc(2, sizeof *c->held);
    if (c->held == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a scenario");
    PHW_TRY(hold(&c->held[0], c->scenario, doppler_hz, still));
    PHW_TRY(hold(&c->held[1], c->expected, c->doppler_hz, still));
    c->scenario = &c->held[0];
    c->expected = &c->held[1];
    phw_air_destroy(c->air);
    c->air = NULL;
    return phw_lab_channel_move(c, 0);
}

/* How long one draw of the waves fades into the next at least, in periods of fd. */
static double fade_periods(const phw_scenario *s)
{
    if ((int)s->value[PHW_SCENARIO_GENERATOR] != PHW_GENERATOR_PLANE_WAVES)
        return 0;
    const double periods = s->value[PHW_SCENARIO_REDRAW_PERIODS];
    return PHW_NETWORK_REDRAW_FADE *
           (periods > 0 ? periods : PHW_NETWORK_REDRAW_PRESET);
}

phw_status phw_lab_channel_open(phw_lab_channel *out, const phw_scenario *scenario,
                                const phw_scenario *expected, uint64_t seed,
                                size_t n_trials)
{
    memset(out, 0, sizeof *out);
    out->scenario = scenario;
    out->expected = expected;
    out->given[0] = scenario;
    out->given[1] = expected;
    out->seed = seed;
    PHW_TRY(phw_lab_channel_move(out, 0));
    phw_status s = expect(out);
    if (!s && phw_scenario_count(scenario, PHW_SECTION_NODES) > 0)
        s = hold_both(out);
    if (s) {
        phw_lab_channel_close(out);
        return s;
    }
    const size_t n = phw_air_profile(out->air, PHW_PARTY_BOB)->n;
    out->source = (phw_fading_source){n, read_taps, out};
    out->subject = (phw_validation_subject){
        .source = &out->source,
        .model = out->model,
        .delay_s = out->delay_s,
        .expected_delay_s = out->expected_delay_s,
        .doppler_hz = out->doppler_hz,
        .fade_periods = fade_periods(out->expected),
        .n_trials = n_trials > 0 ? n_trials : phw_validation_trials(n),
    };
    return PHW_OK;
}

void phw_lab_channel_close(phw_lab_channel *channel)
{
    phw_air_destroy(channel->air);
    channel->air = NULL;
    free(channel->held);
    channel->held = NULL;
}

void phw_lab_channel_correlation(double *re, double *im, const phw_lab_channel *c,
                                 double tau_s)
{
    double total = 0;
    *re = 0;
    *im = 0;
    for (size_t i = 0; i < c->source.n; ++i) {
        double tap_re = 1;
        double tap_im = 0;
        phw_process_correlation(&tap_re, &tap_im, &c->model[i],
                                tau_s * c->subject.doppler_hz);
        total += c->model[i].power;
        *re += c->model[i].power * tap_re;
        *im += c->model[i].power * tap_im;
    }
    *re /= total;
    *im /= total;
}
