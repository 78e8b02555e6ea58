#include "tools/frame_traces.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "auth/fingerprint_features.h"
#include "core/signal.h"
#include "datasets/trace_file.h"
#include "phy/ofdm.h"

/* What a column is of. */
typedef struct quantity {
    const char *name;
    const char *unit;
    double (*of)(const phw_wifi_frame *frame);
} quantity;

static double start_of(const phw_wifi_frame *frame)
{
    return (double)frame->start_sample;
}

static double snr_of(const phw_wifi_frame *frame)
{
    return frame->snr_db;
}

static double evm_of(const phw_wifi_frame *frame)
{
    return frame->evm_db;
}

static double level_of(const phw_wifi_frame *frame)
{
    return frame->level;
}

/* h averages two training symbols. */
static double noise_of(const phw_wifi_frame *frame)
{
    return frame->noise_variance / 2;
}

static const quantity quantities[] = {
    {"start_sample", "1", start_of},   {"snr_db", "dB", snr_of},
    {"evm_db", "dB", evm_of},          {"level", "1", level_of},
    {PHW_FRAMES_NOISE, "1", noise_of},
};

/* The numbers of a frame whose check is right. */
static phw_status add_numbers(phw_trace *t, const phw_frames *f, const size_t *frame)
{
    double *number = NULL;
    double *retry = NULL;
    double *digest = NULL;
    PHW_TRY(phw_trace_add_column(&number, t, PHW_FRAMES_NUMBER, "1"));
    PHW_TRY(phw_trace_add_column(&retry, t, PHW_FRAMES_RETRY, "1"));
    PHW_TRY(phw_trace_add_column(&digest, t, PHW_FRAMES_DIGEST, "1"));
    for (size_t i = 0; i < t->n_probes; ++i) {
        const phw_frame_content *c = &f->content[frame[i]];
        const phw_mac_header *mac = &c->turn.header;
        digest[i] = c->digest;
        if (!c->turn.check)
            continue;
        retry[i] = mac->retry;
        if (mac->has_sequence)
            number[i] = mac->sequence;
    }
    return PHW_OK;
}

static phw_status add_columns(phw_trace *t, const phw_frames *f, const size_t *frame)
{
    size_t n_features = 0;
    double *value = NULL;
    const phw_fingerprint_feature *const *feature =
        phw_fingerprint_feature_list(&n_features);
    for (size_t q = 0; q < sizeof quantities / sizeof quantities[0]; ++q) {
        PHW_TRY(
            phw_trace_add_column(&value, t, quantities[q].name, quantities[q].unit));
        for (size_t i = 0; i < t->n_probes; ++i)
            value[i] = quantities[q].of(&f->frame[frame[i]]);
    }
    for (size_t k = 0; k < n_features; ++k) {
        PHW_TRY(phw_trace_add_column(&value, t, feature[k]->name, feature[k]->unit));
        for (size_t i = 0; i < t->n_probes; ++i)
            value[i] = phw_frames_feature(f, frame[i], k);
    }
    return add_numbers(t, f, frame);
}

static void name(phw_trace *t, const phw_frame_party *party, const char *recording)
{
    /* Not the folder: the same recording gives the same bytes wherever it lies. */
    const char *slash = strrchr(recording, '/');
    (void)snprintf(t->party, sizeof t->party, "%s", party->name);
    (void)snprintf(t->origin, sizeof t->origin, "recorded: %.200s",
                   slash != NULL ? slash + 1 : recording);
}

phw_status phw_frame_trace(phw_trace *out, const phw_frames *f,
                           const phw_frame_party *party,
                           const phw_frame_traces_config *config)
{
    phw_trace t = {0};
    double spacing_hz = 0;
    PHW_TRY(phw_ofdm_spacing(&spacing_hz, config->bandwidth_hz));
    PHW_TRY(phw_trace_alloc(&t, PHW_TRACE_CFR, party->n_frames, PHW_OFDM_N_USED));
    t.has_time = true;
    t.carrier_hz = config->carrier_hz;
    t.bandwidth_hz = config->bandwidth_hz;
    name(&t, party, config->recording);
    for (size_t i = 0; i < PHW_OFDM_N_USED; ++i)
        t.coefficient[i] = spacing_hz * phw_ofdm_carrier[i];
    for (size_t i = 0; i < party->n_frames; ++i) {
        const phw_wifi_frame *frame = &f->frame[party->frame[i]];
        t.time_s[i] = frame->time_s;
        t.sequence[i] = (int64_t)party->frame[i];
        t.noise_variance += noise_of(frame) / (double)party->n_frames;
        memcpy(&t.cplx[i * PHW_OFDM_N_USED], frame->h, sizeof frame->h);
    }
    const phw_status s = add_columns(&t, f, party->frame);
    if (s) {
        phw_trace_free(&t);
        return s;
    }
    *out = t;
    return PHW_OK;
}

phw_status phw_frame_traces_write(phw_outputs *outputs, const char *path,
                                  const phw_frames *f, const phw_frame_parties *parties,
                                  const phw_frame_traces_config *config)
{
    phw_trace *trace = NULL;
    const phw_trace **all = NULL;
    phw_writer *w = NULL;
    const size_t n = parties->n;
    if (n > PHW_TRACE_MOST_GROUPS)
        return phw_fail(PHW_EINPUT,
                        "%s: %zu transmitters, of which a file holds %d at most; "
                        "--by none writes one trace",
                        path, n, PHW_TRACE_MOST_GROUPS);
    PHW_TRY(phw_outputs_add(&w, outputs, path, false));
    phw_status s = phw_array_alloc(&trace, n, sizeof *trace);
    if (!s)
        s = phw_array_alloc(&all, n, sizeof *all);
    for (size_t i = 0; i < n && !s; ++i) {
        s = phw_frame_trace(&trace[i], f, &parties->party[i], config);
        if (!s)
            all[i] = &trace[i];
    }
    if (!s)
        s = phw_trace_append(w, all, n);
    for (size_t i = 0; i < n && trace != NULL; ++i)
        phw_trace_free(&trace[i]);
    free(trace);
    free(all);
    return s;
}
