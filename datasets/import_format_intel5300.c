#include "datasets/import_format_intel5300.h"

#include <math.h>
#include <stdio.h>

#include "core/sample.h"
#include "datasets/csi_packing.h"
#include "datasets/import_builder.h"

/* A record: its length (2 bytes, most significant first), a code, and for the code 0xBB
 * 20 bytes of fields, least significant byte first, then the packed channel. */
#define CODE     0xBB
#define N_LENGTH 2
#define N_FIELDS 20
/* Records of other codes in a row that are believed without a channel between them. */
#define OTHERS_MAX 64

#define MOST (PHW_CSI_5300_GROUPS * PHW_CSI_MOST_SIDE * PHW_CSI_MOST_SIDE)

/* Records of other codes in a row that are believed without a channel between them. */
#define OTHERS_MAX 64

/* What the recorder writes when it did not measure the noise, and what to take then. */
#define NOISE_NONE   (-127)
#define NOISE_PRESET (-92.0)

/* dB between the register's sum and dBm. */
#define RSSI_OFFSET 44.0

/* Of `rate`, which is iwlwifi's rate_n_flags. */
#define RATE_40_MHZ 0x800U

/* The fields of a record that is one. */
typedef struct fields {
    uint32_t clock;
    unsigned count;
    unsigned n_rx;
    unsigned n_tx;
    unsigned rssi[3];
    int noise;
    unsigned agc;
    unsigned antenna_sel;
    size_t n_packed;
    unsigned rate;
    const uint8_t *packed;
} fields;

static unsigned get16(const uint8_t *b)
{
    return (unsigned)b[0] | (unsigned)b[1] << 8;
}

static size_t record_length(const uint8_t *b)
{
    return (size_t)b[0] << 8 | b[1];
}

static fields get_fields(const uint8_t *b)
{
    return (fields){.clock = get16(b) | (uint32_t)get16(b + 2) << 16,
                    .count = get16(b + 4),
                    .n_rx = b[8],
                    .n_tx = b[9],
                    .rssi = {b[10], b[11], b[12]},
                    .noise = (int8_t)b[13],
                    .agc = b[14],
                    .antenna_sel = b[15],
                    .n_packed = get16(b + 16),
                    .rate = get16(b + 18),
                    .packed = b + N_FIELDS};
}

/* Whether a whole channel record begins at byte[0]: all its lengths agree. */
static bool is_record(fields *out, const uint8_t *byte, size_t n)
{
    if (n < N_LENGTH + 1 + N_FIELDS || byte[N_LENGTH] != CODE)
        return false;
    const size_t length = record_length(byte);
    const fields f = get_fields(byte + N_LENGTH + 1);
    if (f.n_packed == 0 || f.n_packed != phw_csi_5300_size(f.n_rx, f.n_tx) ||
        length != 1 + N_FIELDS + f.n_packed || length > n - N_LENGTH)
        return false;
    *out = f;
    return true;
}

static double from_db(double db)
{
    return pow(10.0, db / 10.0);
}

static double total_rssi_dbm(const fields *f)
{
    double sum = 0;
    for (size_t i = 0; i < 3; ++i)
        sum += f->rssi[i] > 0 ? from_db(f->rssi[i]) : 0.0;
    return sum > 0 ? 10.0 * log10(sum) - RSSI_OFFSET - f->agc : (double)NAN;
}

/* What a count is worth when the noise, thermal and of the counts' rounding, has power
 * 1 (csitool, get_scaled_csi.m: the transmitters' power is split, 4.5 dB among 3). */
static double scale_of(const phw_cf *value, const fields *f)
{
    const size_t n_links = (size_t)f->n_rx * f->n_tx;
    double power = 0;
    for (size_t i = 0; i < n_links * PHW_CSI_5300_GROUPS; ++i)
        power += phw_cf_power(value[i]);
    const double rssi = total_rssi_dbm(f);
    if (!(power > 0) || isnan(rssi))
        return 0;
    const double step = from_db(rssi) / (power / PHW_CSI_5300_GROUPS);
    const double noise = from_db(f->noise == NOISE_NONE ? NOISE_PRESET : f->noise) +
                         step * (double)n_links;
    const double split = f->n_tx == 2 ? 2.0 : (f->n_tx == 3 ? from_db(4.5) : 1.0);
    return sqrt(step / noise * split);
}

static phw_status add(phw_import_builder *b, phw_import *out, const fields *f,
                      uint64_t offset, bool scaled)
{
    phw_cf value[MOST];
    double offset_hz[MOST];
    char shape[16];
    const bool wide = (f->rate & RATE_40_MHZ) != 0;
    if (!phw_csi_5300_unpack(value, f->packed, f->n_rx, f->n_tx, f->antenna_sel))
        phw_import_event(out, "antenna order not told: left as it is", offset);
    const size_t n = (size_t)f->n_rx * f->n_tx * PHW_CSI_5300_GROUPS;
    const double scale = scale_of(value, f);
    for (size_t i = 0; scaled && i < n; ++i)
        value[i] = CMPLXF((float)((double)crealf(value[i]) * scale),
                          (float)((double)cimagf(value[i]) * scale));
    phw_csi_5300_offsets(offset_hz, (size_t)f->n_rx * f->n_tx, wide);
    (void)snprintf(shape, sizeof shape, "%ux%u-%sM", f->n_rx & 3, f->n_tx & 3,
                   wide ? "40" : "20");
    phw_import_record r;
    phw_import_record_clear(&r);
    r.offset = offset;
    r.party = "tx0";
    r.shape = shape;
    r.value = value;
    r.coefficient = offset_hz;
    r.n = n;
    r.n_antennas = (size_t)f->n_rx * f->n_tx;
    r.bandwidth_hz = wide ? 40e6 : 20e6;
    r.clock = f->clock;
    r.clock_bits = 32;
    r.tick_s = 1e-6;
    r.counter = f->count;
    r.counter_bits = 16;
    r.counts_all = true;
    r.column[PHW_IMPORT_COUNTER] = f->count;
    r.column[PHW_IMPORT_RSSI] = total_rssi_dbm(f);
    for (size_t i = 0; i < 3; ++i) {
        if (f->rssi[i] > 0)
            r.column[PHW_IMPORT_RSSI_1 + i] = f->rssi[i];
    }
    if (f->noise != NOISE_NONE)
        r.column[PHW_IMPORT_NOISE] = f->noise;
    r.column[PHW_IMPORT_SCALE] = scale;
    r.column[PHW_IMPORT_AGC] = f->agc;
    r.column[PHW_IMPORT_RATE] = f->rate;
    return phw_import_builder_add(b, &r);
}

/* Whether records of other codes, at most OTHERS_MAX in a row, lead to a channel's or
 * to the end: that they are records, and no chance. */
static bool others_lead_on(const uint8_t *byte, size_t n)
{
    fields f;
    size_t at = 0;
    for (int i = 0; i < OTHERS_MAX; ++i) {
        if (n - at < N_LENGTH + 1 || byte[at + N_LENGTH] == CODE ||
            record_length(byte + at) == 0 ||
            record_length(byte + at) > n - at - N_LENGTH)
            return false;
        at += N_LENGTH + record_length(byte + at);
        if (at == n || is_record(&f, byte + at, n - at))
            return true;
    }
    return false;
}

/* How far to the next record from one that is none: over a record of another code, or
 * to the next place that holds a channel's. */
static size_t skip(phw_import *out, const uint8_t *byte, size_t n, uint64_t offset)
{
    fields f;
    if (others_lead_on(byte, n)) {
        phw_import_skip(out, "record of another kind", offset);
        return N_LENGTH + record_length(byte);
    }
    size_t next = 1;
    while (next < n && !is_record(&f, byte + next, n - next))
        ++next;
    phw_import_skip(out,
                    next < n ? "damaged: bytes up to the next record"
                             : "cut short or damaged at the end",
                    offset);
    return next;
}

static phw_status read_records(phw_import_builder *b, phw_import *out,
                               const uint8_t *byte, size_t n, bool scaled)
{
    fields f;
    size_t at = 0;
    while (at < n) {
        if (!is_record(&f, byte + at, n - at)) {
            at += skip(out, byte + at, n - at, at);
            continue;
        }
        PHW_TRY(add(b, out, &f, at, scaled));
        at += N_LENGTH + 1 + N_FIELDS + f.n_packed;
    }
    return phw_import_builder_finish(b);
}

static phw_status read(phw_import *out, const char *path, const uint8_t *byte, size_t n,
                       const phw_import_options *options)
{
    phw_import_builder *b = NULL;
    PHW_TRY(phw_import_builder_create(&b, out, path));
    const phw_status s = read_records(b, out, byte, n, options->scaled);
    phw_import_builder_destroy(b);
    return s;
}

/* A channel record in front, or after up to a few of other kinds. */
static bool matches(const char *path, const uint8_t *head, size_t n_head)
{
    fields f;
    (void)path;
    size_t at = 0;
    for (int i = 0; i < 16 && at + N_LENGTH < n_head; ++i) {
        if (is_record(&f, head + at, n_head - at))
            return true;
        at += N_LENGTH + record_length(head + at);
    }
    return false;
}

const phw_import_format phw_import_format_intel5300 = {
    .name = "intel5300",
    .summary = "Linux 802.11n CSI Tool's log of an Intel 5300, 30 groups of carriers",
    .reference = "D. Halperin et al., Tool Release: Gathering 802.11n Traces with "
                 "Channel State Information, ACM CCR 41(1), 2011",
    .matches = matches,
    .read = read,
};
