#include "tools/frames.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "auth/fingerprint_features.h"
#include "phy/ofdm.h"

static phw_status grow(phw_frames *f, size_t n_features)
{
    const size_t room = f->n_allocated == 0 ? 64 : 2 * f->n_allocated;
    phw_wifi_frame *frame = reallocarray(f->frame, room, sizeof *frame);
    if (frame != NULL)
        f->frame = frame;
    double *feature = reallocarray(f->feature, room, n_features * sizeof *feature);
    if (feature != NULL)
        f->feature = feature;
    if (frame == NULL || feature == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu frames", room);
    f->n_allocated = room;
    return PHW_OK;
}

phw_status phw_frames_take(phw_frames *f, phw_wifi_receiver *receiver,
                           phw_fingerprint_analyzer *analyzer, double bandwidth_hz)
{
    size_t n_features = 0;
    const phw_fingerprint_feature *const *feature =
        phw_fingerprint_feature_list(&n_features);
    phw_wifi_frame frame;
    phw_wifi_burst burst;
    phw_fingerprint_burst shown;
    while (phw_wifi_receiver_take_burst(receiver, &frame, &burst)) {
        if (f->n == f->n_allocated)
            PHW_TRY(grow(f, n_features));
        const bool good = phw_fingerprint_analyze(analyzer, &shown, &frame, &burst,
                                                  bandwidth_hz) == PHW_OK;
        for (size_t k = 0; k < n_features; ++k)
            f->feature[f->n * n_features + k] =
                good ? feature[k]->estimate(&shown) : (double)NAN;
        f->frame[f->n++] = frame;
    }
    return PHW_OK;
}

void phw_frames_free(phw_frames *f)
{
    free(f->frame);
    free(f->feature);
    *f = (phw_frames){0};
}

double phw_frames_feature(const phw_frames *f, size_t i, size_t k)
{
    size_t n_features = 0;
    (void)phw_fingerprint_feature_list(&n_features);
    return f->feature[i * n_features + k];
}

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

static phw_status add_columns(phw_trace *t, const phw_frames *f)
{
    size_t n_features = 0;
    double *value = NULL;
    const phw_fingerprint_feature *const *feature =
        phw_fingerprint_feature_list(&n_features);
    for (size_t q = 0; q < sizeof quantities / sizeof quantities[0]; ++q) {
        PHW_TRY(
            phw_trace_add_column(&value, t, quantities[q].name, quantities[q].unit));
        for (size_t i = 0; i < f->n; ++i)
            value[i] = quantities[q].of(&f->frame[i]);
    }
    for (size_t k = 0; k < n_features; ++k) {
        PHW_TRY(phw_trace_add_column(&value, t, feature[k]->name, feature[k]->unit));
        for (size_t i = 0; i < f->n; ++i)
            value[i] = f->feature[i * n_features + k];
    }
    return PHW_OK;
}

phw_status phw_frames_trace(phw_trace *out, const phw_frames *f, double carrier_hz,
                            double bandwidth_hz)
{
    phw_trace t = {0};
    double spacing_hz = 0;
    if (f->n == 0)
        return phw_fail(PHW_ESHORT, "no frame: there is nothing to make a trace of");
    PHW_TRY(phw_ofdm_spacing(&spacing_hz, bandwidth_hz));
    PHW_TRY(phw_trace_alloc(&t, PHW_TRACE_CFR, f->n, PHW_OFDM_N_USED));
    t.has_time = true;
    t.carrier_hz = carrier_hz;
    t.bandwidth_hz = bandwidth_hz;
    for (size_t i = 0; i < PHW_OFDM_N_USED; ++i)
        t.coefficient[i] = spacing_hz * phw_ofdm_carrier[i];
    for (size_t i = 0; i < f->n; ++i) {
        t.time_s[i] = f->frame[i].time_s;
        t.noise_variance += noise_of(&f->frame[i]) / (double)f->n;
        memcpy(&t.cplx[i * PHW_OFDM_N_USED], f->frame[i].h, sizeof f->frame[i].h);
    }
    const phw_status s = add_columns(&t, f);
    if (s) {
        phw_trace_free(&t);
        return s;
    }
    *out = t;
    return PHW_OK;
}
