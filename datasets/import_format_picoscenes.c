#include "datasets/import_format_picoscenes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/sample.h"
#include "core/signal.h"
#include "datasets/csi_packing.h"
#include "datasets/import_builder.h"
#include "datasets/wifi_tones.h"

/* A frame: its length (4 bytes, of what follows them), a magic word, a version, how
 * many segments; the segments, each with its length, name and version; the received
 * packet itself. All least significant byte first. */
#define MAGIC        0x20150315U
#define N_HEADER     11
#define MOST_SIDE    4
#define MOST_VERSION 4

#define DEVICE_5300    0x5300
#define DEVICE_ATHEROS 0x9300
#define DEVICE_AX200   0x2000
#define DEVICE_AX210   0x2100

/* Formats of packets from which on carriers lie closer: HE. */
#define FORMAT_HE 3

/* A part of the file. */
typedef struct span {
    const uint8_t *byte;
    size_t n;
} span;

/* A frame's parts; those that it does not have are empty. */
typedef struct frame {
    uint64_t offset;
    size_t size; /* with the length */
    span basic;
    span csi;
    unsigned basic_version;
    unsigned csi_version;
    span packet;
} frame;

/* What the two segments say. */
typedef struct fields {
    uint64_t clock_us;
    int noise_dbm;
    int rssi[4];
    unsigned device;
    unsigned format;
    unsigned width_mhz;
    uint64_t carrier_hz;
    size_t n_tones;
    size_t n_tx;
    size_t n_rx;
    unsigned antenna_sel;
    bool untold; /* the order of the antennas */
    span packed;
} fields;

static uint32_t get16(const uint8_t *b)
{
    return (uint32_t)b[0] | (uint32_t)b[1] << 8;
}

static uint32_t get32(const uint8_t *b)
{
    return get16(b) | get16(b + 2) << 16;
}

static uint64_t get64(const uint8_t *b)
{
    return get32(b) | (uint64_t)get32(b + 4) << 32;
}

static int get_signed(uint8_t b)
{
    return b < 128 ? b : b - 256;
}

static bool is_frame(const uint8_t *byte, size_t n)
{
    return n >= N_HEADER && get32(byte + 4) == MAGIC && get32(byte) >= N_HEADER - 4 &&
           get32(byte) <= n - 4;
}

/* Takes a segment off the front of `rest`; false when it does not fit. */
static bool take_segment(frame *f, span *rest)
{
    if (rest->n < 5)
        return false;
    const size_t length = get32(rest->byte);
    const size_t n_name = rest->byte[4];
    if (length > rest->n - 4 || length < 1 + n_name + 2)
        return false;
    const char *name = (const char *)rest->byte + 5;
    const span body = {rest->byte + 5 + n_name + 2, length - 1 - n_name - 2};
    const unsigned version = get16(rest->byte + 5 + n_name);
    if (n_name == 8 && memcmp(name, "RxSBasic", 8) == 0) {
        f->basic = body;
        f->basic_version = version;
    } else if (n_name == 3 && memcmp(name, "CSI", 3) == 0) {
        f->csi = body;
        f->csi_version = version;
    }
    *rest = (span){rest->byte + 4 + length, rest->n - 4 - length};
    return true;
}

static bool get_frame(frame *f, const uint8_t *byte, uint64_t offset)
{
    *f = (frame){.offset = offset, .size = 4 + (size_t)get32(byte)};
    span rest = {byte + N_HEADER, f->size - N_HEADER};
    for (int i = 0; i < byte[10]; ++i) {
        if (!take_segment(f, &rest))
            return false;
    }
    f->packet = rest;
    return true;
}

/* Time, noise and powers: after 26 - 5 bytes of version 1; 2 has two bytes more, 3 four
 * more of channel and width. */
static bool get_basic(fields *out, const frame *f)
{
    static const size_t noise_at[] = {0, 21, 23, 27};
    if (f->basic_version < 1 || f->basic_version > 3)
        return false;
    const size_t at = noise_at[f->basic_version];
    if (f->basic.n < at + 5)
        return false;
    out->clock_us = get64(f->basic.byte + 2);
    out->noise_dbm = get_signed(f->basic.byte[at]);
    for (size_t i = 0; i < 4; ++i)
        out->rssi[i] = get_signed(f->basic.byte[at + 1 + i]);
    return true;
}

/* Version 4 put the firmware's before the format, 3 a count of channels before the
 * antennas, 2 an offset of carriers behind them. */
static bool get_csi(fields *out, const frame *f)
{
    const unsigned version = f->csi_version;
    const size_t n_fixed = 35 + (version >= 2 ? 2U : 0U) + (version >= 3 ? 2U : 0U) +
                           (version >= 4 ? 1U : 0U);
    if (version < 1 || version > MOST_VERSION || f->csi.n < n_fixed)
        return false;
    const uint8_t *b = f->csi.byte;
    out->device = get16(b);
    b += version >= 4 ? 3 : 2;
    out->format = b[0];
    out->width_mhz = get16(b + 1);
    out->carrier_hz = get64(b + 3);
    out->n_tones = get16(b + 23);
    out->n_rx = b[26];
    out->n_tx = (size_t)b[25] + b[27];
    b += version >= 3 ? 30 : 28;
    out->antenna_sel = b[0];
    b += version >= 2 ? 3 : 1;
    const size_t size = get32(b);
    out->packed = (span){b + 4, size};
    return size <= f->csi.n - n_fixed;
}

/* Fills value, offsets and the width told by them; the reason when it can't be, else
 * NULL. */
static const char *unpack(phw_cf *value, double *offset_hz, double *bandwidth_hz,
                          fields *f)
{
    const size_t n_antennas = f->n_rx * f->n_tx;
    if (f->device == DEVICE_5300) {
        if (f->packed.n == 0 || f->packed.n != phw_csi_5300_size(f->n_rx, f->n_tx))
            return "channel's length is not that of its antennas";
        const bool is_wide = f->width_mhz == 40;
        f->untold = !phw_csi_5300_unpack(value, f->packed.byte, f->n_rx, f->n_tx,
                                         f->antenna_sel);
        phw_csi_5300_offsets(offset_hz, n_antennas, is_wide);
        *bandwidth_hz = is_wide ? 40e6 : 20e6;
        f->n_tones = PHW_CSI_5300_GROUPS;
        return NULL;
    }
    if (f->device != DEVICE_ATHEROS && f->device != DEVICE_AX200 &&
        f->device != DEVICE_AX210)
        return "device whose channels are not read (only IWL5300, QCA9300, AX200, "
               "AX210)";
    if (f->n_tones > PHW_WIFI_MOST_TONES ||
        !phw_wifi_tones(offset_hz, bandwidth_hz, f->n_tones, f->format >= FORMAT_HE))
        return "a number of carriers that no packet has";
    const bool is_atheros = f->device == DEVICE_ATHEROS;
    const size_t size = is_atheros ? phw_csi_atheros_size(f->n_tones, f->n_rx, f->n_tx)
                                   : f->n_tones * n_antennas * 4;
    if (n_antennas == 0 || f->n_rx > MOST_SIDE || f->n_tx > MOST_SIDE || size == 0 ||
        f->packed.n != size)
        return "channel's length is not that of its antennas";
    if (is_atheros)
        phw_csi_atheros_unpack(value, f->packed.byte, f->n_tones, f->n_rx, f->n_tx);
    for (size_t i = 0; !is_atheros && i < n_antennas * f->n_tones; ++i)
        value[i] = CMPLXF((float)(int16_t)get16(f->packed.byte + 4 * i),
                          (float)(int16_t)get16(f->packed.byte + 4 * i + 2));
    for (size_t i = f->n_tones; i < n_antennas * f->n_tones; ++i)
        offset_hz[i] = offset_hz[i - f->n_tones];
    return NULL;
}

/* The sender's address (the second one) and its packet number, of data and management
 * packets; acknowledgements have neither. */
static void set_sender(phw_import_record *r, char party[18], const span *packet)
{
    (void)snprintf(party, 18, "tx0");
    r->party = party;
    if (packet->n < 24 || (packet->byte[0] & 0x0C) == 0x04)
        return;
    const uint8_t *a = packet->byte + 10;
    (void)snprintf(party, 18, "%02x:%02x:%02x:%02x:%02x:%02x", a[0], a[1], a[2], a[3],
                   a[4], a[5]);
    r->counter = get16(packet->byte + 22) >> 4;
    r->counter_bits = 12;
    r->column[PHW_IMPORT_COUNTER] = (double)r->counter;
}

/* Room for the largest channel. */
typedef struct scratch {
    phw_cf *value;
    double *offset_hz;
} scratch;

static phw_status add(phw_import_builder *b, phw_import *out, const scratch *room,
                      const frame *from)
{
    fields f = {0};
    char party[18];
    char shape[16];
    phw_import_record r;
    phw_import_record_clear(&r);
    const char *reason = "version of a segment that is not known";
    if (get_basic(&f, from) && get_csi(&f, from))
        reason = unpack(room->value, room->offset_hz, &r.bandwidth_hz, &f);
    else if (from->csi.n == 0 || from->basic.n == 0)
        reason = "frame without a channel";
    if (reason != NULL) {
        phw_import_skip(out, reason, from->offset);
        return PHW_OK;
    }
    if (f.untold)
        phw_import_event(out, "antenna order not told: left as it is", from->offset);
    set_sender(&r, party, &from->packet);
    (void)snprintf(shape, sizeof shape, "%zux%zu-%zu", f.n_rx % 10, f.n_tx % 10,
                   f.n_tones % 10000);
    r.offset = from->offset;
    r.shape = shape;
    r.value = room->value;
    r.coefficient = room->offset_hz;
    r.n_antennas = f.n_rx * f.n_tx;
    r.n = r.n_antennas * f.n_tones;
    r.carrier_hz = (double)f.carrier_hz;
    r.clock = f.clock_us;
    r.clock_bits = 64;
    r.tick_s = 1e-6;
    r.column[PHW_IMPORT_NOISE] = f.noise_dbm;
    r.column[PHW_IMPORT_RSSI_RAW] = f.rssi[0];
    for (size_t i = 0; i < 3; ++i) {
        if (f.rssi[1 + i] != 0)
            r.column[PHW_IMPORT_RSSI_1 + i] = f.rssi[1 + i];
    }
    return phw_import_builder_add(b, &r);
}

/* Counts damage and returns how many bytes of it there are. */
static size_t skip(phw_import *out, const uint8_t *byte, size_t n, uint64_t offset)
{
    size_t next = 1;
    while (next < n && !is_frame(byte + next, n - next))
        ++next;
    phw_import_skip(out,
                    next < n ? "damaged: bytes up to the next frame"
                             : "cut short or damaged at the end",
                    offset);
    return next;
}

static phw_status take(phw_import_builder *b, phw_import *out, const scratch *room,
                       const uint8_t *byte, uint64_t offset)
{
    frame f;
    if (get_frame(&f, byte, offset))
        return add(b, out, room, &f);
    phw_import_skip(out, "segments longer than their frame", offset);
    return PHW_OK;
}

static phw_status read_frames(phw_import_builder *b, phw_import *out,
                              const scratch *room, const uint8_t *byte, size_t n)
{
    phw_status s = PHW_OK;
    for (size_t at = 0; !s && at < n;) {
        if (is_frame(byte + at, n - at)) {
            s = take(b, out, room, byte + at, at);
            at += 4 + (size_t)get32(byte + at);
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
    const size_t most = (size_t)PHW_WIFI_MOST_TONES * MOST_SIDE * MOST_SIDE;
    (void)options;
    phw_status s = phw_array_alloc(&room.value, most, sizeof *room.value);
    if (!s)
        s = phw_array_alloc(&room.offset_hz, most, sizeof *room.offset_hz);
    if (!s)
        s = phw_import_builder_create(&b, out, path);
    if (!s)
        s = read_frames(b, out, &room, byte, n);
    phw_import_builder_destroy(b);
    free(room.offset_hz);
    free(room.value);
    return s;
}

static bool matches(const char *path, const uint8_t *head, size_t n_head)
{
    (void)path;
    return n_head >= N_HEADER && get32(head + 4) == MAGIC;
}

const phw_import_format phw_import_format_picoscenes = {
    .name = "picoscenes",
    .summary = "PicoScenes' capture of an IWL5300, QCA9300, AX200 or AX210",
    .reference =
        "Z. Jiang et al., Eliminating the Barriers: Demystifying Wi-Fi Baseband "
        "Design and Introducing the PicoScenes Wi-Fi Sensing Platform, IEEE IoT "
        "Journal 9(6), 2022",
    .matches = matches,
    .read = read,
};
