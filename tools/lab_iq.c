#include "tools/lab_iq.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "channel/delay_line.h"
#include "channel/noise.h"
#include "core/signal.h"
#include "tools/cancel.h"
#include "tools/lab_ear.h"
#include "tools/lab_iq_check.h"
#include "tools/lab_radio.h"

/* Noise alone before and after a frame: the detector's window fills with it. */
#define SILENCE 240

struct phw_iq {
    const phw_lab_plan *plan;
    phw_air *air;
    phw_delay_line *line[2]; /* of all taps, and of flat sites' one */
    size_t observation;      /* of the slot that is made */
    size_t channel;
    phw_lab_ear *ear;
    phw_cf *heard; /* one estimate */
    phw_cf *slot;  /* silence, frame, silence */
    size_t n_slot;
    double rate_hz;
    uint64_t seed;
    uint32_t trial;
};

/* The taps of the channel whose slot is made. */
static phw_status read_taps(void *context, phw_cf *tap, double time_s)
{
    phw_iq *iq = context;
    return phw_air_lane(iq->air, tap, iq->observation, iq->channel, time_s);
}

static bool is_flat(const phw_iq *iq, size_t observation)
{
    return phw_air_profile(iq->air, observation)->n == 1;
}

static phw_status make_line(phw_iq *iq, size_t observation)
{
    phw_delay_line **line = &iq->line[is_flat(iq, observation)];
    if (*line != NULL)
        return PHW_OK;
    const phw_delay_line_config config = {
        .taps = phw_air_profile(iq->air, observation),
        .rate_hz = iq->rate_hz,
        .doppler_hz = fmin(phw_air_doppler_hz(iq->air, observation), iq->rate_hz / 2),
        .source = read_taps,
        .context = iq};
    return phw_delay_line_create(line, &config);
}

static phw_status make(phw_iq *iq)
{
    PHW_TRY(phw_lab_ear_create(&iq->ear, iq->plan->scenario));
    PHW_TRY(
        phw_array_alloc(&iq->heard, phw_lab_ear_values(iq->ear), sizeof *iq->heard));
    size_t tail = 0;
    for (size_t o = 0; o < iq->plan->n; ++o) {
        PHW_TRY(make_line(iq, o));
        const size_t rings = phw_delay_line_tail(iq->line[is_flat(iq, o)]);
        tail = rings > tail ? rings : tail;
    }
    iq->n_slot = phw_lab_ear_sent(iq->ear)->n + tail + (size_t)2 * SILENCE;
    return phw_array_alloc(&iq->slot, iq->n_slot, sizeof *iq->slot);
}

phw_status phw_iq_create(phw_iq **out, phw_air *air, uint64_t seed, uint32_t trial)
{
    phw_iq *iq = calloc(1, sizeof *iq);
    if (iq == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a radio");
    iq->plan = phw_air_plan(air);
    iq->air = air;
    iq->rate_hz = iq->plan->scenario->value[PHW_SCENARIO_BANDWIDTH_HZ];
    iq->seed = seed;
    iq->trial = trial;
    phw_status s = make(iq);
    if (s)
        s = phw_fail_within(s == PHW_EARG ? PHW_EINPUT : s, "%s: level iq",
                            iq->plan->scenario->path);
    if (!s)
        s = phw_lab_iq_check(iq->plan, iq->n_slot, phw_lab_ear_reach(iq->ear));
    if (s) {
        phw_iq_destroy(iq);
        return s;
    }
    *out = iq;
    return PHW_OK;
}

void phw_iq_destroy(phw_iq *iq)
{
    if (iq == NULL)
        return;
    phw_delay_line_destroy(iq->line[0]);
    phw_delay_line_destroy(iq->line[1]);
    phw_lab_ear_destroy(iq->ear);
    free(iq->heard);
    free(iq->slot);
    free(iq);
}

size_t phw_iq_slot_size(const phw_iq *iq)
{
    return iq->n_slot;
}

size_t phw_iq_slot_lead(const phw_iq *iq)
{
    (void)iq;
    return SILENCE;
}

/* What comes out before the first sample's instant is the filters' ringing. */
static phw_status carry(phw_iq *iq, double instant_s)
{
    phw_delay_line *line = iq->line[is_flat(iq, iq->observation)];
    const size_t latency = phw_delay_line_latency(line);
    const phw_signal *sent = phw_lab_ear_sent(iq->ear);
    const size_t n = sent->n;
    phw_cf *frame = iq->slot + SILENCE - latency;
    PHW_TRY(phw_delay_line_restart(line, instant_s, 0));
    memset(iq->slot, 0, iq->n_slot * sizeof *iq->slot);
    PHW_TRY(phw_lab_radio_transmit(phw_air_radio(iq->air), frame, sent->sample, n,
                                   iq->plan->observation[iq->observation].sender,
                                   instant_s));
    PHW_TRY(phw_delay_line_push(line, frame, frame, n));
    return phw_delay_line_flush(line, frame + n, phw_delay_line_tail(line));
}

/* The slot as it leaves the receiver's converter. */
static phw_status make_slot(phw_iq *iq, size_t probe)
{
    const size_t o = iq->observation;
    const size_t receiver = iq->plan->observation[o].receiver;
    const double instant_s = phw_lab_plan_instant(iq->plan, o, probe);
    const phw_rng rng = {iq->seed, PHW_RNG_PURPOSE(PHW_RNG_NOISE, o), iq->trial};
    const double variance = phw_air_sample_noise(iq->air, o);
    double amplitude = 1;
    PHW_TRY(phw_air_amplitude(iq->air, &amplitude, o, instant_s));
    PHW_TRY(carry(iq, instant_s));
    phw_noise_add(iq->slot, iq->n_slot, variance, &rng,
                  probe * phw_air_channels(iq->air, o) + iq->channel);
    phw_lab_radio_expect(phw_air_radio(iq->air), receiver, amplitude);
    return phw_lab_radio_receive(phw_air_radio(iq->air), iq->slot, iq->n_slot, receiver,
                                 instant_s - SILENCE / iq->rate_hz, variance);
}

phw_status phw_iq_slot(phw_iq *iq, const phw_cf **slot, size_t observation,
                       size_t channel, size_t probe)
{
    iq->observation = observation;
    iq->channel = channel;
    PHW_TRY(make_slot(iq, probe));
    *slot = iq->slot;
    return PHW_OK;
}

/* The slot that a burst lies in says which probe it is; the first of a slot counts. */
static void collect(const phw_iq *iq, phw_cf *response, size_t stride, bool *found,
                    size_t n)
{
    const size_t n_values = phw_lab_ear_values(iq->ear);
    uint64_t slot = 0;
    while (phw_lab_ear_take(iq->ear, iq->heard, &slot)) {
        if (slot >= n || found[slot])
            continue;
        phw_cf *out = response + slot * stride;
        memcpy(out, iq->heard, n_values * sizeof *out);
        phw_lab_radio_calibrate(phw_air_radio(iq->air), out,
                                phw_lab_ear_offsets(iq->ear), n_values,
                                iq->plan->observation[iq->observation].receiver);
        found[slot] = true;
    }
}

/* The receiver gets the slot as if its gain had never changed. */
static phw_status push_slot(phw_iq *iq, size_t probe)
{
    PHW_TRY(phw_cancel_check());
    PHW_TRY(make_slot(iq, probe));
    phw_lab_radio_undo_gain(phw_air_radio(iq->air), iq->slot, iq->n_slot);
    return phw_lab_ear_push(iq->ear, iq->slot);
}

/* One channel of the exchanges: response[n][stride]. */
static phw_status receive(phw_iq *iq, phw_cf *response, bool *found, size_t channel,
                          size_t from, size_t to)
{
    const size_t stride =
        phw_air_channels(iq->air, iq->observation) * phw_lab_ear_values(iq->ear);
    PHW_TRY(phw_lab_ear_listen(iq->ear, iq->n_slot, SILENCE));
    iq->channel = channel;
    for (size_t probe = from; probe < to; ++probe) {
        PHW_TRY(push_slot(iq, probe));
        collect(iq, response, stride, found, to - from);
    }
    PHW_TRY(phw_lab_ear_finish(iq->ear));
    collect(iq, response, stride, found, to - from);
    return PHW_OK;
}

phw_status phw_iq_chunk(phw_iq *iq, phw_cf *response, bool *found, size_t observation,
                        size_t from, size_t to)
{
    const size_t n = to - from;
    bool *heard = NULL;
    PHW_TRY(phw_array_alloc(&heard, n, sizeof *heard));
    phw_status s = PHW_OK;
    iq->observation = observation;
    for (size_t i = 0; i < n; ++i)
        found[i] = true;
    for (size_t c = 0; c < phw_air_channels(iq->air, observation) && !s; ++c) {
        memset(heard, 0, n * sizeof *heard);
        s = receive(iq, response + c * phw_lab_ear_values(iq->ear), heard, c, from, to);
        for (size_t i = 0; i < n; ++i)
            found[i] = found[i] && heard[i];
    }
    free(heard);
    return s;
}
