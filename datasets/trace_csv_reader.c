#include "datasets/trace_csv_reader.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "datasets/complex_text.h"
#include "datasets/table.h"
#include "datasets/trace_csv_facts.h"

/* Beyond it a double no longer tells two whole numbers apart. */
#define MOST_WHOLE 9007199254740992.0

/* What a column of the table is. */
typedef enum role {
    SEQUENCE = 0,
    TIME,
    EXTRA, /* a column of the trace */
    VALUE, /* real */
    REAL,  /* part of a complex value, */
    IMAGINARY,
    COMPLEX, /* or both in one cell */
    UNKNOWN,
    N_ROLES
} role;

/* A column of the table. */
typedef struct meaning {
    role role;
    size_t index; /* of the trace's column, or of the value in a probe */
} meaning;

/* A table being read. */
typedef struct reader {
    phw_table table;
    phw_slice facts; /* the # lines at the top, when they are ours */
    meaning *column;
    size_t n_columns;
    size_t n_values; /* of a probe */
    bool is_complex;
    size_t n[N_ROLES]; /* columns of each role */
} reader;

static bool named(phw_slice cell, const char *const *name)
{
    for (; *name != NULL; ++name) {
        const size_t n = (size_t)(cell.end - cell.from);
        if (n == strlen(*name) && strncasecmp(cell.from, *name, n) == 0)
            return true;
    }
    return false;
}

static phw_status fail_column(const reader *r, size_t i, phw_slice cell,
                              const char *why)
{
    return phw_fail(PHW_EINPUT, "%s: line %zu, column %zu ('%.*s'): %s", r->table.name,
                    r->table.line, i + 1,
                    phw_slice_length(cell) < 40 ? (int)phw_slice_length(cell) : 40,
                    cell.from, why);
}

/* A name of the header that says what the column is; UNKNOWN when it does not. */
static role role_of_name(const reader *r, phw_slice name)
{
    static const char *const sequences[] = {"sequence", "idx", "seq", "packet", NULL};
    static const char *const times[] = {"time_s", "time", "timestamp", NULL};
    char fact[48];
    phw_slice stem;
    phw_slice unit;
    if (named(name, sequences))
        return SEQUENCE;
    if (named(name, times))
        return TIME;
    (void)snprintf(fact, sizeof fact, "unit %.*s",
                   phw_slice_length(name) < 32 ? (int)phw_slice_length(name) : 32,
                   name.from);
    if (phw_trace_csv_fact(&unit, r->facts, fact))
        return EXTRA;
    const char part = phw_complex_part(&stem, name);
    return part == 'r' ? REAL : part == 'i' ? IMAGINARY : UNKNOWN;
}

/* An imaginary part follows the real part of the same name, and nothing else. */
static bool pairs_up(const reader *r, size_t i, phw_slice last, phw_slice name)
{
    phw_slice a;
    phw_slice b;
    const role before = i > 0 ? r->column[i - 1].role : UNKNOWN;
    if ((r->column[i].role == IMAGINARY) != (before == REAL))
        return false;
    if (before != REAL)
        return true;
    (void)phw_complex_part(&a, last);
    (void)phw_complex_part(&b, name);
    return phw_slice_length(a) == phw_slice_length(b) &&
           strncmp(a.from, b.from, phw_slice_length(a)) == 0;
}

/* Gives every column that its name or its first cell explains a role. */
static phw_status assign_roles(reader *r, phw_slice first)
{
    phw_slice name = {0};
    phw_slice last = {0};
    phw_slice cell;
    double part[2];
    const bool has_names = !phw_slice_is_empty(r->table.header);
    phw_cells names = phw_cells_of(&r->table, r->table.header);
    phw_cells cells = phw_cells_of(&r->table, first);
    for (size_t i = 0; i < r->n_columns; ++i) {
        last = name;
        if (!phw_cells_next(&cells, &cell) ||
            (has_names && !phw_cells_next(&names, &name)))
            return fail_column(r, i, name,
                               "the header and the first line have different "
                               "numbers of cells");
        role is = has_names ? role_of_name(r, name) : UNKNOWN;
        if (is == UNKNOWN && phw_complex_cell(&r->table, &part[0], &part[1], cell))
            is = COMPLEX;
        r->column[i].role = is;
        if (!pairs_up(r, i, last, name))
            return fail_column(r, i, name,
                               "a real part without an imaginary part of "
                               "the same name right after it, or the other way round");
        ++r->n[is];
    }
    if (r->column[r->n_columns - 1].role == REAL)
        return fail_column(r, r->n_columns - 1, name,
                           "a real part without an imaginary one");
    return PHW_OK;
}

/* Columns without a name that says more: numbers beside complex values are columns of
 * the trace, or complex too where nothing has a name; without complex ones they are the
 * values. */
static phw_status settle_rest(reader *r, phw_slice first)
{
    phw_slice cell;
    double number = 0;
    const bool is_complex = r->n[REAL] + r->n[COMPLEX] > 0;
    const bool has_names = !phw_slice_is_empty(r->table.header);
    phw_cells cells = phw_cells_of(&r->table, first);
    for (size_t i = 0; i < r->n_columns && phw_cells_next(&cells, &cell); ++i) {
        if (r->column[i].role != UNKNOWN)
            continue;
        if (!phw_table_number(&r->table, &number, cell))
            return fail_column(r, i, cell,
                               "is no number: take the column out, or export "
                               "numbers alone");
        r->column[i].role = !is_complex ? VALUE : has_names ? EXTRA : COMPLEX;
        ++r->n[r->column[i].role];
    }
    r->is_complex = is_complex;
    r->n_values = r->n[VALUE] + r->n[REAL] + r->n[COMPLEX];
    if (r->n_values == 0 || r->n[SEQUENCE] > 1 || r->n[TIME] > 1)
        return phw_fail(PHW_EINPUT,
                        "%s: line %zu: %zu columns of values, %zu of sequence numbers, "
                        "%zu of instants; expected at least one, at most one, at most "
                        "one",
                        r->table.name, r->table.line, r->n_values, r->n[SEQUENCE],
                        r->n[TIME]);
    return PHW_OK;
}

/* Numbers the columns and the values of a probe in their order. */
static void number_columns(reader *r)
{
    size_t extra = 0;
    size_t value = 0;
    for (size_t i = 0; i < r->n_columns; ++i) {
        const role is = r->column[i].role;
        r->column[i].index = is == EXTRA ? extra : value;
        extra += is == EXTRA;
        value += is == VALUE || is == IMAGINARY || is == COMPLEX;
    }
}

static size_t count_cells(const phw_table *t, phw_slice line)
{
    phw_slice cell;
    size_t n = 0;
    phw_cells c = phw_cells_of(t, line);
    while (phw_cells_next(&c, &cell))
        ++n;
    return n;
}

static phw_status find_columns(reader *r, phw_slice first)
{
    r->n_columns = count_cells(&r->table, first);
    r->column = calloc(r->n_columns + 1, sizeof *r->column);
    if (r->column == NULL)
        return phw_fail(PHW_ENOMEM, "%s: no memory for %zu columns", r->table.name,
                        r->n_columns);
    PHW_TRY(assign_roles(r, first));
    PHW_TRY(settle_rest(r, first));
    number_columns(r);
    return PHW_OK;
}

/* Stores one cell. */
static phw_status put_cell(phw_trace *t, const reader *r, size_t i, size_t p,
                           phw_slice cell)
{
    const meaning *column = &r->column[i];
    const size_t at = p * t->n_coefficients + column->index;
    double x[2] = {0, 0};
    const bool good = column->role == COMPLEX
                          ? phw_complex_cell(&r->table, &x[0], &x[1], cell) ||
                                phw_table_number(&r->table, &x[0], cell)
                          : phw_table_number(&r->table, &x[0], cell);
    if (!good)
        return fail_column(r, i, cell, "is not a number");
    if (column->role != EXTRA &&
        !(fabs(x[0]) <= (double)3e38F && fabs(x[1]) <= (double)3e38F))
        return fail_column(r, i, cell, "is NaN, infinite or beyond single precision");
    if (column->role == SEQUENCE && (x[0] != floor(x[0]) || fabs(x[0]) > MOST_WHOLE))
        return fail_column(r, i, cell, "is not a whole number");
    switch (column->role) {
    case SEQUENCE:
        t->sequence[p] = (int64_t)x[0];
        break;
    case TIME:
        t->time_s[p] = x[0];
        break;
    case EXTRA:
        t->column[column->index].value[p] = x[0];
        break;
    case VALUE:
        t->real[at] = (float)x[0];
        break;
    case IMAGINARY:
        t->cplx[at] += I * (float)x[0];
        break;
    default:
        t->cplx[at] = (float)x[0] + I * (float)x[1];
    }
    return PHW_OK;
}

static phw_status put_line(phw_trace *t, const reader *r, size_t p, phw_slice line)
{
    phw_slice cell;
    phw_cells c = phw_cells_of(&r->table, line);
    for (size_t i = 0; i < r->n_columns; ++i) {
        if (!phw_cells_next(&c, &cell))
            return phw_fail(PHW_EINPUT, "%s: line %zu: %zu cells; expected %zu",
                            r->table.name, r->table.line, i, r->n_columns);
        PHW_TRY(put_cell(t, r, i, p, cell));
    }
    if (phw_cells_next(&c, &cell))
        return phw_fail(PHW_EINPUT, "%s: line %zu: more than %zu cells", r->table.name,
                        r->table.line, r->n_columns);
    return PHW_OK;
}

/* The trace's columns, named by the header, with the units of the facts. */
static phw_status add_columns(phw_trace *t, const reader *r)
{
    phw_slice name;
    phw_cells names = phw_cells_of(&r->table, r->table.header);
    for (size_t i = 0; i < r->n_columns; ++i) {
        char text[32] = "";
        char fact[48];
        char unit[16] = "1";
        double *value = NULL;
        if (!phw_cells_next(&names, &name) || r->column[i].role != EXTRA)
            continue;
        if (phw_slice_length(name) >= sizeof text)
            return fail_column(r, i, name, "is too long a name for a column");
        memcpy(text, name.from, phw_slice_length(name));
        (void)snprintf(fact, sizeof fact, "unit %s", text);
        phw_trace_csv_text(unit, sizeof unit, r->facts, fact);
        const phw_status s = phw_trace_add_column(&value, t, text, unit);
        if (s)
            return phw_fail_within(s, "%s", r->table.name);
    }
    return PHW_OK;
}

/* "# coefficient: 0 1 2". */
static phw_status read_coefficients(phw_trace *t, const reader *r)
{
    phw_slice text;
    if (!phw_trace_csv_fact(&text, r->facts, "coefficient"))
        return PHW_OK;
    phw_cells c = {.rest = text, .delimiter = ' ', .done = phw_slice_is_empty(text)};
    phw_slice cell;
    size_t n = 0;
    while (phw_cells_next(&c, &cell)) {
        double x = 0;
        if (!phw_table_number(&r->table, &x, cell) || !isfinite(x) ||
            n == t->n_coefficients)
            n = t->n_coefficients + 1;
        else
            t->coefficient[n++] = x;
        if (n > t->n_coefficients)
            break;
    }
    if (n != t->n_coefficients)
        return phw_fail(PHW_EINPUT, "%s: '# coefficient:' does not hold %zu numbers",
                        r->table.name, t->n_coefficients);
    return PHW_OK;
}

static phw_status read_facts(phw_trace *t, const reader *r)
{
    double antennas = 1;
    double has_time = r->n[TIME] > 0;
    phw_trace_csv_text(t->party, sizeof t->party, r->facts, "party");
    phw_trace_csv_text(t->origin, sizeof t->origin, r->facts, "origin");
    PHW_TRY(phw_trace_csv_number(&t->carrier_hz, r->facts, "carrier_hz", &r->table));
    PHW_TRY(
        phw_trace_csv_number(&t->bandwidth_hz, r->facts, "bandwidth_hz", &r->table));
    PHW_TRY(phw_trace_csv_number(&t->noise_variance, r->facts, "noise_variance",
                                 &r->table));
    PHW_TRY(phw_trace_csv_number(&antennas, r->facts, "n_antennas", &r->table));
    PHW_TRY(phw_trace_csv_number(&has_time, r->facts, "has_time", &r->table));
    t->has_time = has_time != 0;
    if (!(antennas >= 1 && antennas <= (double)t->n_coefficients))
        return phw_fail(PHW_EINPUT, "%s: '# n_antennas:' is %g; expected 1 to %zu",
                        r->table.name, antennas, t->n_coefficients);
    t->n_antennas = (size_t)antennas;
    return read_coefficients(t, r);
}

/* The kind that the facts tell, else the user's, else a CFR where values are complex.
 */
static phw_status find_kind(phw_trace_kind *out, const reader *r, phw_trace_kind asked)
{
    char name[16] = "";
    phw_trace_kind kind = asked;
    phw_trace_csv_text(name, sizeof name, r->facts, "kind");
    for (int k = 0; k < PHW_N_TRACE_KINDS; ++k) {
        if (strcmp(name, phw_trace_kind_name((phw_trace_kind)k)) == 0)
            kind = (phw_trace_kind)k;
    }
    if (kind == PHW_N_TRACE_KINDS && r->is_complex)
        kind = PHW_TRACE_CFR;
    if (kind == PHW_N_TRACE_KINDS)
        return phw_fail(PHW_EINPUT,
                        "%s: holds real values, which may be powers in dB or "
                        "amplitudes; expected a kind (power_db or amplitude)",
                        r->table.name);
    if (phw_trace_kind_is_complex(kind) != r->is_complex)
        return phw_fail(PHW_EINPUT, "%s: its values are %s; a trace of kind %s has %s",
                        r->table.name, r->is_complex ? "complex" : "real",
                        phw_trace_kind_name(kind),
                        r->is_complex ? "real ones" : "complex ones");
    *out = kind;
    return PHW_OK;
}

static size_t count_lines(phw_table t)
{
    phw_slice line;
    size_t n = 0;
    while (phw_table_next(&t, &line))
        ++n;
    return n;
}

static phw_status fill(phw_trace *t, reader *r)
{
    phw_slice line;
    PHW_TRY(add_columns(t, r));
    PHW_TRY(read_facts(t, r));
    for (size_t p = 0; p < t->n_probes && phw_table_next(&r->table, &line); ++p)
        PHW_TRY(put_line(t, r, p, line));
    const phw_status s = phw_trace_check(t);
    return s ? phw_fail_within(s, "%s", r->table.name) : PHW_OK;
}

static phw_status read_trace(phw_trace *out, reader *r, phw_trace_kind asked)
{
    phw_table ahead = r->table;
    phw_slice first;
    phw_trace_kind kind = asked;
    phw_trace t = {0};
    if (!phw_table_next(&ahead, &first))
        return phw_fail(PHW_EINPUT, "%s: holds no rows; expected one a probe",
                        r->table.name);
    PHW_TRY(find_columns(r, first));
    PHW_TRY(find_kind(&kind, r, asked));
    PHW_TRY(phw_trace_alloc(&t, kind, count_lines(r->table), r->n_values));
    const phw_status s = fill(&t, r);
    if (s) {
        phw_trace_free(&t);
        return s;
    }
    *out = t;
    return PHW_OK;
}

/* A first line of complex numbers is none of names. */
static void take_back_header(phw_table *t)
{
    phw_slice cell;
    double part[2];
    phw_cells c = phw_cells_of(t, t->header);
    if (!phw_cells_next(&c, &cell) || !phw_complex_cell(t, &part[0], &part[1], cell))
        return;
    t->at = t->header.from;
    t->header = (phw_slice){0};
    --t->line;
}

phw_status phw_trace_csv_parse(phw_trace *out, const char *text, size_t size,
                               const char *name, phw_trace_kind kind)
{
    reader r = {.facts = phw_trace_csv_facts(text, size)};
    PHW_TRY(phw_table_start(&r.table, text, size, name, '\0'));
    take_back_header(&r.table);
    const phw_status s = read_trace(out, &r, kind);
    free(r.column);
    phw_table_end(&r.table);
    return s;
}
