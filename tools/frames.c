#include "tools/frames.h"

#include <math.h>
#include <stdlib.h>

#include "auth/fingerprint_features.h"
#include "core/signal.h"
#include "phy/crc.h"
#include "phy/ofdm.h"
#include "phy/signal_field.h"

/* An FCS is not part of the bytes that a header is read from. */
#define N_FCS 4

static phw_status grow(phw_frames *f, size_t n_features)
{
    const size_t room = f->n_allocated == 0 ? 64 : 2 * f->n_allocated;
    phw_wifi_frame *frame = reallocarray(f->frame, room, sizeof *frame);
    if (frame != NULL)
        f->frame = frame;
    phw_frame_content *content = reallocarray(f->content, room, sizeof *content);
    if (content != NULL)
        f->content = content;
    double *feature = reallocarray(f->feature, room, n_features * sizeof *feature);
    if (feature != NULL)
        f->feature = feature;
    if (frame == NULL || content == NULL || feature == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu frames", room);
    f->n_allocated = room;
    return PHW_OK;
}

/* From the beginning of short training to the end of what SIGNAL promises. */
static void set_times(phw_mac_turn *t, const phw_wifi_frame *frame, double bandwidth_hz)
{
    const phw_signal_field field = {frame->rate_mbps, frame->length};
    const size_t n_symbols = frame->signal_ok ? phw_signal_field_symbols(&field) : 0;
    const double n = PHW_OFDM_DATA_AT + PHW_OFDM_N_SYMBOL * (double)n_symbols;
    t->start_s = frame->time_s - PHW_OFDM_LONG_AT / bandwidth_hz;
    t->end_s = t->start_s + n / bandwidth_hz;
}

/* A header that a wrong check leaves in doubt is read all the same: the dialogue says
 * whether to believe it. */
static void set_header(phw_mac_turn *t, const phw_wifi_data *data)
{
    t->check = data->mac_ok;
    t->has_header = data->mac_ok;
    if (data->mac_ok)
        t->header = data->mac;
    else if (data->decoded && data->n_subframes == 0 && data->n_bytes > N_FCS)
        t->has_header = phw_mac_header_read(&t->header, data->byte,
                                            data->n_bytes - N_FCS) == PHW_OK;
}

/* Frames without a number, like acknowledgements, have the same bytes again and again:
 * no digest tells which of them one is. */
static double digest_of(const phw_wifi_data *data)
{
    const bool sound = data->mac_ok && data->n_subframes_ok == data->n_subframes;
    if (!sound || !data->mac.has_sequence || data->n_bytes <= N_FCS)
        return (double)NAN;
    return phw_crc_32(data->byte, data->n_bytes - N_FCS);
}

static phw_frame_content content_of(const phw_wifi_frame *frame,
                                    const phw_wifi_data *data, double bandwidth_hz)
{
    phw_frame_content c = {
        .format = data->format,
        .complete = data->complete,
        .ht_ok = data->ht_ok,
        .ht = data->ht,
        .decoded = data->decoded,
        .fcs_ok = data->fcs_ok,
        .data_evm_db = data->decoded ? data->data_evm_db : (double)NAN,
        .clock_ppm = data->decoded ? data->clock_ppm : (double)NAN,
        .n_bytes = data->n_bytes,
        .digest = digest_of(data),
    };
    set_times(&c.turn, frame, bandwidth_hz);
    set_header(&c.turn, data);
    return c;
}

phw_status phw_frames_take(phw_frames *f, phw_wifi_receiver *receiver,
                           phw_fingerprint_analyzer *analyzer, double bandwidth_hz)
{
    size_t n_features = 0;
    const phw_fingerprint_feature *const *feature =
        phw_fingerprint_feature_list(&n_features);
    phw_wifi_frame frame;
    phw_wifi_burst burst;
    phw_wifi_data data;
    phw_fingerprint_burst shown;
    while (phw_wifi_receiver_take_data(receiver, &frame, &burst, &data)) {
        if (f->n == f->n_allocated)
            PHW_TRY(grow(f, n_features));
        const bool good = phw_fingerprint_analyze(analyzer, &shown, &frame, &burst,
                                                  bandwidth_hz) == PHW_OK;
        for (size_t k = 0; k < n_features; ++k)
            f->feature[f->n * n_features + k] =
                good ? feature[k]->estimate(&shown) : (double)NAN;
        f->content[f->n] = content_of(&frame, &data, bandwidth_hz);
        f->frame[f->n++] = frame;
        if (f->points != NULL)
            phw_frame_points_add(f->points, &frame, &data);
    }
    return PHW_OK;
}

phw_status phw_frames_settle(phw_frames *f, double bandwidth_hz)
{
    phw_mac_turn *turn = NULL;
    phw_mac_sender *sender = NULL;
    if (f->n == 0)
        return PHW_OK;
    PHW_TRY(phw_array_alloc(&sender, f->n, sizeof *sender));
    phw_status s = phw_array_alloc(&turn, f->n, sizeof *turn);
    for (size_t i = 0; i < f->n && !s; ++i)
        turn[i] = f->content[i].turn;
    if (!s)
        s = phw_mac_dialogue_senders(sender, turn, f->n,
                                     PHW_MAC_ANSWER_S * 20e6 / bandwidth_hz);
    free(turn);
    if (s) {
        free(sender);
        return s;
    }
    free(f->sender);
    f->sender = sender;
    return PHW_OK;
}

void phw_frames_free(phw_frames *f)
{
    free(f->frame);
    free(f->content);
    free(f->feature);
    free(f->sender);
    *f = (phw_frames){.n = 0};
}

double phw_frames_feature(const phw_frames *f, size_t i, size_t k)
{
    size_t n_features = 0;
    (void)phw_fingerprint_feature_list(&n_features);
    return f->feature[i * n_features + k];
}

bool phw_frames_has_header(const phw_frames *f, size_t i)
{
    const phw_mac_turn *t = &f->content[i].turn;
    return t->has_header && (t->check || (f->sender != NULL &&
                                          f->sender[i].evidence != PHW_MAC_UNKNOWN));
}
