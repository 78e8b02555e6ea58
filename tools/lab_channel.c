#include "tools/lab_channel.h"

#include <math.h>
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

static phw_status expect(phw_lab_channel *c)
{
    phw_air *air = NULL;
    PHW_TRY(phw_air_create(&air, c->expected, c->seed, 0));
    const phw_taps *taps = phw_air_profile(air, PHW_PARTY_BOB);
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

phw_status phw_lab_channel_open(phw_lab_channel *out, const phw_scenario *scenario,
                                const phw_scenario *expected, uint64_t seed,
                                size_t n_trials)
{
    memset(out, 0, sizeof *out);
    out->scenario = scenario;
    out->expected = expected;
    out->seed = seed;
    PHW_TRY(phw_lab_channel_move(out, 0));
    const phw_status s = expect(out);
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
        .doppler_hz = phw_scenario_doppler_hz(expected),
        .n_trials = n_trials > 0 ? n_trials : phw_validation_trials(n),
    };
    return PHW_OK;
}

void phw_lab_channel_close(phw_lab_channel *channel)
{
    phw_air_destroy(channel->air);
    channel->air = NULL;
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
