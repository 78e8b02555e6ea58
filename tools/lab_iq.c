#include "tools/lab_iq.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "channel/impairment.h"
#include "channel/multipath.h"
#include "channel/noise.h"
#include "core/signal.h"
#include "phy/ofdm.h"
#include "phy/preamble.h"
#include "phy/wifi_receiver.h"

/* Noise alone before and after a frame: the detector's window fills with it. */
#define SILENCE 240

struct phw_iq {
    const phw_scenario *scenario;
    phw_air *air;
    phw_multipath *multipath;
    phw_signal sent;
    phw_signal heard;
    phw_cf *slot; /* silence, frame, silence */
    size_t n_slot;
    phw_cf begin[PHW_TAPS_MAX];
    phw_cf end[PHW_TAPS_MAX];
    uint64_t seed;
    uint32_t trial;
};

static phw_status make(phw_iq *iq)
{
    const double rate_hz = iq->scenario->value[PHW_SCENARIO_BANDWIDTH_HZ];
    const phw_preamble_config config = {
        .rate_hz = rate_hz, .bandwidth_hz = rate_hz, .rate_mbps = 6, .length = 14};
    PHW_TRY(phw_preamble_write(&iq->sent, &config));
    PHW_TRY(phw_multipath_create(&iq->multipath, phw_air_profile(iq->air), iq->sent.n,
                                 rate_hz));
    const size_t n = phw_multipath_n_out(iq->multipath);
    PHW_TRY(phw_signal_alloc(&iq->heard, n, rate_hz, 0));
    iq->n_slot = n + (size_t)2 * SILENCE;
    return phw_array_alloc(&iq->slot, iq->n_slot, sizeof *iq->slot);
}

phw_status phw_iq_create(phw_iq **out, phw_air *air, const phw_scenario *scenario,
                         uint64_t seed, uint32_t trial)
{
    phw_iq *iq = calloc(1, sizeof *iq);
    if (iq == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a radio");
    iq->scenario = scenario;
    iq->air = air;
    iq->seed = seed;
    iq->trial = trial;
    const phw_status s = make(iq);
    if (s) {
        phw_iq_destroy(iq);
        return phw_fail_within(s == PHW_EARG ? PHW_EINPUT : s, "%s: level iq",
                               scenario->path);
    }
    *out = iq;
    return PHW_OK;
}

void phw_iq_destroy(phw_iq *iq)
{
    if (iq == NULL)
        return;
    phw_multipath_destroy(iq->multipath);
    phw_signal_free(&iq->sent);
    phw_signal_free(&iq->heard);
    free(iq->slot);
    free(iq);
}

/* The oscillators run on between frames: the phase is that of the instant. Alice hears
 * Bob with the opposite sign of what Bob hears of her. */
static phw_status offset_carrier(phw_iq *iq, unsigned party, double instant_s)
{
    const double *v = iq->scenario->value;
    const double cfo_hz =
        party == PHW_PARTY_ALICE ? -v[PHW_SCENARIO_CFO_HZ] : v[PHW_SCENARIO_CFO_HZ];
    if (cfo_hz == 0)
        return PHW_OK;
    const double start_rad = 2 * M_PI * fmod(cfo_hz * instant_s, 1);
    return phw_impairment_cfo(&iq->heard, cfo_hz, start_rad);
}

/* The estimate of a carrier is the mean of two training symbols, and the 52 carriers in
 * use share the power of 64: for an estimate of the scenario's SNR a sample's noise is
 * 2 * 64 / 52 times as strong, the mean sample power being 1. */
static double sample_noise(const phw_iq *iq, unsigned party)
{
    return phw_air_noise_variance(iq->air, party) * 2 * PHW_OFDM_N_FFT /
           PHW_OFDM_N_USED;
}

static phw_status fill_slot(phw_iq *iq, unsigned party, size_t probe)
{
    const double instant_s = phw_air_instant(iq->air, party, probe);
    PHW_TRY(phw_air_taps(iq->air, iq->begin, party, instant_s));
    PHW_TRY(phw_air_taps(iq->air, iq->end, party,
                         instant_s + phw_multipath_duration_s(iq->multipath)));
    PHW_TRY(
        phw_multipath_apply(iq->multipath, &iq->heard, &iq->sent, iq->begin, iq->end));
    PHW_TRY(offset_carrier(iq, party, instant_s));
    memset(iq->slot, 0, iq->n_slot * sizeof *iq->slot);
    memcpy(iq->slot + SILENCE, iq->heard.sample, iq->heard.n * sizeof *iq->slot);
    const phw_rng rng = {iq->seed, PHW_RNG_PURPOSE(PHW_RNG_NOISE, party), iq->trial};
    phw_noise_add(iq->slot, iq->n_slot, sample_noise(iq, party), &rng, probe);
    return PHW_OK;
}

/* The slot that a frame lies in says which probe it is; the first of a slot counts. */
static void collect(const phw_iq *iq, phw_wifi_receiver *receiver, phw_cf *response,
                    bool *found, size_t n)
{
    phw_wifi_frame frame;
    while (phw_wifi_receiver_take(receiver, &frame)) {
        const uint64_t slot = frame.start_sample / iq->n_slot;
        if (slot >= n || found[slot])
            continue;
        found[slot] = true;
        memcpy(response + slot * PHW_OFDM_N_USED, frame.h, sizeof frame.h);
    }
}

phw_status phw_iq_chunk(phw_iq *iq, phw_cf *response, bool *found, unsigned party,
                        size_t from, size_t to)
{
    const double rate_hz = iq->heard.rate_hz;
    phw_wifi_receiver *receiver = NULL;
    PHW_TRY(phw_wifi_receiver_create(&receiver, rate_hz, rate_hz));
    phw_status s = PHW_OK;
    for (size_t i = 0; i < to - from; ++i)
        found[i] = false;
    for (size_t probe = from; probe < to && !s; ++probe) {
        s = fill_slot(iq, party, probe);
        if (!s)
            s = phw_wifi_receiver_push(receiver, iq->slot, iq->n_slot);
        if (!s)
            collect(iq, receiver, response, found, to - from);
    }
    if (!s)
        s = phw_wifi_receiver_finish(receiver);
    if (!s)
        collect(iq, receiver, response, found, to - from);
    phw_wifi_receiver_destroy(receiver);
    return s;
}
