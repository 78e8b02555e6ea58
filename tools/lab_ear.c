#include "tools/lab_ear.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "phy/ofdm.h"
#include "phy/preamble.h"
#include "phy/sounder.h"
#include "phy/sounding_estimator.h"
#include "phy/wifi_receiver.h"
#include "tools/lab_sounding.h"

/* The preamble and its receiver know samples, not seconds: any bandwidth is this one to
 * them. */
#define NOMINAL_HZ 20e6

/* What short training shows of an offset (phy/wifi_receiver.h). */
#define WIFI_REACH (1.0 / 32)

struct phw_lab_ear {
    bool is_own; /* a waveform of the scenario's */
    phw_sounding_waveform w;
    phw_sounder *sounder;
    phw_sounding_estimator *at_place; /* where it was sent */
    phw_cf *slot;                     /* [n_slots][slot_size]: the last ones */
    size_t n_slots;
    uint64_t n_pushed;
    phw_wifi_estimator *estimator;
    phw_wifi_receiver *receiver;
    phw_signal sent;
    double *offset_hz;
    size_t n_values;
    size_t slot_size;
    size_t lead;
};

static phw_status make_wifi(phw_lab_ear *ear)
{
    const phw_preamble_config config = {.rate_hz = NOMINAL_HZ,
                                        .bandwidth_hz = NOMINAL_HZ,
                                        .rate_mbps = 6,
                                        .length = 14};
    ear->n_values = PHW_OFDM_N_USED;
    PHW_TRY(phw_preamble_write(&ear->sent, &config));
    return phw_wifi_estimator_create(&ear->estimator, NOMINAL_HZ);
}

static phw_status make_own(phw_lab_ear *ear, const phw_scenario *s)
{
    PHW_TRY(phw_lab_sounding_make(&ear->w, s));
    ear->n_values = ear->w.n_used;
    PHW_TRY(phw_sounding_estimator_create(&ear->at_place, &ear->w));
    PHW_TRY(phw_signal_alloc(&ear->sent, ear->w.n_samples, NOMINAL_HZ, 0));
    memcpy(ear->sent.sample, ear->w.sample, ear->w.n_samples * sizeof(phw_cf));
    return PHW_OK;
}

static phw_status make(phw_lab_ear *ear, const phw_scenario *s)
{
    const double rate_hz = s->value[PHW_SCENARIO_BANDWIDTH_HZ];
    ear->is_own = phw_lab_sounding_is_own(s);
    PHW_TRY(ear->is_own ? make_own(ear, s) : make_wifi(ear));
    PHW_TRY(phw_array_alloc(&ear->offset_hz, ear->n_values, sizeof *ear->offset_hz));
    for (size_t k = 0; k < ear->n_values; ++k)
        ear->offset_hz[k] = ear->is_own
                                ? ear->w.frequency[k] * rate_hz
                                : phw_ofdm_carrier[k] * rate_hz / PHW_OFDM_N_FFT;
    return PHW_OK;
}

phw_status phw_lab_ear_create(phw_lab_ear **out, const phw_scenario *s)
{
    phw_lab_ear *ear = calloc(1, sizeof *ear);
    if (ear == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a receiver");
    const phw_status status = make(ear, s);
    if (status) {
        phw_lab_ear_destroy(ear);
        return status;
    }
    *out = ear;
    return PHW_OK;
}

void phw_lab_ear_destroy(phw_lab_ear *ear)
{
    if (ear == NULL)
        return;
    phw_sounder_destroy(ear->sounder);
    phw_sounding_estimator_destroy(ear->at_place);
    free(ear->slot);
    phw_wifi_receiver_destroy(ear->receiver);
    phw_wifi_estimator_destroy(ear->estimator);
    phw_sounding_waveform_free(&ear->w);
    phw_signal_free(&ear->sent);
    free(ear->offset_hz);
    free(ear);
}

const phw_signal *phw_lab_ear_sent(const phw_lab_ear *ear)
{
    return &ear->sent;
}

size_t phw_lab_ear_values(const phw_lab_ear *ear)
{
    return ear->n_values;
}

const double *phw_lab_ear_offsets(const phw_lab_ear *ear)
{
    return ear->offset_hz;
}

double phw_lab_ear_reach(const phw_lab_ear *ear)
{
    return ear->is_own ? 0.5 / (double)phw_sounding_waveform_lag(&ear->w) : WIFI_REACH;
}

/* As many slots are kept as may pass before a burst is told of. */
static phw_status listen_own(phw_lab_ear *ear)
{
    ear->n_pushed = 0;
    PHW_TRY(phw_sounder_create(&ear->sounder, &ear->w, NULL));
    free(ear->slot);
    ear->slot = NULL;
    ear->n_slots = phw_sounder_latency(ear->sounder) / ear->slot_size + 3;
    return phw_array_alloc(&ear->slot, ear->n_slots * ear->slot_size,
                           sizeof *ear->slot);
}

phw_status phw_lab_ear_listen(phw_lab_ear *ear, size_t slot_size, size_t lead)
{
    ear->slot_size = slot_size;
    ear->lead = lead;
    phw_sounder_destroy(ear->sounder);
    phw_wifi_receiver_destroy(ear->receiver);
    ear->sounder = NULL;
    ear->receiver = NULL;
    if (ear->is_own)
        return listen_own(ear);
    PHW_TRY(phw_wifi_receiver_create(&ear->receiver, NOMINAL_HZ, NOMINAL_HZ));
    return phw_wifi_receiver_keep(ear->receiver, 1);
}

static phw_cf *kept(const phw_lab_ear *ear, uint64_t slot)
{
    return ear->slot + slot % ear->n_slots * ear->slot_size;
}

phw_status phw_lab_ear_push(phw_lab_ear *ear, const phw_cf *slot)
{
    if (!ear->is_own)
        return phw_wifi_receiver_push(ear->receiver, slot, ear->slot_size);
    memcpy(kept(ear, ear->n_pushed++), slot, ear->slot_size * sizeof *slot);
    return phw_sounder_push(ear->sounder, slot, ear->slot_size);
}

phw_status phw_lab_ear_finish(phw_lab_ear *ear)
{
    return ear->is_own ? phw_sounder_finish(ear->sounder)
                       : phw_wifi_receiver_finish(ear->receiver);
}

/* The estimate of a frame that was found `late` samples after it was sent, at the place
 * where it was sent; false when that is not among its samples. */
static bool estimate(const phw_lab_ear *ear, phw_cf *out, const phw_wifi_frame *frame,
                     const phw_wifi_burst *burst, int64_t late)
{
    const int64_t at = PHW_OFDM_LONG_AT - late;
    phw_wifi_frame referred;
    if (at < (int64_t)burst->from + PHW_WIFI_FRAME_BEFORE ||
        at + PHW_WIFI_FRAME_AFTER > (int64_t)burst->to)
        return false;
    phw_wifi_estimator_run(ear->estimator, &referred, burst->sample + at,
                           frame->cfo_hz);
    memcpy(out, referred.h, sizeof referred.h);
    return true;
}

static bool take_wifi(phw_lab_ear *ear, phw_cf *out, uint64_t *slot)
{
    phw_wifi_frame frame;
    phw_wifi_burst burst;
    bool is_there = false;
    while (!is_there && phw_wifi_receiver_take_burst(ear->receiver, &frame, &burst)) {
        *slot = frame.start_sample / ear->slot_size;
        const uint64_t sent = *slot * ear->slot_size + ear->lead + PHW_OFDM_LONG_AT;
        is_there =
            estimate(ear, out, &frame, &burst, (int64_t)(frame.start_sample - sent));
    }
    return is_there;
}

/* Once found, where it was found does not matter: its slot says where it was sent. */
static bool take_own(phw_lab_ear *ear, phw_cf *out, uint64_t *slot)
{
    phw_sounding_arrival a;
    if (!phw_sounder_take(ear->sounder, &a))
        return false;
    *slot = a.start_sample / ear->slot_size;
    phw_sounding_estimator_run(ear->at_place, &a, kept(ear, *slot) + ear->lead, a.cfo);
    memcpy(out, a.pilots.value, ear->n_values * sizeof *out);
    return true;
}

bool phw_lab_ear_take(phw_lab_ear *ear, phw_cf *out, uint64_t *slot)
{
    return ear->is_own ? take_own(ear, out, slot) : take_wifi(ear, out, slot);
}
