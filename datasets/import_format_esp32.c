#include "datasets/import_format_esp32.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "core/sample.h"
#include "datasets/import_builder.h"

#define MARK       "CSI_DATA"
#define MOST_CELLS 40
#define MOST       612 /* numbers of a line */

#define SPACING_HZ    312500.0
#define SPACING_HE_HZ 78125.0

/* The cells that are used. */
typedef enum field {
    ADDRESS = 0,
    COUNTER,
    POWER,
    RATE,
    NOISE,
    CHANNEL,
    SECOND,
    WIDTH,
    CLOCK,
    INVALID,
    GAIN,
    DATA,
    N_FIELDS
} field;

/* What dialects call them; at most three names each. */
static const char *const names[N_FIELDS][4] = {
    [ADDRESS] = {"mac"},
    [COUNTER] = {"id", "seq", "sequence"},
    [POWER] = {"rssi"},
    [RATE] = {"rate"},
    [NOISE] = {"noise_floor"},
    [CHANNEL] = {"channel"},
    [SECOND] = {"secondary_channel"},
    [WIDTH] = {"bandwidth"},
    [CLOCK] = {"local_timestamp"},
    [INVALID] = {"first_word"},
    [GAIN] = {"agc_gain"},
    [DATA] = {"data", MARK},
};

/* Headers of the firmwares, for logs that lack their first line; told apart by their
 * number of cells: ESP32-CSI-Tool; esp-csi's csi_recv; the same for newer chips;
 * esp-csi's console. */
static const char *const dialects[] = {
    "type,role,mac,rssi,rate,sig_mode,mcs,bandwidth,smoothing,not_sounding,"
    "aggregation,stbc,fec_coding,sgi,noise_floor,ampdu_cnt,channel,secondary_channel,"
    "local_timestamp,ant,sig_len,rx_state,real_time_set,real_timestamp,len,CSI_DATA",
    "type,id,mac,rssi,rate,sig_mode,mcs,bandwidth,smoothing,not_sounding,aggregation,"
    "stbc,fec_coding,sgi,noise_floor,ampdu_cnt,channel,secondary_channel,"
    "local_timestamp,ant,sig_len,rx_state,len,first_word,data",
    "type,seq,mac,rssi,rate,noise_floor,fft_gain,agc_gain,channel,local_timestamp,"
    "sig_len,rx_state,len,first_word,data",
    "type,sequence,timestamp,taget_seq,taget,mac,rssi,rate,sig_mode,mcs,bandwidth,"
    "smoothing,not_sounding,aggregation,stbc,fec_coding,sgi,noise_floor,ampdu_cnt,"
    "channel,secondary_channel,local_timestamp,ant,sig_len,rx_state,agc_gain,fft_gain,"
    "len,first_word,data",
};

/* One training field's carriers: 0 .. up - 1, or from 1 where zero is 0, then -down
 * .. -1. */
typedef struct training {
    const char *name;
    unsigned up;
    unsigned down;
} training;

/* Numbers of a line, by the secondary channel (0 none, 1 above, 2 below; -1 any):
 * ESP-IDF Programming Guide, Wi-Fi Channel State Information, its tables for the ESP32
 * (128 and from 256 on, but 468 and 490) and the ESP32-C5. */
static const struct {
    unsigned n;
    int second;
    bool is_he;
    training block[3];
} layouts[] = {
    {128, 0, false, {{"lltf", 32, 32}}},
    {128, 1, false, {{"lltf", 0, 64}}},
    {128, 2, false, {{"lltf", 64, 0}}},
    {256, 0, false, {{"lltf", 32, 32}, {"ht", 32, 32}}},
    {256, 1, false, {{"lltf", 0, 64}, {"ht", 0, 64}}},
    {256, 2, false, {{"lltf", 64, 0}, {"ht", 64, 0}}},
    {376, 1, false, {{"lltf", 0, 64}, {"ht", 0, 62}, {"stbc", 0, 62}}},
    {380, 2, false, {{"lltf", 64, 0}, {"ht", 63, 0}, {"stbc", 63, 0}}},
    {384, 0, false, {{"lltf", 32, 32}, {"ht", 32, 32}, {"stbc", 32, 32}}},
    {384, 1, false, {{"lltf", 0, 64}, {"ht40", 64, 64}}},
    {384, 2, false, {{"lltf", 64, 0}, {"ht40", 64, 64}}},
    {612, 1, false, {{"lltf", 0, 64}, {"ht40", 61, 60}, {"stbc40", 61, 60}}},
    {612, 2, false, {{"lltf", 64, 0}, {"ht40", 61, 60}, {"stbc40", 61, 60}}},
    {106, 0, false, {{"lltf", 27, 26}}},
    {106, 1, false, {{"lltf", 0, 53}}},
    {106, 2, false, {{"lltf", 53, 0}}},
    {114, 0, false, {{"ht", 29, 28}}},
    {114, 1, false, {{"ht", 0, 57}}},
    {114, 2, false, {{"ht", 57, 0}}},
    {228, 0, false, {{"ht", 29, 28}, {"stbc", 29, 28}}},
    {228, 1, false, {{"ht", 0, 57}, {"stbc", 0, 57}}},
    {228, 2, false, {{"ht", 57, 0}, {"stbc", 57, 0}}},
    {234, -1, false, {{"ht40", 59, 58}}},
    {468, -1, false, {{"ht40", 59, 58}, {"stbc40", 59, 58}}},
    {490, -1, true, {{"he", 123, 122}}},
};

/* A piece of a line. */
typedef struct slice {
    const char *from;
    const char *end;
} slice;

/* Which cell of a line is which field; -1 for none. */
typedef struct places {
    int at[N_FIELDS];
} places;

/* A line's fields. */
typedef struct row {
    uint64_t offset;
    slice cell[N_FIELDS];
    int number[MOST];
    unsigned n;
} row;

static bool equals(slice s, const char *text)
{
    const size_t n = strlen(text);
    return (size_t)(s.end - s.from) == n && memcmp(s.from, text, n) == 0;
}

static bool starts(slice s, const char *text)
{
    const size_t n = strlen(text);
    return (size_t)(s.end - s.from) >= n && memcmp(s.from, text, n) == 0;
}

/* Takes a cell off the line's front; false at its end. */
static bool next_cell(slice *cell, slice *line)
{
    if (line->from == NULL)
        return false;
    const char *comma = memchr(line->from, ',', (size_t)(line->end - line->from));
    *cell = (slice){line->from, comma != NULL ? comma : line->end};
    line->from = comma != NULL ? comma + 1 : NULL;
    return true;
}

/* Whether a dialect calls the field so. */
static bool is_name(slice cell, size_t k)
{
    for (size_t j = 0; names[k][j] != NULL; ++j) {
        if (equals(cell, names[k][j]))
            return true;
    }
    return false;
}

static places find_places(slice header)
{
    places p;
    slice cell;
    for (size_t k = 0; k < N_FIELDS; ++k)
        p.at[k] = -1;
    for (int i = 0; i < MOST_CELLS && next_cell(&cell, &header); ++i) {
        for (size_t k = 0; k < N_FIELDS; ++k) {
            if (p.at[k] < 0 && is_name(cell, k))
                p.at[k] = i;
        }
    }
    return p;
}

/* How many cells stand before the bracket of the numbers. */
static int count_before(slice line)
{
    int n = 0;
    for (const char *c = line.from; c < line.end; ++c) {
        if (*c == '[')
            return n;
        n += *c == ',';
    }
    return -1;
}

/* The firmware whose header has the data at the cell where this line has it. */
static bool guess_places(places *out, slice line)
{
    const int n = count_before(line);
    for (size_t i = 0; i < sizeof dialects / sizeof dialects[0]; ++i) {
        *out = find_places((slice){dialects[i], dialects[i] + strlen(dialects[i])});
        if (out->at[DATA] == n)
            return true;
    }
    return false;
}

/* A whole number of at most five digits and what stands after it. */
static bool take_number(int *out, const char **at, const char *end)
{
    const char *c = *at;
    const bool negative = c < end && *c == '-';
    int x = 0;
    int n = 0;
    c += negative;
    for (; c < end && isdigit((unsigned char)*c) && n < 6; ++c, ++n)
        x = x * 10 + (*c - '0');
    if (n == 0 || n > 5)
        return false;
    *out = negative ? -x : x;
    *at = c;
    return true;
}

/* The list in brackets, between blanks or commas; NULL, or what is wrong. */
static const char *get_numbers(row *r, slice s)
{
    const char *c = s.from;
    while (c < s.end && (*c == '"' || *c == ' '))
        ++c;
    if (c == s.end || *c != '[')
        return "line without a list of numbers";
    ++c;
    for (r->n = 0;;) {
        while (c < s.end && (*c == ' ' || *c == ','))
            ++c;
        if (c == s.end)
            return "line cut short";
        if (*c == ']')
            return NULL;
        if (r->n == MOST)
            return "more numbers than any layout has";
        if (!take_number(&r->number[r->n], &c, s.end) || r->number[r->n] < -32768 ||
            r->number[r->n] > 32767)
            return "line with something else among its numbers";
        ++r->n;
    }
}

static const char *get_row(row *r, slice line, const places *p)
{
    slice cell = {0};
    for (size_t k = 0; k < N_FIELDS; ++k)
        r->cell[k] = (slice){0};
    for (int i = 0; i < p->at[DATA]; ++i) {
        if (!next_cell(&cell, &line))
            return "line cut short";
        for (size_t k = 0; k < N_FIELDS; ++k) {
            if (p->at[k] == i)
                r->cell[k] = cell;
        }
    }
    if (line.from == NULL)
        return "line cut short";
    return get_numbers(r, line);
}

/* A field that is a whole number; false when it is missing or none. */
static bool get_field(int64_t *out, const row *r, field k)
{
    const char *c = r->cell[k].from;
    const char *end = r->cell[k].end;
    int64_t x = 0;
    if (c == end)
        return false;
    const bool negative = *c == '-';
    c += negative;
    if (c == end || end - c > 12)
        return false;
    for (; c < end; ++c) {
        if (!isdigit((unsigned char)*c))
            return false;
        x = x * 10 + (*c - '0');
    }
    *out = negative ? -x : x;
    return true;
}

static const training *find_layout(bool *is_he, const row *r)
{
    int64_t second = 0;
    (void)get_field(&second, r, SECOND);
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; ++i) {
        if (layouts[i].n == r->n &&
            (layouts[i].second < 0 || layouts[i].second == second)) {
            *is_he = layouts[i].is_he;
            return layouts[i].block;
        }
    }
    return NULL;
}

/* A block's values and offsets, negative carriers first. */
static size_t unpack(phw_cf *value, double *offset_hz, const int *number,
                     const training *block, double spacing_hz)
{
    const unsigned n = block->up + block->down;
    for (unsigned i = 0; i < n; ++i) {
        const unsigned from = (i + block->up) % n;
        value[i] = CMPLXF((float)number[2 * from + 1], (float)number[2 * from]);
        offset_hz[i] = ((double)i - block->down) * spacing_hz;
    }
    return n;
}

static void set_column(phw_import_record *out, phw_import_column column, const row *r,
                       field k)
{
    int64_t x = 0;
    if (get_field(&x, r, k))
        out->column[column] = (double)x;
}

static void set_fields(phw_import_record *out, char party[48], const row *r)
{
    int64_t x = 0;
    const size_t n = (size_t)(r->cell[ADDRESS].end - r->cell[ADDRESS].from);
    const bool named = n > 0 && n < 40 &&
                       memchr(r->cell[ADDRESS].from, '/', n) == NULL &&
                       r->cell[ADDRESS].from[0] != '.';
    (void)snprintf(party, 48, "%.*s", named ? (int)n : 3,
                   named ? r->cell[ADDRESS].from : "tx0");
    out->offset = r->offset;
    out->party = party;
    out->carrier_hz = get_field(&x, r, CHANNEL) && x >= 1 && x <= 14
                          ? (x == 14 ? 2484e6 : 2407e6 + 5e6 * (double)x)
                          : (x > 14 && x <= 177 ? 5000e6 + 5e6 * (double)x : 0.0);
    if (get_field(&x, r, CLOCK) && x >= 0) {
        out->clock = (uint64_t)x & UINT32_MAX;
        out->clock_bits = 32;
        out->tick_s = 1e-6;
    }
    if (get_field(&x, r, COUNTER) && x >= 0) {
        out->counter = (uint64_t)x & UINT32_MAX;
        out->counter_bits = 32;
        out->counts_all = true;
    }
    set_column(out, PHW_IMPORT_COUNTER, r, COUNTER);
    set_column(out, PHW_IMPORT_RSSI, r, POWER);
    set_column(out, PHW_IMPORT_NOISE, r, NOISE);
    set_column(out, PHW_IMPORT_RATE, r, RATE);
    set_column(out, PHW_IMPORT_AGC, r, GAIN);
}

/* A record for each training field. */
static phw_status add(phw_import_builder *b, phw_import *out, const row *r)
{
    phw_cf value[MOST / 2];
    double offset_hz[MOST / 2];
    char party[48];
    bool is_he = false;
    int64_t invalid = 0;
    const training *block = find_layout(&is_he, r);
    if (block == NULL) {
        phw_import_skip(out, "as many numbers as no documented layout has", r->offset);
        return PHW_OK;
    }
    if (get_field(&invalid, r, INVALID) && invalid != 0)
        phw_import_event(out, "first two carriers invalid: so the recorder says",
                         r->offset);
    phw_import_record record;
    phw_import_record_clear(&record);
    set_fields(&record, party, r);
    const int *number = r->number;
    for (size_t i = 0; i < 3 && block[i].name != NULL; ++i) {
        record.n = unpack(value, offset_hz, number, &block[i],
                          is_he ? SPACING_HE_HZ : SPACING_HZ);
        record.value = value;
        record.coefficient = offset_hz;
        record.shape = block[i].name;
        record.bandwidth_hz = strstr(block[i].name, "40") != NULL ? 40e6 : 20e6;
        PHW_TRY(phw_import_builder_add(b, &record));
        number += 2 * record.n;
    }
    return PHW_OK;
}

/* Takes a line off the text's front, without its end. */
static bool next_line(slice *line, slice *text)
{
    if (text->from == text->end)
        return false;
    const char *stop = memchr(text->from, '\n', (size_t)(text->end - text->from));
    *line = (slice){text->from, stop != NULL ? stop : text->end};
    text->from = stop != NULL ? stop + 1 : text->end;
    while (line->end > line->from && (line->end[-1] == '\r' || line->end[-1] == ' '))
        --line->end;
    return true;
}

static phw_status read_lines(phw_import_builder *b, phw_import *out, slice text)
{
    slice line;
    places p = {0};
    bool known = false;
    row r = {0};
    const char *begin = text.from;
    while (next_line(&line, &text)) {
        const char *reason = NULL;
        r.offset = (uint64_t)(line.from - begin);
        if (starts(line, "type,")) {
            p = find_places(line);
            known = p.at[DATA] >= 0;
            continue;
        }
        if (!starts(line, MARK ","))
            reason = "line that is no " MARK;
        else if (!known && !guess_places(&p, line))
            reason = "line of no known number of cells";
        else
            reason = get_row(&r, line, &p);
        if (reason == NULL)
            PHW_TRY(add(b, out, &r));
        else if (line.from < line.end)
            phw_import_skip(out, reason, r.offset);
    }
    return phw_import_builder_finish(b);
}

static phw_status read(phw_import *out, const char *path, const uint8_t *byte, size_t n,
                       const phw_import_options *options)
{
    phw_import_builder *b = NULL;
    (void)options;
    PHW_TRY(phw_import_builder_create(&b, out, path));
    const char *text = (const char *)byte;
    const phw_status s = read_lines(b, out, (slice){text, text + n});
    phw_import_builder_destroy(b);
    return s;
}

/* A line with the mark in front. */
static bool matches(const char *path, const uint8_t *head, size_t n_head)
{
    slice line;
    slice text = {(const char *)head, (const char *)head + n_head};
    (void)path;
    while (next_line(&line, &text)) {
        if (starts(line, MARK ","))
            return true;
    }
    return false;
}

const phw_import_format phw_import_format_esp32 = {
    .name = "esp32",
    .summary = "CSI_DATA lines of ESP32-CSI-Tool and esp-csi, 53 to 245 carriers",
    .reference = "S. M. Hernandez and E. Bulut, Lightweight and Standalone IoT Based "
                 "WiFi Sensing for Active Repositioning and Mobility, WoWMoM 2020; "
                 "ESP-IDF Programming Guide, Wi-Fi Vendor Features",
    .matches = matches,
    .read = read,
};
