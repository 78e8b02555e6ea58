#include "datasets/import_format_nexmon.h"

#include <stdio.h>
#include <string.h>

#include "core/sample.h"
#include "datasets/import_builder.h"
#include "datasets/pcap.h"

/* A datagram: magic 0x1111, then 0x1111 again (older firmware) or received power and
 * frame control; address, sequence control, core and stream, channel, chip; then a
 * word of 32 bits a carrier, zero frequency first. */
#define PORT        5500
#define MAGIC       0x1111
#define N_FIELDS    18
#define MOST        512
#define SPACING_HZ  312500.0
#define STREAM_BITS 63

/* How a chip packs a carrier. */
typedef enum packing {
    COUNTS,     /* two 16-bit integers */
    EXPONENT_5, /* two signs with 8-bit magnitudes, an exponent of 5 bits */
    EXPONENT_6  /* two signs with 11-bit magnitudes, an exponent of 6 bits */
} packing;

/* Identities that firmwares have put into the last field. */
static const struct {
    const char *chip;
    unsigned id;
    packing packing;
} chips[] = {
    {"4339", 0x0001, COUNTS},       {"43455c0", 0x0065, COUNTS},
    {"4358", 0x0003, EXPONENT_5},   {"4366c0", 0x006A, EXPONENT_6},
    {"4366c0", 0xE834, EXPONENT_6},
};

typedef struct datagram {
    uint64_t offset;
    uint64_t time_ns;
    bool has_power;
    int power_dbm;
    char address[18];
    unsigned sequence;
    unsigned core;
    unsigned stream;
    unsigned channel;
    unsigned chip;
    const uint8_t *word;
    size_t n_words;
} datagram;

static unsigned get16(const uint8_t *b)
{
    return (unsigned)b[0] | (unsigned)b[1] << 8;
}

static uint32_t get32(const uint8_t *b)
{
    return get16(b) | (uint32_t)get16(b + 2) << 16;
}

static bool get_datagram(datagram *out, const phw_pcap_packet *packet, const uint8_t *b,
                         size_t n)
{
    if (n < N_FIELDS || get16(b) != MAGIC)
        return false;
    const uint8_t *a = b + 4;
    const unsigned stream = get16(b + 12);
    *out = (datagram){.offset = packet->offset,
                      .time_ns = packet->time_ns,
                      .has_power = get16(b + 2) != MAGIC,
                      .power_dbm = (int8_t)b[2],
                      .sequence = get16(b + 10) >> 4,
                      .core = stream & 7,
                      .stream = stream >> 3 & 7,
                      .channel = get16(b + 14),
                      .chip = get16(b + 16),
                      .word = b + N_FIELDS,
                      .n_words = (n - N_FIELDS) / 4};
    if (stream > STREAM_BITS) { /* the routers' builds swap this field's bytes */
        out->core = b[13] & 7;
        out->stream = b[13] >> 3 & 7;
    }
    (void)snprintf(out->address, sizeof out->address, "%02x:%02x:%02x:%02x:%02x:%02x",
                   a[0], a[1], a[2], a[3], a[4], a[5]);
    return true;
}

/* By the user's word, else by the datagram's. */
static phw_status find_packing(packing *out, const datagram *d, const char *chip)
{
    for (size_t i = 0; i < sizeof chips / sizeof chips[0]; ++i) {
        if (chip != NULL ? strcmp(chips[i].chip, chip) == 0 : chips[i].id == d->chip) {
            *out = chips[i].packing;
            return PHW_OK;
        }
    }
    if (chip != NULL)
        return phw_fail(PHW_EARG, "--chip %.32s: there are 4339, 43455c0, 4358, 4366c0",
                        chip);
    return phw_fail(PHW_EINPUT,
                    "packet at byte %llu: chip 0x%04x is unknown; say how it packs its "
                    "channels: --chip 43455c0 (or 4339: 16-bit counts), 4358 or 4366c0 "
                    "(shared exponents)",
                    (unsigned long long)d->offset, d->chip);
}

/* Words of the channel's width, 0 when the field (Broadcom's chanspec) has none. */
static size_t n_carriers(const datagram *d)
{
    const unsigned width = d->channel >> 11 & 7;
    return width >= 2 && width <= 5 ? (size_t)64 << (width - 2) : 0;
}

static double carrier_hz(const datagram *d)
{
    const unsigned centre = d->channel & 0xFF;
    switch (d->channel >> 14) {
    case 0:
        return centre == 14 ? 2484e6 : 2407e6 + 5e6 * centre;
    case 3:
        return 5000e6 + 5e6 * centre;
    default:
        return 0;
    }
}

/* 2^e for the exponents that there are, -32 to 31: a float's own bits (IEEE 754). */
static float power_of_two(int e)
{
    const uint32_t bits = (uint32_t)(127 + e) << 23;
    float x = 0;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* Exact: the magnitudes have at most 11 bits. */
static phw_cf unpack_shared(uint32_t word, unsigned n_mantissa, unsigned n_exponent)
{
    const uint32_t magnitude = (1U << (n_mantissa - 1)) - 1;
    int exponent = (int)(word & ((1U << n_exponent) - 1));
    if (exponent >= 1 << (n_exponent - 1))
        exponent -= 1 << n_exponent;
    float im = (float)(word >> n_exponent & magnitude);
    float re = (float)(word >> (n_exponent + n_mantissa) & magnitude);
    if (word >> (n_exponent + n_mantissa - 1) & 1)
        im = -im;
    if (word >> (n_exponent + 2 * n_mantissa - 1) & 1)
        re = -re;
    const float unit = power_of_two(exponent);
    return CMPLXF(re * unit, im * unit);
}

static phw_cf unpack(const uint8_t *b, packing how)
{
    if (how == EXPONENT_5)
        return unpack_shared(get32(b), 9, 5);
    if (how == EXPONENT_6)
        return unpack_shared(get32(b), 12, 6);
    return CMPLXF((float)(int16_t)get16(b), (float)(int16_t)get16(b + 2));
}

static phw_status add(phw_import_builder *b, const datagram *d, size_t n, packing how)
{
    phw_cf value[MOST];
    double offset_hz[MOST];
    char shape[16];
    for (size_t i = 0; i < n; ++i) {
        const size_t from = (i + n / 2) % n;
        value[i] = unpack(d->word + 4 * from, how);
        offset_hz[i] = ((double)i - (double)n / 2) * SPACING_HZ;
    }
    (void)snprintf(shape, sizeof shape, "c%us%u-%zuM", d->core & 7, d->stream & 7,
                   n * 5 / 16);
    phw_import_record r;
    phw_import_record_clear(&r);
    r.offset = d->offset;
    r.party = d->address;
    r.shape = shape;
    r.value = value;
    r.coefficient = offset_hz;
    r.n = n;
    r.carrier_hz = carrier_hz(d);
    r.bandwidth_hz = (double)n * SPACING_HZ;
    r.clock = d->time_ns;
    r.clock_bits = 64;
    r.tick_s = 1e-9;
    r.host_clock = true;
    r.counter = d->sequence;
    r.counter_bits = 12;
    r.column[PHW_IMPORT_COUNTER] = d->sequence;
    if (d->has_power)
        r.column[PHW_IMPORT_RSSI] = d->power_dbm;
    return phw_import_builder_add(b, &r);
}

static phw_status take(phw_import_builder *b, phw_import *out, const phw_pcap *p,
                       const phw_pcap_packet *packet, const char *chip)
{
    const uint8_t *payload = NULL;
    size_t size = 0;
    datagram d;
    packing how = COUNTS;
    if (!phw_pcap_udp(&payload, &size, p, packet, PORT) ||
        !get_datagram(&d, packet, payload, size)) {
        phw_import_skip(out, "packet of another kind", packet->offset);
        return PHW_OK;
    }
    PHW_TRY(find_packing(&how, &d, chip));
    const size_t n = n_carriers(&d);
    if (n == 0 || d.n_words < n) {
        phw_import_skip(out,
                        n == 0 ? "channel width not known"
                               : "fewer carriers than its channel has",
                        packet->offset);
        return PHW_OK;
    }
    if (d.n_words > n)
        phw_import_event(out, "more words than carriers: the rest left out",
                         packet->offset);
    return add(b, &d, n, how);
}

static phw_status read_packets(phw_import_builder *b, phw_import *out, phw_pcap *p,
                               const char *chip)
{
    phw_pcap_packet packet;
    while (phw_pcap_next(p, &packet))
        PHW_TRY(take(b, out, p, &packet, chip));
    if (p->at < p->n) {
        phw_import_skip(out, "cut short or damaged at the end", p->at);
        phw_import_note(out, "the last %zu bytes are no whole packet", p->n - p->at);
    }
    return phw_import_builder_finish(b);
}

static phw_status read(phw_import *out, const char *path, const uint8_t *byte, size_t n,
                       const phw_import_options *options)
{
    phw_pcap p;
    phw_import_builder *b = NULL;
    PHW_TRY(phw_pcap_start(&p, byte, n));
    PHW_TRY(phw_import_builder_create(&b, out, path));
    const phw_status s = read_packets(b, out, &p, options->chip);
    phw_import_builder_destroy(b);
    return s;
}

/* A capture is taken for nexmon's even before its first datagram. */
static bool matches(const char *path, const uint8_t *head, size_t n_head)
{
    (void)path;
    return phw_pcap_is(head, n_head);
}

const phw_import_format phw_import_format_nexmon = {
    .name = "nexmon",
    .summary = "nexmon_csi's packet capture of Broadcom chips, 64 to 512 carriers",
    .reference = "F. Gringoli, M. Schulz, J. Link and M. Hollick, Free Your CSI: A "
                 "Channel State Information Extraction Platform For Modern Wi-Fi "
                 "Chipsets, WiNTECH 2019",
    .matches = matches,
    .read = read,
};
