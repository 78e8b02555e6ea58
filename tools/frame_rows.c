#include "tools/frame_rows.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "auth/fingerprint_features.h"

/* Names are ours: jansson need not check their UTF-8. JSON's null where there is no
 * number. */
static void put(json_t *row, const char *name, double x)
{
    (void)json_object_set_new_nocheck(row, name,
                                      isfinite(x) ? json_real(x) : json_null());
}

/* Null where it is not known. */
static void put_count(json_t *row, const char *name, bool known, uint64_t n)
{
    (void)json_object_set_new_nocheck(
        row, name, known ? json_integer((json_int_t)n) : json_null());
}

static void put_flag(json_t *row, const char *name, bool known, bool value)
{
    (void)json_object_set_new_nocheck(row, name,
                                      known ? json_boolean(value) : json_null());
}

static void put_text(json_t *row, const char *name, bool known, const char *text)
{
    (void)json_object_set_new_nocheck(row, name,
                                      known ? json_string(text) : json_null());
}

static void put_address(json_t *row, const char *name, bool known,
                        const uint8_t address[PHW_MAC_N_ADDRESS])
{
    char text[PHW_MAC_N_TEXT] = "";
    if (known)
        phw_mac_address_text(text, address);
    put_text(row, name, known, text);
}

bool phw_frame_kind_text(char out[PHW_FRAME_KIND_SIZE], const phw_frames *f, size_t i)
{
    const phw_mac_header *h = &f->content[i].turn.header;
    if (!phw_frames_has_header(f, i))
        return false;
    (void)snprintf(out, PHW_FRAME_KIND_SIZE, "%u/%u", (unsigned)h->type & 3U,
                   h->subtype & 15U);
    return true;
}

static void put_place(json_t *row, const phw_wifi_frame *x)
{
    put_count(row, "start_sample", true, x->start_sample);
    put(row, "time_s", x->time_s);
    put(row, "cfo_hz", x->cfo_hz);
    put(row, "snr_db", x->snr_db);
    put(row, "evm_db", x->evm_db);
    put(row, "level", x->level);
    put_flag(row, "signal_ok", true, x->signal_ok);
    put_count(row, "rate_mbps", true, x->rate_mbps);
    put_count(row, "length", true, x->length);
}

static void put_address_fields(json_t *row, const phw_frames *f, size_t i)
{
    char kind[PHW_FRAME_KIND_SIZE] = "";
    const phw_mac_header *h = &f->content[i].turn.header;
    const bool told = phw_frames_has_header(f, i);
    const bool known = f->sender[i].evidence != PHW_MAC_UNKNOWN;
    put_text(row, "type", phw_frame_kind_text(kind, f, i), kind);
    put_address(row, "transmitter", known, f->sender[i].address);
    put_address(row, "receiver", told && h->has_receiver, h->receiver);
}

/* What only JSON has. */
static void put_rest(json_t *row, const phw_frames *f, size_t i)
{
    const phw_frame_content *c = &f->content[i];
    const phw_mac_header *h = &c->turn.header;
    const bool told = phw_frames_has_header(f, i);
    put_text(row, "transmitter_by", true, phw_mac_evidence_name(f->sender[i].evidence));
    put_count(row, "sequence", told && h->has_sequence, h->sequence);
    put_flag(row, "retry", told, h->retry);
    put_flag(row, "complete", f->frame[i].signal_ok, c->complete);
    put_flag(row, "ht_ok", c->format == PHW_WIFI_HT, c->ht_ok);
    put_count(row, "ht_mcs", c->ht_ok, c->ht.mcs);
    put_count(row, "ht_length", c->ht_ok, c->ht.length);
    put_count(row, "ht_bandwidth_mhz", c->ht_ok, c->ht.bandwidth_mhz);
    put_flag(row, "ht_short_guard", c->ht_ok, c->ht.short_guard);
    put_flag(row, "ht_aggregated", c->ht_ok, c->ht.aggregated);
    put(row, "data_evm_db", c->data_evm_db);
    put(row, "clock_ppm", c->clock_ppm);
}

static void put_features(json_t *row, const phw_frames *f, size_t i)
{
    size_t n_features = 0;
    const phw_fingerprint_feature *const *feature =
        phw_fingerprint_feature_list(&n_features);
    for (size_t k = 0; k < n_features; ++k)
        put(row, feature[k]->name, phw_frames_feature(f, i, k));
}

json_t *phw_frame_rows(const phw_frames *f, bool all)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < f->n; ++i) {
        const phw_frame_content *c = &f->content[i];
        json_t *row = json_object();
        put_place(row, &f->frame[i]);
        put_text(row, "format", f->frame[i].signal_ok, phw_wifi_format_name(c->format));
        put_flag(row, "fcs_ok", c->decoded, c->fcs_ok);
        put_address_fields(row, f, i);
        if (all) {
            put_rest(row, f, i);
            put_features(row, f, i);
        }
        (void)json_array_append_new(rows, row);
    }
    return rows;
}

static void put_spread(json_t *row, const phw_frames *f, const phw_frame_party *p)
{
    const double n = (double)p->n_frames;
    double mean = 0;
    double square = 0;
    double level = 0;
    double snr = 0;
    for (size_t k = 0; k < p->n_frames; ++k) {
        const phw_wifi_frame *x = &f->frame[p->frame[k]];
        mean += x->cfo_hz / n;
        level += x->level / n;
        snr += x->snr_db / n;
    }
    for (size_t k = 0; k < p->n_frames; ++k) {
        const double d = f->frame[p->frame[k]].cfo_hz - mean;
        square += d * d;
    }
    put(row, "cfo_hz", mean);
    put(row, "cfo_sd_hz", n > 1 ? sqrt(square / (n - 1)) : (double)NAN);
    put(row, "level", level);
    put(row, "snr_db", snr);
}

json_t *phw_frame_party_rows(const phw_frames *f, const phw_frame_parties *parties)
{
    json_t *rows = json_array();
    for (size_t k = 0; k < parties->n; ++k) {
        const phw_frame_party *p = &parties->party[k];
        uint64_t n_check = 0;
        json_t *row = json_object();
        for (size_t i = 0; i < p->n_frames; ++i)
            n_check += f->content[p->frame[i]].fcs_ok;
        put_text(row, "transmitter", p->known, p->name);
        put_text(row, "party", true, p->name);
        put_count(row, "n_frames", true, p->n_frames);
        put_count(row, "n_check", true, n_check);
        put_spread(row, f, p);
        put(row, "first_s", f->frame[p->frame[0]].time_s);
        put(row, "last_s", f->frame[p->frame[p->n_frames - 1]].time_s);
        (void)json_array_append_new(rows, row);
    }
    return rows;
}
