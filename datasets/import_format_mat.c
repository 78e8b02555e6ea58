#include "datasets/import_format_mat.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "datasets/import_matrix.h"
#include "datasets/workspace.h"

#define COLUMN "column_"
#define UNIT   "unit_"

/* Beyond it a double no longer tells two whole numbers apart. */
#define MOST_WHOLE 9007199254740992.0

/* Names that phyward export gives what is no matrix of channels. */
static const char *const companions[] = {"time_s",     "sequence",     "coefficient",
                                         "carrier_hz", "bandwidth_hz", "noise_variance",
                                         "n_antennas", "has_time"};

/* A file being read. */
typedef struct reader {
    phw_workspace *workspace;
    const phw_variable *variable;
    size_t n;
} reader;

static bool matches(const char *path, const uint8_t *head, size_t n_head)
{
    (void)path;
    return phw_workspace_is(head, n_head);
}

/* Its number among the variables; r->n when there is none. */
static size_t find(const reader *r, const char *name)
{
    size_t i = 0;
    while (i < r->n && strcmp(r->variable[i].name, name) != 0)
        ++i;
    return i;
}

static bool is_companion(const phw_variable *v)
{
    for (size_t i = 0; i < sizeof companions / sizeof companions[0]; ++i) {
        if (strcmp(v->name, companions[i]) == 0)
            return true;
    }
    return strncmp(v->name, COLUMN, strlen(COLUMN)) == 0;
}

/* "csi (566 x 256 complex), frames (cell array)". */
static void list_variables(char *out, size_t size, const reader *r)
{
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < r->n && at + 80 < size; ++i) {
        const phw_variable *v = &r->variable[i];
        phw_matrix m = {.n_dims = v->n_dims, .is_complex = v->is_complex};
        char shape[64] = "";
        memcpy(m.dim, v->dim, sizeof m.dim);
        if (v->is_readable && !v->is_text)
            phw_matrix_shape(shape, sizeof shape, &m);
        const int shown =
            snprintf(out + at, size - at, "%s%.40s (%s)", i > 0 ? ", " : "", v->name,
                     shape[0] != '\0' ? shape : v->what);
        at += shown > 0 ? (size_t)shown : 0;
    }
}

static phw_status fail_choice(const reader *r, const char *asked)
{
    char names[300];
    list_variables(names, sizeof names, r);
    if (asked != NULL)
        return phw_fail(PHW_EINPUT, "no matrix of numbers '%.64s'; there are: %s",
                        asked, names);
    return phw_fail(PHW_EINPUT,
                    "no single matrix of numbers; name one (--variable) of: %s", names);
}

/* The variable with the channels: the one asked for, else H, else the only matrix. */
static phw_status choose(size_t *out, const reader *r, const char *asked)
{
    size_t found = find(r, asked != NULL ? asked : "H");
    size_t n_found =
        found < r->n && r->variable[found].is_readable && !r->variable[found].is_text;
    for (size_t i = 0; asked == NULL && found == r->n && i < r->n; ++i) {
        const phw_variable *v = &r->variable[i];
        if (!v->is_readable || v->is_text || is_companion(v))
            continue;
        ++n_found;
        *out = i;
    }
    if (n_found != 1)
        return fail_choice(r, asked);
    if (found < r->n)
        *out = found;
    return PHW_OK;
}

/* The n numbers of a variable of that name; nothing when there is none. */
static phw_status read_numbers(phw_matrix *out, const reader *r, const char *name,
                               size_t n)
{
    const size_t i = find(r, name);
    if (i == r->n)
        return PHW_OK;
    const phw_variable *v = &r->variable[i];
    size_t found = v->is_readable && !v->is_text && !v->is_complex ? 1 : 0;
    for (size_t k = 0; k < v->n_dims; ++k)
        found = found > n ? found : found * v->dim[k];
    if (found != n)
        return phw_fail(PHW_EINPUT,
                        "%s is none of the %zu real numbers that belong to the matrix",
                        name, n);
    return phw_workspace_read(out, r->workspace, i);
}

static phw_status read_vector(double *out, const reader *r, const char *name, size_t n,
                              bool *is_there)
{
    phw_matrix m = {0};
    PHW_TRY(read_numbers(&m, r, name, n));
    if (m.value != NULL)
        memcpy(out, m.value, n * sizeof *out);
    if (is_there != NULL)
        *is_there = m.value != NULL;
    phw_matrix_free(&m);
    return PHW_OK;
}

static phw_status read_amount(double *out, const reader *r, const char *name)
{
    PHW_TRY(read_vector(out, r, name, 1, NULL));
    if (!(*out >= 0 && isfinite(*out)))
        return phw_fail(PHW_EINPUT, "%s is %g; expected 0 or more", name, *out);
    return PHW_OK;
}

/* A text of ASCII characters; `out` stays when there is none. */
static phw_status read_text(char *out, size_t size, const reader *r, const char *name)
{
    const size_t i = find(r, name);
    phw_matrix m = {0};
    if (i == r->n || !r->variable[i].is_text || !r->variable[i].is_readable)
        return PHW_OK;
    PHW_TRY(phw_workspace_read(&m, r->workspace, i));
    size_t n = 0;
    for (; n < m.n && n + 1 < size; ++n)
        out[n] = m.value[n] >= ' ' && m.value[n] < 127 ? (char)m.value[n] : '?';
    out[n] = '\0';
    phw_matrix_free(&m);
    return PHW_OK;
}

static phw_status read_sequence(phw_trace *t, const reader *r)
{
    phw_matrix m = {0};
    PHW_TRY(read_numbers(&m, r, "sequence", t->n_probes));
    phw_status s = PHW_OK;
    for (size_t p = 0; m.value != NULL && p < t->n_probes && !s; ++p) {
        if (m.value[p] != floor(m.value[p]) || fabs(m.value[p]) > MOST_WHOLE)
            s = phw_fail(PHW_EINPUT, "sequence[%zu] is %g; expected a whole number", p,
                         m.value[p]);
        else
            t->sequence[p] = (int64_t)m.value[p];
    }
    phw_matrix_free(&m);
    return s;
}

static phw_status read_columns(phw_trace *t, const reader *r)
{
    for (size_t i = 0; i < r->n; ++i) {
        const char *name = r->variable[i].name;
        char key[80];
        char unit[16] = "1";
        double *value = NULL;
        if (strncmp(name, COLUMN, strlen(COLUMN)) != 0)
            continue;
        (void)snprintf(key, sizeof key, UNIT "%s", name + strlen(COLUMN));
        PHW_TRY(read_text(unit, sizeof unit, r, key));
        PHW_TRY(phw_trace_add_column(&value, t, name + strlen(COLUMN), unit));
        PHW_TRY(read_vector(value, r, name, t->n_probes, NULL));
    }
    return PHW_OK;
}

static phw_status read_amounts(phw_trace *t, const reader *r)
{
    double antennas = 1;
    double has_time = t->has_time;

    const struct {
        const char *name;
        double *value;
    } amount[] = {{"carrier_hz", &t->carrier_hz},
                  {"bandwidth_hz", &t->bandwidth_hz},
                  {"noise_variance", &t->noise_variance},
                  {"n_antennas", &antennas},
                  {"has_time", &has_time}};

    for (size_t i = 0; i < sizeof amount / sizeof amount[0]; ++i)
        PHW_TRY(read_amount(amount[i].value, r, amount[i].name));
    t->has_time = has_time != 0;
    t->n_antennas = antennas <= (double)t->n_coefficients ? (size_t)antennas : 0;
    return PHW_OK;
}

static phw_status read_companions(phw_trace *t, const reader *r)
{
    phw_status s = read_vector(t->time_s, r, "time_s", t->n_probes, &t->has_time);
    if (!s)
        s = read_sequence(t, r);
    if (!s)
        s = read_vector(t->coefficient, r, "coefficient", t->n_coefficients, NULL);
    if (!s)
        s = read_amounts(t, r);
    if (!s)
        s = read_text(t->party, sizeof t->party, r, "party");
    if (!s)
        s = read_text(t->origin, sizeof t->origin, r, "origin");
    if (!s)
        s = read_columns(t, r);
    return s ? s : phw_trace_check(t);
}

static phw_status read_trace(phw_trace *out, phw_import *import, const reader *r,
                             const char *path, const phw_import_options *options)
{
    size_t values = 0;
    char kind[16] = "";
    phw_import_options o = *options;
    phw_matrix m = {0};
    PHW_TRY(choose(&values, r, options->variable));
    PHW_TRY(read_text(kind, sizeof kind, r, "kind"));
    if (o.kind == NULL && kind[0] != '\0')
        o.kind = kind;
    PHW_TRY(phw_workspace_read(&m, r->workspace, values));
    phw_status s = phw_import_matrix(out, &m, path, &o);
    if (!s)
        phw_import_note_rounded(import, &m);
    phw_matrix_free(&m);
    return s ? s : read_companions(out, r);
}

static phw_status read(phw_import *out, const char *path, const uint8_t *byte, size_t n,
                       const phw_import_options *options)
{
    reader r = {0};
    phw_trace t = {0};
    PHW_TRY(phw_workspace_open(&r.workspace, byte, n));
    r.variable = phw_workspace_list(r.workspace, &r.n);
    phw_status s = read_trace(&t, out, &r, path, options);
    if (!s)
        s = phw_import_take(out, &t);
    phw_trace_free(&t);
    phw_workspace_close(r.workspace);
    return s;
}

const phw_import_format phw_import_format_mat = {
    .name = "mat",
    .summary = "MATLAB matrix, probes by coefficients (level 5 or -v7.3)",
    .reference = "The MathWorks, MAT-File Format, R2023b",
    .matches = matches,
    .read = read,
};
