#include "datasets/import_format_feitcsi.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/sample.h"
#include "core/signal.h"
#include "datasets/import_builder.h"
#include "datasets/wifi_tones.h"

/* A record: 272 bytes of fields, least significant byte first, then pairs of 16-bit
 * counts, carriers fastest, then transmitters, then receiving antennas. */
#define N_FIELDS  272
#define MOST_SIDE 4

/* Of the rate's flags (iwlwifi's version 2): kind of packet and its width. */
#define FORMAT_VHT 3
#define FORMAT_HE  4
#define WIDTH_160  3

/* Firmwares leave a hole in the middle of 160 MHz: carriers from, to. */
#define HOLE_VHT_FROM 242
#define HOLE_VHT_TO   256
#define HOLE_HE_FROM  996
#define HOLE_HE_TO    1024
#define MOST_TONES    (PHW_WIFI_MOST_TONES + HOLE_HE_TO - HOLE_HE_FROM)

/* The fields of a record that is one. */
typedef struct fields {
    size_t n_bytes;
    uint64_t host_us;
    unsigned n_rx;
    unsigned n_tx;
    size_t n_tones;
    unsigned rssi[2];
    const uint8_t *address;
    uint32_t clock_us;
    uint32_t rate;
    const uint8_t *count;
} fields;

static uint32_t get32(const uint8_t *b)
{
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 |
           (uint32_t)b[3] << 24;
}

/* Whether a whole record begins at byte[0]: its lengths agree. */
static bool is_record(fields *out, const uint8_t *byte, size_t n)
{
    if (n < N_FIELDS)
        return false;
    const fields f = {.n_bytes = get32(byte),
                      .host_us = get32(byte + 12) | (uint64_t)get32(byte + 16) << 32,
                      .n_rx = byte[46],
                      .n_tx = byte[47],
                      .n_tones = get32(byte + 52),
                      .rssi = {get32(byte + 60), get32(byte + 64)},
                      .address = byte + 68,
                      .clock_us = get32(byte + 88),
                      .rate = get32(byte + 92),
                      .count = byte + N_FIELDS};
    if (f.n_rx < 1 || f.n_rx > MOST_SIDE || f.n_tx < 1 || f.n_tx > MOST_SIDE ||
        f.n_tones < 1 || f.n_tones > MOST_TONES ||
        f.n_bytes != f.n_tones * f.n_rx * f.n_tx * 4 || f.n_bytes > n - N_FIELDS)
        return false;
    *out = f;
    return true;
}

static unsigned format_of(const fields *f)
{
    return f->rate >> 8 & 7;
}

/* The hole's carriers; from == to where there is none. */
static void find_hole(size_t *from, size_t *to, const fields *f)
{
    *from = 0;
    *to = 0;
    if ((f->rate >> 11 & 7) != WIDTH_160)
        return;
    if (format_of(f) == FORMAT_VHT && f->n_tones == 484 + HOLE_VHT_TO - HOLE_VHT_FROM) {
        *from = HOLE_VHT_FROM;
        *to = HOLE_VHT_TO;
    } else if (format_of(f) == FORMAT_HE && f->n_tones == MOST_TONES) {
        *from = HOLE_HE_FROM;
        *to = HOLE_HE_TO;
    }
}

static float get_count(const uint8_t *b)
{
    return (float)(int16_t)((unsigned)b[0] | (unsigned)b[1] << 8);
}

/* Fills value and offsets; false when the carriers' number is that of no packet. */
static bool unpack(phw_cf *value, double *offset_hz, double *bandwidth_hz, size_t *n,
                   const fields *f)
{
    size_t from = 0;
    size_t to = 0;
    find_hole(&from, &to, f);
    const size_t n_antennas = (size_t)f->n_rx * f->n_tx;
    *n = f->n_tones - (to - from);
    if (!phw_wifi_tones(offset_hz, bandwidth_hz, *n, format_of(f) >= FORMAT_HE))
        return false;
    size_t k = 0;
    for (size_t i = 0; i < n_antennas * f->n_tones; ++i) {
        const size_t tone = i % f->n_tones;
        if (tone >= from && tone < to)
            continue;
        if (k >= *n)
            offset_hz[k] = offset_hz[k - *n];
        value[k++] =
            CMPLXF(get_count(f->count + 4 * i), get_count(f->count + 4 * i + 2));
    }
    return true;
}

/* Room for the largest channel. */
typedef struct scratch {
    phw_cf *value;
    double *offset_hz;
} scratch;

static phw_status add(phw_import_builder *b, phw_import *out, const scratch *room,
                      const fields *f, uint64_t offset)
{
    char party[18];
    char shape[16];
    size_t n = 0;
    phw_import_record r;
    phw_import_record_clear(&r);
    if (!unpack(room->value, room->offset_hz, &r.bandwidth_hz, &n, f)) {
        phw_import_skip(out, "a number of carriers that no packet has", offset);
        return PHW_OK;
    }
    const uint8_t *a = f->address;
    (void)snprintf(party, sizeof party, "%02x:%02x:%02x:%02x:%02x:%02x", a[0], a[1],
                   a[2], a[3], a[4], a[5]);
    (void)snprintf(shape, sizeof shape, "%ux%u-%uM-%zu", f->n_rx & 7, f->n_tx & 7,
                   (unsigned)(r.bandwidth_hz / 1e6), n % 10000);
    r.offset = offset;
    r.party = party;
    r.shape = shape;
    r.value = room->value;
    r.coefficient = room->offset_hz;
    r.n_antennas = (size_t)f->n_rx * f->n_tx;
    r.n = r.n_antennas * n;
    r.clock = f->host_us > 0 ? f->host_us : f->clock_us;
    r.clock_bits = f->host_us > 0 ? 64 : 32;
    r.tick_s = 1e-6;
    r.column[PHW_IMPORT_RSSI] =
        -(double)(f->rssi[0] < f->rssi[1] ? f->rssi[0] : f->rssi[1]);
    for (size_t i = 0; i < 2; ++i)
        r.column[PHW_IMPORT_RSSI_1 + i] = -(double)f->rssi[i];
    r.column[PHW_IMPORT_RATE] = f->rate;
    return phw_import_builder_add(b, &r);
}

/* Bytes to the next record, n when there is none. */
static size_t find_next(const uint8_t *byte, size_t n)
{
    fields f;
    size_t next = 1;
    while (next < n && !is_record(&f, byte + next, n - next))
        ++next;
    return next;
}

/* Counts damage and returns how many bytes of it there are. */
static size_t skip(phw_import *out, const uint8_t *byte, size_t n, uint64_t offset)
{
    const size_t next = find_next(byte, n);
    phw_import_skip(out,
                    next < n ? "damaged: bytes up to the next record"
                             : "cut short or damaged at the end",
                    offset);
    return next;
}

static phw_status read_records(phw_import_builder *b, phw_import *out,
                               const scratch *room, const uint8_t *byte, size_t n)
{
    fields f;
    phw_status s = PHW_OK;
    for (size_t at = 0; !s && at < n;) {
        if (is_record(&f, byte + at, n - at)) {
            s = add(b, out, room, &f, at);
            at += N_FIELDS + f.n_bytes;
        } else {
            at += skip(out, byte + at, n - at, at);
        }
    }
    return s ? s : phw_import_builder_finish(b);
}

static phw_status read(phw_import *out, const char *path, const uint8_t *byte, size_t n,
                       const phw_import_options *options)
{
    phw_import_builder *b = NULL;
    scratch room = {0};
    const size_t most = (size_t)MOST_TONES * MOST_SIDE * MOST_SIDE;
    (void)options;
    phw_status s = phw_array_alloc(&room.value, most, sizeof *room.value);
    if (!s)
        s = phw_array_alloc(&room.offset_hz, most, sizeof *room.offset_hz);
    if (!s)
        s = phw_import_builder_create(&b, out, path);
    if (!s)
        s = read_records(b, out, &room, byte, n);
    phw_import_builder_destroy(b);
    free(room.offset_hz);
    free(room.value);
    return s;
}

/* The lengths of the first record agree; it may be longer than the head. */
static bool matches(const char *path, const uint8_t *head, size_t n_head)
{
    fields f;
    (void)path;
    return n_head >= N_FIELDS &&
           get32(head) <= MOST_TONES * MOST_SIDE * MOST_SIDE * 4 &&
           is_record(&f, head, N_FIELDS + (size_t)get32(head));
}

const phw_import_format phw_import_format_feitcsi = {
    .name = "feitcsi",
    .summary = "FeitCSI's capture of Intel AX200 and AX210, up to 160 MHz",
    .reference = "M. Hutar, FeitCSI, 2023: 272 bytes of fields before each channel",
    .matches = matches,
    .read = read,
};
