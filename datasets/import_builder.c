#include "datasets/import_builder.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"

/* A clock that falls by less is that of records out of order, s: they get the time of
 * the record before. One that falls by more has been set anew. */
#define OUT_OF_ORDER_S 1.0

/* Counts modulo 2^bits as a number that does not wrap. */
typedef struct unwrapper {
    bool started;
    uint64_t last;
    uint64_t value;
} unwrapper;

/* One transmitter in one shape. */
typedef struct group {
    phw_trace trace; /* its arrays have room for `room` probes */
    char party[48];
    char shape[16];
    size_t room;
    uint64_t *counter; /* unwrapped */
    double *column;    /* room x PHW_N_IMPORT_COLUMNS */
    uint64_t clock;    /* of its last record, as it stood there */
    uint64_t count;
    size_t first; /* the party's first group: all of them share its counter */
    unwrapper counts;
    bool rises; /* of the first: the counter, in all its groups */
} group;

struct phw_import_builder {
    phw_import *import;
    char origin[256];
    group *group;
    size_t n;
    size_t room;
    size_t last; /* the group of the record before */
    unwrapper time;
    unwrapper counts;
    uint64_t n_seen;
};

static const struct {
    const char *name;
    const char *unit;
} columns[PHW_N_IMPORT_COLUMNS] = {
    [PHW_IMPORT_COUNTER] = {"counter", "1"}, [PHW_IMPORT_RSSI] = {"rssi_dbm", "dBm"},
    [PHW_IMPORT_RSSI_1] = {"rssi_1", "dB"},  [PHW_IMPORT_RSSI_2] = {"rssi_2", "dB"},
    [PHW_IMPORT_RSSI_3] = {"rssi_3", "dB"},  [PHW_IMPORT_RSSI_4] = {"rssi_4", "dB"},
    [PHW_IMPORT_RSSI_RAW] = {"rssi", "dB"},  [PHW_IMPORT_NOISE] = {"noise_dbm", "dBm"},
    [PHW_IMPORT_AGC] = {"agc_db", "dB"},     [PHW_IMPORT_RATE] = {"rate", "1"},
    [PHW_IMPORT_SNR] = {"snr_db", "dB"},     [PHW_IMPORT_SCALE] = {"scale", "1"},
    [PHW_IMPORT_CFO] = {"cfo_hz", "Hz"},
};

static void count(phw_import_count *list, size_t *n, const char *reason,
                  uint64_t offset)
{
    size_t i = 0;
    while (i < *n && strcmp(list[i].reason, reason) != 0)
        ++i;
    if (i == *n) {
        if (*n == PHW_IMPORT_REASONS_MAX)
            --i; /* formats have fewer reasons; the last one takes the rest */
        else
            list[(*n)++] = (phw_import_count){.reason = reason, .first_offset = offset};
    }
    ++list[i].n;
}

void phw_import_skip(phw_import *import, const char *reason, uint64_t offset)
{
    count(import->skipped, &import->n_reasons, reason, offset);
}

void phw_import_event(phw_import *import, const char *reason, uint64_t offset)
{
    count(import->event, &import->n_events, reason, offset);
}

void phw_import_note(phw_import *import, const char *format, ...)
{
    char text[sizeof import->note[0]];
    va_list list;
    va_start(list, format);
    (void)vsnprintf(text, sizeof text, format, list);
    va_end(list);
    for (size_t i = 0; i < import->n_notes; ++i) {
        if (strcmp(import->note[i], text) == 0)
            return;
    }
    if (import->n_notes < PHW_IMPORT_REASONS_MAX)
        memcpy(import->note[import->n_notes++], text, sizeof text);
}

void phw_import_record_clear(phw_import_record *record)
{
    *record = (phw_import_record){.n_antennas = 1};
    for (size_t i = 0; i < PHW_N_IMPORT_COLUMNS; ++i)
        record->column[i] = (double)NAN;
}

phw_status phw_import_builder_create(phw_import_builder **out, phw_import *import,
                                     const char *origin)
{
    phw_import_builder *b = calloc(1, sizeof *b);
    if (b == NULL)
        return phw_fail(PHW_ENOMEM, "%s: no memory", origin);
    b->import = import;
    /* Not the folder: the same file gives the same bytes wherever it lies. */
    const char *slash = strrchr(origin, '/');
    (void)snprintf(b->origin, sizeof b->origin, "recorded: %.200s",
                   slash != NULL ? slash + 1 : origin);
    *out = b;
    return PHW_OK;
}

static void free_group(group *g)
{
    phw_trace_free(&g->trace);
    free(g->counter);
    free(g->column);
}

void phw_import_builder_destroy(phw_import_builder *b)
{
    if (b == NULL)
        return;
    for (size_t i = 0; i < b->n; ++i)
        free_group(&b->group[i]);
    free(b->group);
    free(b);
}

static bool is_of(const group *g, const phw_import_record *r)
{
    return g->trace.n_coefficients == r->n && g->trace.n_antennas == r->n_antennas &&
           strcmp(g->party, r->party) == 0 && strcmp(g->shape, r->shape) == 0;
}

static phw_status grow(void *array, size_t room, size_t size)
{
    void *old = *(void **)array;
    size_t bytes = 0;
    void *fresh = NULL;
    if (!__builtin_mul_overflow(room, size, &bytes))
        fresh = realloc(old, bytes);
    if (fresh == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu records", room);
    *(void **)array = fresh;
    return PHW_OK;
}

static phw_status grow_group(group *g)
{
    const size_t room = g->room < 1 ? 1 : g->room * 2;
    phw_trace *t = &g->trace;
    PHW_TRY(grow(&t->cplx, room, t->n_coefficients * sizeof *t->cplx));
    PHW_TRY(grow(&t->time_s, room, sizeof *t->time_s));
    PHW_TRY(grow(&t->sequence, room, sizeof *t->sequence));
    PHW_TRY(grow(&g->counter, room, sizeof *g->counter));
    PHW_TRY(grow(&g->column, room, PHW_N_IMPORT_COLUMNS * sizeof *g->column));
    g->room = room;
    return PHW_OK;
}

static phw_status open_group(phw_import_builder *b, const phw_import_record *r)
{
    if (b->n == b->room) {
        const size_t room = b->room < 4 ? 4 : b->room * 2;
        PHW_TRY(grow(&b->group, room, sizeof *b->group));
        b->room = room;
    }
    group g = {.rises = true};
    PHW_TRY(phw_trace_alloc(&g.trace, PHW_TRACE_CFR, 1, r->n));
    memcpy(g.trace.coefficient, r->coefficient, r->n * sizeof *r->coefficient);
    g.trace.n_probes = 0;
    g.trace.n_antennas = r->n_antennas;
    g.trace.has_time = r->clock_bits > 0;
    g.trace.carrier_hz = r->carrier_hz;
    g.trace.bandwidth_hz = r->bandwidth_hz;
    (void)snprintf(g.party, sizeof g.party, "%s", r->party);
    (void)snprintf(g.shape, sizeof g.shape, "%s", r->shape);
    memcpy(g.trace.origin, b->origin, sizeof g.trace.origin);
    while (g.first < b->n && strcmp(b->group[g.first].party, r->party) != 0)
        ++g.first;
    b->last = b->n;
    b->group[b->n++] = g;
    return PHW_OK;
}

/* The record's group is b->last afterwards; false when there can't be a further one. */
static phw_status find_group(bool *found, phw_import_builder *b,
                             const phw_import_record *r)
{
    *found = true;
    if (b->n > 0 && is_of(&b->group[b->last], r))
        return PHW_OK;
    for (size_t i = 0; i < b->n; ++i) {
        if (is_of(&b->group[i], r)) {
            b->last = i;
            return PHW_OK;
        }
    }
    *found = b->n < PHW_IMPORT_MOST_TRACES;
    return *found ? open_group(b, r) : PHW_OK;
}

static uint64_t mask_of(unsigned bits)
{
    return bits < 64 ? ((uint64_t)1 << bits) - 1 : UINT64_MAX;
}

/* How far `now` lies ahead of the last count, modulo 2^bits: less than half of them is
 * ahead, the rest behind. */
static bool is_ahead(uint64_t *by, const unwrapper *u, uint64_t now, unsigned bits)
{
    *by = (now - u->last) & mask_of(bits);
    return *by <= mask_of(bits) / 2;
}

static double unwrap_time(phw_import_builder *b, const phw_import_record *r)
{
    unwrapper *u = &b->time;
    uint64_t by = 0;
    if (!u->started) {
        *u = (unwrapper){true, r->clock, r->clock};
    } else if (is_ahead(&by, u, r->clock, r->clock_bits)) {
        if (r->clock < u->last)
            phw_import_event(b->import, "clock wrapped", r->offset);
        u->value += by;
        u->last = r->clock;
    } else if ((double)(mask_of(r->clock_bits) - by + 1) * r->tick_s < OUT_OF_ORDER_S) {
        phw_import_event(b->import, "out of order by the clock: got the time before",
                         r->offset);
    } else {
        phw_import_event(b->import, "clock set back: time goes on from there",
                         r->offset);
        u->last = r->clock;
    }
    return (double)u->value * r->tick_s;
}

/* The counter without wraps; `rises` falls when it lies behind the one before. */
static uint64_t unwrap_count(bool *rises, unwrapper *u, const phw_import_record *r)
{
    uint64_t by = 0;
    if (!u->started)
        *u = (unwrapper){true, r->counter, r->counter};
    else if (is_ahead(&by, u, r->counter, r->counter_bits))
        *u = (unwrapper){true, r->counter, u->value + by};
    else
        *rises = false;
    return u->value;
}

static bool is_duplicate(const group *g, const phw_import_record *r)
{
    const phw_trace *t = &g->trace;
    if (t->n_probes == 0 || (r->counter_bits == 0 && r->clock_bits == 0) ||
        g->count != r->counter || (!r->host_clock && g->clock != r->clock))
        return false;
    return memcmp(t->cplx + (t->n_probes - 1) * r->n, r->value,
                  r->n * sizeof *r->value) == 0;
}

/* Probe i's number by the counter, as long as it rises. */
static void number(phw_import_builder *b, group *g, const phw_import_record *r,
                   size_t i)
{
    group *party = &b->group[g->first];
    if (r->counter_bits == 0) {
        party->rises = false;
        return;
    }
    unwrapper *u = r->counts_all ? &b->counts : &party->counts;
    g->counter[i] = unwrap_count(&party->rises, u, r);
    if (i > 0 && g->counter[i] <= g->counter[i - 1])
        party->rises = false;
}

static phw_status append(phw_import_builder *b, group *g, const phw_import_record *r)
{
    phw_trace *t = &g->trace;
    if (t->n_probes == g->room)
        PHW_TRY(grow_group(g));
    const size_t i = t->n_probes++;
    memcpy(t->cplx + i * r->n, r->value, r->n * sizeof *r->value);
    memcpy(g->column + i * PHW_N_IMPORT_COLUMNS, r->column, sizeof r->column);
    t->time_s[i] = r->clock_bits > 0 ? unwrap_time(b, r) : (double)i;
    t->sequence[i] = (int64_t)(b->n_seen - 1);
    number(b, g, r, i);
    g->clock = r->clock;
    g->count = r->counter;
    ++b->import->n_probes;
    return PHW_OK;
}

phw_status phw_import_builder_add(phw_import_builder *b, const phw_import_record *r)
{
    bool found = false;
    ++b->n_seen;
    ++b->import->n_records;
    PHW_TRY(find_group(&found, b, r));
    if (!found) {
        phw_import_skip(b->import, "more transmitters and shapes than 1024", r->offset);
        return PHW_OK;
    }
    if (is_duplicate(&b->group[b->last], r)) {
        phw_import_skip(b->import, "duplicate of the record before", r->offset);
        return PHW_OK;
    }
    return append(b, &b->group[b->last], r);
}

static phw_status add_columns(group *g)
{
    phw_trace *t = &g->trace;
    for (size_t k = 0; k < PHW_N_IMPORT_COLUMNS; ++k) {
        bool told = false;
        for (size_t i = 0; !told && i < t->n_probes; ++i)
            told = !isnan(g->column[i * PHW_N_IMPORT_COLUMNS + k]);
        if (!told)
            continue;
        double *value = NULL;
        PHW_TRY(phw_trace_add_column(&value, t, columns[k].name, columns[k].unit));
        for (size_t i = 0; i < t->n_probes; ++i)
            value[i] = g->column[i * PHW_N_IMPORT_COLUMNS + k];
    }
    return PHW_OK;
}

static bool is_alone(const phw_import_builder *b, const group *g)
{
    for (size_t i = 0; i < b->n; ++i) {
        if (&b->group[i] != g && strcmp(b->group[i].party, g->party) == 0)
            return false;
    }
    return true;
}

static phw_status finish_group(phw_import_builder *b, group *g, const char **numbers)
{
    phw_trace *t = &g->trace;
    if (b->group[g->first].rises) {
        for (size_t i = 0; i < t->n_probes; ++i)
            t->sequence[i] = (int64_t)g->counter[i];
    } else {
        *numbers = "sequence numbers are places in the file: it has no packet counter, "
                   "or one that does not always rise";
    }
    const bool alone = is_alone(b, g);
    (void)snprintf(t->party, sizeof t->party, "%.47s%s%.15s", g->party,
                   alone ? "" : "-", alone ? "" : g->shape);
    PHW_TRY(add_columns(g));
    return phw_trace_check(t);
}

phw_status phw_import_builder_finish(phw_import_builder *b)
{
    const char *numbers = NULL;
    if (b->n == 0)
        return phw_fail(PHW_EINPUT, "holds no channel measurement");
    for (size_t i = 0; i < b->n; ++i)
        PHW_TRY(finish_group(b, &b->group[i], &numbers));
    if (numbers != NULL)
        phw_import_note(b->import, "%s", numbers);
    phw_trace *trace = NULL;
    PHW_TRY(phw_array_alloc(&trace, b->n, sizeof *trace));
    for (size_t i = 0; i < b->n; ++i) {
        trace[i] = b->group[i].trace;
        b->group[i].trace = (phw_trace){0};
    }
    b->import->trace = trace;
    b->import->n_traces = b->n;
    return PHW_OK;
}
