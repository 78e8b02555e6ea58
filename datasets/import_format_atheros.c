#include "datasets/import_format_atheros.h"

#include <stdio.h>

#include "core/sample.h"
#include "datasets/csi_packing.h"
#include "datasets/import_builder.h"
#include "datasets/wifi_tones.h"

/* A record: its length (2 bytes), 25 bytes of fields, the packed channel, the payload.
 * Numbers have the recorder's byte order, which no field tells: it is the one in which
 * a record's lengths agree. */
#define N_LENGTH 2
#define N_FIELDS 25
#define MOST     (PHW_CSI_ATHEROS_MOST_TONES * PHW_CSI_MOST_SIDE * PHW_CSI_MOST_SIDE)

/* The fields of a record that is one. */
typedef struct fields {
    size_t length; /* of the record, without the two bytes of its own */
    uint64_t clock;
    size_t n_packed;
    unsigned channel_mhz;
    unsigned error;
    int noise;
    unsigned rate;
    bool is_wide;
    unsigned n_tones;
    unsigned n_rx;
    unsigned n_tx;
    unsigned rssi[4]; /* of all, and of each chain */
    const uint8_t *packed;
} fields;

static unsigned get16(const uint8_t *b, bool is_big)
{
    return is_big ? (unsigned)b[0] << 8 | b[1] : (unsigned)b[1] << 8 | b[0];
}

static uint64_t get64(const uint8_t *b, bool is_big)
{
    uint64_t x = 0;
    for (int i = 0; i < 8; ++i)
        x = x << 8 | b[is_big ? i : 7 - i];
    return x;
}

/* Whether a whole record begins at byte[0]: its lengths agree, and the channel's one,
 * unless there is none, with the carriers and antennas. */
static bool is_record(fields *out, const uint8_t *byte, size_t n, bool is_big)
{
    if (n < N_LENGTH + N_FIELDS)
        return false;
    const uint8_t *b = byte + N_LENGTH;
    const fields f = {.length = get16(byte, is_big),
                      .clock = get64(b, is_big),
                      .n_packed = get16(b + 8, is_big),
                      .channel_mhz = get16(b + 10, is_big),
                      .error = b[12],
                      .noise = (int8_t)b[13],
                      .rate = b[14],
                      .is_wide = b[15] != 0,
                      .n_tones = b[16],
                      .n_rx = b[17],
                      .n_tx = b[18],
                      .rssi = {b[19], b[20], b[21], b[22]},
                      .packed = b + N_FIELDS};
    if (f.length != N_FIELDS + f.n_packed + get16(b + 23, is_big) ||
        f.length > n - N_LENGTH)
        return false;
    if (f.n_packed > 0 && f.n_packed != phw_csi_atheros_size(f.n_tones, f.n_rx, f.n_tx))
        return false;
    *out = f;
    return true;
}

static void set_offsets(double *offset_hz, const fields *f)
{
    double bandwidth_hz = 0;
    (void)phw_wifi_tones(offset_hz, &bandwidth_hz, f->n_tones, false);
    for (size_t i = f->n_tones; i < (size_t)f->n_tones * f->n_rx * f->n_tx; ++i)
        offset_hz[i] = offset_hz[i - f->n_tones];
}

static void set_columns(phw_import_record *r, const fields *f)
{
    r->column[PHW_IMPORT_RSSI_RAW] = f->rssi[0];
    for (size_t i = 0; i < PHW_CSI_MOST_SIDE && i < f->n_rx; ++i)
        r->column[PHW_IMPORT_RSSI_1 + i] = f->rssi[1 + i];
    if (f->noise != 0)
        r->column[PHW_IMPORT_NOISE] = f->noise;
    r->column[PHW_IMPORT_RATE] = f->rate;
}

static phw_status add(phw_import_builder *b, phw_import *out, const fields *f,
                      uint64_t offset)
{
    phw_cf value[MOST];
    double offset_hz[MOST];
    char shape[16];
    if (f->n_packed == 0) {
        phw_import_skip(out, "packet without a channel", offset);
        return PHW_OK;
    }
    if (f->error != 0)
        phw_import_event(out, "received with an error of the PHY", offset);
    phw_csi_atheros_unpack(value, f->packed, f->n_tones, f->n_rx, f->n_tx);
    set_offsets(offset_hz, f);
    (void)snprintf(shape, sizeof shape, "%ux%u-%uM", f->n_rx & 3, f->n_tx & 3,
                   f->n_tones == 56 ? 20U : 40U);
    phw_import_record r;
    phw_import_record_clear(&r);
    r.offset = offset;
    r.party = "tx0";
    r.shape = shape;
    r.value = value;
    r.coefficient = offset_hz;
    r.n_antennas = (size_t)f->n_rx * f->n_tx;
    r.n = r.n_antennas * f->n_tones;
    r.carrier_hz = f->channel_mhz * 1e6;
    r.bandwidth_hz = f->n_tones == 56 ? 20e6 : 40e6;
    r.clock = f->clock;
    r.clock_bits = 64;
    r.tick_s = 1e-6;
    set_columns(&r, f);
    return phw_import_builder_add(b, &r);
}

/* Bytes to the next record with a channel, which is the surest to be one; n when there
 * is none. */
static size_t find_next(const uint8_t *byte, size_t n, bool is_big)
{
    fields f;
    size_t next = 1;
    while (next < n &&
           !(is_record(&f, byte + next, n - next, is_big) && f.n_packed > 0))
        ++next;
    return next;
}

/* Counts damage and returns how many bytes of it there are. */
static size_t skip(phw_import *out, const uint8_t *byte, size_t n, bool is_big,
                   uint64_t offset)
{
    const size_t next = find_next(byte, n, is_big);
    phw_import_skip(out,
                    next < n ? "damaged: bytes up to the next record"
                             : "cut short or damaged at the end",
                    offset);
    return next;
}

static phw_status read_records(phw_import_builder *b, phw_import *out,
                               const uint8_t *byte, size_t n, bool is_big)
{
    fields f;
    phw_status s = PHW_OK;
    for (size_t at = 0; !s && at < n;) {
        if (is_record(&f, byte + at, n - at, is_big)) {
            s = add(b, out, &f, at);
            at += N_LENGTH + f.length;
        } else {
            at += skip(out, byte + at, n - at, is_big, at);
        }
    }
    return s ? s : phw_import_builder_finish(b);
}

/* The byte order of the first record with a channel. */
static bool find_order(bool *is_big, const uint8_t *byte, size_t n)
{
    fields f;
    for (size_t i = 0; i / 2 + N_LENGTH < n; ++i) {
        *is_big = i % 2 == 1;
        if (is_record(&f, byte + i / 2, n - i / 2, *is_big) && f.n_packed > 0)
            return true;
    }
    return false;
}

static phw_status read(phw_import *out, const char *path, const uint8_t *byte, size_t n,
                       const phw_import_options *options)
{
    bool is_big = false;
    phw_import_builder *b = NULL;
    (void)options;
    if (!find_order(&is_big, byte, n))
        return phw_fail(PHW_EINPUT, "no record in either byte order whose lengths "
                                    "agree");
    phw_import_note(out, "recorder's byte order: %s", is_big ? "big" : "little");
    PHW_TRY(phw_import_builder_create(&b, out, path));
    const phw_status s = read_records(b, out, byte, n, is_big);
    phw_import_builder_destroy(b);
    return s;
}

/* A record with a channel, in front or after up to a few without. */
static bool matches(const char *path, const uint8_t *head, size_t n_head)
{
    (void)path;
    for (int order = 0; order < 2; ++order) {
        fields f;
        size_t at = 0;
        while (at < n_head && is_record(&f, head + at, n_head - at, order == 1)) {
            if (f.n_packed > 0)
                return true;
            at += N_LENGTH + f.length;
        }
    }
    return false;
}

const phw_import_format phw_import_format_atheros = {
    .name = "atheros",
    .summary = "Atheros CSI Tool's log of an ath9k chip, 56 or 114 carriers",
    .reference =
        "Y. Xie, Z. Li and M. Li, Precise Power Delay Profiling with Commodity "
        "WiFi, MobiCom 2015",
    .matches = matches,
    .read = read,
};
