#include "tools/frame_annotation.h"

#include <math.h>
#include <stdio.h>

static uint64_t sample_at(double time_s, double rate_hz, uint64_t n_samples)
{
    const double at = nearbyint(time_s * rate_hz);
    if (!(at > 0))
        return 0;
    return at < (double)n_samples ? (uint64_t)at : n_samples;
}

void phw_frame_stretch(uint64_t *from, uint64_t *to, const phw_frames *f, size_t i,
                       double rate_hz, uint64_t n_samples)
{
    const phw_mac_turn *t = &f->content[i].turn;
    *from = sample_at(t->start_s, rate_hz, n_samples);
    *to = sample_at(t->end_s, rate_hz, n_samples);
}

static void put_number(phw_frame_annotation *a, const char *name, double number)
{
    if (isfinite(number))
        a->field[a->annotation.n_fields++] =
            (phw_recording_field){.name = name, .number = number};
}

static void put_text(phw_frame_annotation *a, const char *name, const char *text)
{
    if (*text != '\0')
        a->field[a->annotation.n_fields++] =
            (phw_recording_field){.name = name, .text = text};
}

static void put_preamble(phw_frame_annotation *a, const phw_wifi_frame *x)
{
    put_number(a, "cfo_hz", x->cfo_hz);
    put_number(a, "snr_db", x->snr_db);
    put_number(a, "evm_db", x->evm_db);
    put_number(a, "level", x->level);
    put_number(a, "signal_ok", x->signal_ok);
    if (!x->signal_ok)
        return;
    put_number(a, "rate_mbps", x->rate_mbps);
    put_number(a, "length", x->length);
}

static void put_content(phw_frame_annotation *a, const phw_frames *f, size_t i)
{
    const phw_frame_content *c = &f->content[i];
    if (!f->frame[i].signal_ok)
        return;
    put_text(a, "format", phw_wifi_format_name(c->format));
    put_number(a, "complete", c->complete);
    if (c->decoded)
        put_number(a, "fcs_ok", c->fcs_ok);
    if (c->ht_ok) {
        put_number(a, "ht_mcs", c->ht.mcs);
        put_number(a, "ht_length", c->ht.length);
    }
}

static void put_header(phw_frame_annotation *a, const phw_frames *f, size_t i)
{
    const phw_mac_sender *s = &f->sender[i];
    const phw_mac_header *h = &f->content[i].turn.header;
    if (s->evidence != PHW_MAC_UNKNOWN) {
        phw_mac_address_text(a->transmitter, s->address);
        put_text(a, "transmitter", a->transmitter);
        put_text(a, "transmitter_by", phw_mac_evidence_name(s->evidence));
    }
    if (!phw_frame_kind_text(a->kind, f, i))
        return;
    put_text(a, "type", a->kind);
    if (h->has_receiver)
        phw_mac_address_text(a->receiver, h->receiver);
    put_text(a, "receiver", a->receiver);
    if (h->has_sequence)
        put_number(a, "sequence", h->sequence);
}

static void describe(phw_frame_annotation *a, const phw_frames *f, size_t i)
{
    const phw_wifi_frame *x = &f->frame[i];
    const phw_frame_content *c = &f->content[i];
    const bool known = a->transmitter[0] != '\0';
    (void)snprintf(a->label, sizeof a->label, "%s", known ? a->transmitter : "802.11");
    if (!x->signal_ok)
        (void)snprintf(a->comment, sizeof a->comment,
                       "SIGNAL not valid, SNR %.1f dB, CFO %.0f Hz", x->snr_db,
                       x->cfo_hz);
    else if (c->ht_ok)
        (void)snprintf(a->comment, sizeof a->comment,
                       "%s MCS %u, %u bytes, SNR %.1f dB, CFO %.0f Hz",
                       phw_wifi_format_name(c->format), c->ht.mcs, c->ht.length,
                       x->snr_db, x->cfo_hz);
    else
        (void)snprintf(a->comment, sizeof a->comment,
                       "%s %u Mb/s, %u bytes, SNR %.1f dB, CFO %.0f Hz",
                       phw_wifi_format_name(c->format), x->rate_mbps, x->length,
                       x->snr_db, x->cfo_hz);
}

void phw_frame_annotation_fill(phw_frame_annotation *out, const phw_frames *f, size_t i,
                               const phw_recording_meta *meta, uint64_t n_samples,
                               double bandwidth_hz)
{
    uint64_t from = 0;
    uint64_t to = 0;
    *out = (phw_frame_annotation){.annotation = {.start = 0}};
    phw_frame_stretch(&from, &to, f, i, meta->rate_hz, n_samples);
    put_preamble(out, &f->frame[i]);
    put_content(out, f, i);
    put_header(out, f, i);
    describe(out, f, i);
    out->annotation.start = from;
    out->annotation.count = to - from;
    out->annotation.label = out->label;
    out->annotation.comment = out->comment;
    out->annotation.field = out->field;
    if (meta->carrier_hz > bandwidth_hz) {
        out->annotation.low_hz = meta->carrier_hz - bandwidth_hz / 2;
        out->annotation.high_hz = meta->carrier_hz + bandwidth_hz / 2;
    }
}
