#include "datasets/rssi_csv.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/file.h"
#include "datasets/table.h"

#define PREFIX "rssi_"

/* Beyond it a double no longer tells two whole numbers apart. */
#define MOST_SEQUENCE 9007199254740992.0

/* Which columns hold what, from 0. */
typedef struct columns {
    size_t value;
    size_t time;
    size_t sequence;
} columns;

/* A cell of each of them. */
typedef struct row {
    double value;
    double time_s;
    double sequence;
} row;

static const char *const value_names[] = {"rssi", NULL};
static const char *const power_names[] = {"power", NULL};
static const char *const time_names[] = {"time_s", "time", "timestamp", NULL};
static const char *const sequence_names[] = {"idx", "seq", "sequence", "packet", NULL};

/* A column that the user named: by the header, else by a number from 1. */
static phw_status find_asked(size_t *out, const phw_table *t, const char *asked)
{
    const size_t named = phw_table_find(t, asked);
    char *stop = NULL;
    const unsigned long number = strtoul(asked, &stop, 10);
    const bool is_number = isdigit((unsigned char)*asked) && *stop == '\0';
    if (named != PHW_NO_COLUMN || (is_number && number >= 1 && number < UINT32_MAX)) {
        *out = named != PHW_NO_COLUMN ? named : (size_t)number - 1;
        return PHW_OK;
    }
    if (phw_slice_is_empty(t->header))
        return phw_fail(PHW_EINPUT,
                        "%s: no column '%.64s': there is no header; expected a column "
                        "number from 1",
                        t->name, asked);
    char names[200];
    phw_table_list(t, names, sizeof names);
    return phw_fail(PHW_EINPUT, "%s: line %zu: no column '%.64s'; there are: %s",
                    t->name, t->line, asked, names);
}

static bool get_cell(phw_slice *out, const phw_table *t, phw_slice line, size_t column)
{
    phw_cells c = phw_cells_of(t, line);
    for (size_t i = 0; phw_cells_next(&c, out); ++i) {
        if (i == column)
            return true;
    }
    return false;
}

static bool holds_number(const phw_table *t, phw_slice first, size_t column)
{
    phw_slice cell;
    double number = 0.0;
    return get_cell(&cell, t, first, column) && phw_table_number(t, &number, cell);
}

/* The first of `names` that is a column. */
static size_t guess_named(const phw_table *t, const char *const *name)
{
    size_t i = PHW_NO_COLUMN;
    for (; i == PHW_NO_COLUMN && *name != NULL; ++name)
        i = phw_table_find(t, *name);
    return i;
}

/* Columns named rssi_SOMEBODY: their number, and the last of them. */
static size_t count_prefixed(size_t *last, const phw_table *t)
{
    phw_slice cell;
    size_t n = 0;
    phw_cells c = phw_cells_of(t, t->header);
    for (size_t i = 0; phw_cells_next(&c, &cell); ++i) {
        const size_t length = (size_t)(cell.end - cell.from);
        if (length > strlen(PREFIX) &&
            strncasecmp(cell.from, PREFIX, strlen(PREFIX)) == 0) {
            ++n;
            *last = i;
        }
    }
    return n;
}

static size_t guess_last(const phw_table *t, phw_slice first, const columns *taken)
{
    phw_slice cell;
    double number = 0.0;
    size_t last = PHW_NO_COLUMN;
    phw_cells c = phw_cells_of(t, first);
    for (size_t i = 0; phw_cells_next(&c, &cell); ++i) {
        if (i != taken->time && i != taken->sequence &&
            phw_table_number(t, &number, cell))
            last = i;
    }
    return last;
}

static phw_status guess_value(size_t *out, const phw_table *t, phw_slice first,
                              const columns *taken)
{
    size_t found = guess_named(t, value_names);
    if (found == PHW_NO_COLUMN && count_prefixed(&found, t) > 1) {
        char names[200];
        phw_table_list(t, names, sizeof names);
        return phw_fail(PHW_EINPUT,
                        "%s: line %zu: several columns could be meant: %s; name one "
                        "(FILE:COLUMN)",
                        t->name, t->line, names);
    }
    if (found == PHW_NO_COLUMN)
        found = guess_named(t, power_names);
    if (found == PHW_NO_COLUMN)
        found = guess_last(t, first, taken);
    if (found == PHW_NO_COLUMN)
        return phw_fail(PHW_EINPUT, "%s: line %zu: no column of numbers; expected one",
                        t->name, t->line + 1);
    *out = found;
    return PHW_OK;
}

/* A column that may be asked for, refused ("-") or guessed. */
static phw_status find_optional(size_t *out, const phw_table *t, const char *asked,
                                const char *const *names)
{
    *out = PHW_NO_COLUMN;
    if (asked == NULL)
        *out = guess_named(t, names);
    else if (strcmp(asked, "-") != 0)
        return find_asked(out, t, asked);
    return PHW_OK;
}

static phw_status find_columns(columns *out, const phw_table *t,
                               const phw_rssi_options *options)
{
    phw_table ahead = *t;
    phw_slice first;
    if (!phw_table_next(&ahead, &first))
        return phw_fail(PHW_EINPUT, "%s: holds no rows; expected a number a line",
                        t->name);
    PHW_TRY(find_optional(&out->sequence, t, options->sequence_column, sequence_names));
    PHW_TRY(find_optional(&out->time, t, options->time_column, time_names));
    /* A date is no instant in seconds: one that was not asked for is passed over. */
    if (options->time_column == NULL && !holds_number(t, first, out->time))
        out->time = PHW_NO_COLUMN;
    if (options->column != NULL)
        return find_asked(&out->value, t, options->column);
    return guess_value(&out->value, t, first, out);
}

static phw_status fail_cell(const phw_table *t, size_t column, const char *why)
{
    phw_slice name = {0};
    const bool named =
        get_cell(&name, t, t->header, column) && !phw_slice_is_empty(name);
    const size_t length = named ? (size_t)(name.end - name.from) : 0;
    return phw_fail(PHW_EINPUT, "%s: line %zu, column %zu%s%.*s%s: %s", t->name,
                    t->line, column + 1, named ? " (" : "",
                    length < 64 ? (int)length : 64, named ? name.from : "",
                    named ? ")" : "", why);
}

static phw_status take_cell(double *out, const phw_table *t, phw_slice cell,
                            size_t column)
{
    char why[120];
    if (phw_slice_is_empty(cell))
        return fail_cell(t, column, "is empty; expected a number");
    if (!phw_table_number(t, out, cell)) {
        const size_t length = (size_t)(cell.end - cell.from);
        (void)snprintf(why, sizeof why, "'%.*s' is not a number",
                       length < 40 ? (int)length : 40, cell.from);
        return fail_cell(t, column, why);
    }
    if (!isfinite(*out) || fabs(*out) > (double)3e38F)
        return fail_cell(t, column, "is NaN or infinite; expected a finite number");
    return PHW_OK;
}

/* The last column that is needed. */
static size_t last_column(const columns *where)
{
    size_t last = where->value;
    if (where->time != PHW_NO_COLUMN && where->time > last)
        last = where->time;
    if (where->sequence != PHW_NO_COLUMN && where->sequence > last)
        last = where->sequence;
    return last;
}

static phw_status read_row(row *out, const phw_table *t, phw_slice line,
                           const columns *where)
{
    phw_slice cell;
    phw_status s = PHW_OK;
    const size_t last = last_column(where);
    phw_cells c = phw_cells_of(t, line);
    for (size_t i = 0; !s && i <= last; ++i) {
        if (!phw_cells_next(&c, &cell))
            return fail_cell(t, last, "is missing: the line has fewer cells");
        if (i == where->value)
            s = take_cell(&out->value, t, cell, i);
        if (!s && i == where->time)
            s = take_cell(&out->time_s, t, cell, i);
        if (!s && i == where->sequence)
            s = take_cell(&out->sequence, t, cell, i);
    }
    return s;
}

static phw_status check_order(const phw_table *t, const columns *where, const row *last,
                              const row *now)
{
    if (where->sequence != PHW_NO_COLUMN) {
        if (now->sequence != floor(now->sequence) ||
            fabs(now->sequence) > MOST_SEQUENCE)
            return fail_cell(t, where->sequence, "is not a whole number");
        if (last != NULL && !(now->sequence > last->sequence))
            return fail_cell(t, where->sequence,
                             "is not above the row's before; expected rising numbers: "
                             "sort, drop duplicates, or use no sequence column");
    }
    if (where->time != PHW_NO_COLUMN && last != NULL && now->time_s < last->time_s)
        return fail_cell(t, where->time,
                         "lies before the row's in front of it; expected times in "
                         "order");
    return PHW_OK;
}

static size_t count_rows(phw_table t)
{
    phw_slice line;
    size_t n = 0;
    while (phw_table_next(&t, &line))
        ++n;
    return n;
}

static phw_status fill(phw_trace *trace, phw_table *t, const columns *where)
{
    phw_slice line;
    row rows[2] = {0};
    for (size_t i = 0; i < trace->n_probes && phw_table_next(t, &line); ++i) {
        row *now = &rows[i % 2];
        PHW_TRY(read_row(now, t, line, where));
        PHW_TRY(check_order(t, where, i > 0 ? &rows[(i + 1) % 2] : NULL, now));
        trace->real[i] = (float)now->value;
        if (where->time != PHW_NO_COLUMN)
            trace->time_s[i] = now->time_s;
        if (where->sequence != PHW_NO_COLUMN)
            trace->sequence[i] = (int64_t)now->sequence;
    }
    trace->has_time = where->time != PHW_NO_COLUMN;
    return PHW_OK;
}

/* SOMEBODY of a column rssi_SOMEBODY, else the file's name. */
static void set_party(phw_trace *trace, const phw_table *t, size_t column)
{
    phw_slice name = {0};
    if (get_cell(&name, t, t->header, column) &&
        name.end - name.from > (ptrdiff_t)strlen(PREFIX) &&
        strncasecmp(name.from, PREFIX, strlen(PREFIX)) == 0) {
        name.from += strlen(PREFIX);
    } else {
        const char *slash = strrchr(t->name, '/');
        name.from = slash == NULL ? t->name : slash + 1;
        const char *dot = strrchr(name.from, '.');
        name.end =
            dot == NULL || dot == name.from ? name.from + strlen(name.from) : dot;
    }
    const size_t length = (size_t)(name.end - name.from);
    (void)snprintf(trace->party, sizeof trace->party, "%.*s",
                   (int)(length < sizeof trace->party ? length : sizeof trace->party),
                   name.from);
    (void)snprintf(trace->origin, sizeof trace->origin, "%s", t->name);
}

static phw_status read_table(phw_trace *out, phw_table *t,
                             const phw_rssi_options *options)
{
    columns where;
    PHW_TRY(find_columns(&where, t, options));
    const size_t n = count_rows(*t);
    if (n > PHW_RSSI_MOST_ROWS)
        return phw_fail(PHW_EINPUT, "%s: %zu rows; at most %zu are read: cut the file",
                        t->name, n, PHW_RSSI_MOST_ROWS);
    phw_trace trace = {0};
    PHW_TRY(phw_trace_alloc(&trace, PHW_TRACE_POWER_DB, n, 1));
    phw_status s = fill(&trace, t, &where);
    if (!s) {
        set_party(&trace, t, where.value);
        s = phw_trace_check(&trace);
    }
    if (s) {
        phw_trace_free(&trace);
        return s;
    }
    *out = trace;
    return PHW_OK;
}

phw_status phw_rssi_parse(phw_trace *out, const char *text, size_t size,
                          const char *name, const phw_rssi_options *options)
{
    const phw_rssi_options none = {0};
    phw_table t;
    if (options == NULL)
        options = &none;
    PHW_TRY(phw_table_start(&t, text, size, name, options->delimiter));
    const phw_status s = read_table(out, &t, options);
    phw_table_end(&t);
    return s;
}

phw_status phw_rssi_read(phw_trace *out, const char *path,
                         const phw_rssi_options *options)
{
    uint8_t *text = NULL;
    size_t size = 0;
    PHW_TRY(phw_file_read(&text, &size, path, PHW_RSSI_MOST_BYTES));
    const phw_status s = phw_rssi_parse(out, (const char *)text, size, path, options);
    free(text);
    return s;
}
