#include "core/trace.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"

static const struct {
    const char *name;
    bool is_complex;
} kinds[PHW_N_TRACE_KINDS] = {
    [PHW_TRACE_POWER_DB] = {"power_db", false},
    [PHW_TRACE_AMPLITUDE] = {"amplitude", false},
    [PHW_TRACE_CIR] = {"cir", true},
    [PHW_TRACE_CFR] = {"cfr", true},
};

bool phw_trace_kind_is_complex(phw_trace_kind kind)
{
    return (unsigned)kind < PHW_N_TRACE_KINDS && kinds[kind].is_complex;
}

const char *phw_trace_kind_name(phw_trace_kind kind)
{
    return (unsigned)kind < PHW_N_TRACE_KINDS ? kinds[kind].name : "unknown";
}

static phw_status alloc_columns(phw_trace *t)
{
    size_t n_values = 0;
    if (__builtin_mul_overflow(t->n_probes, t->n_coefficients, &n_values))
        return phw_fail(PHW_ENOMEM,
                        "trace: %zu probes of %zu coefficients are too many",
                        t->n_probes, t->n_coefficients);
    PHW_TRY(phw_array_alloc(&t->time_s, t->n_probes, sizeof *t->time_s));
    PHW_TRY(phw_array_alloc(&t->sequence, t->n_probes, sizeof *t->sequence));
    PHW_TRY(
        phw_array_alloc(&t->coefficient, t->n_coefficients, sizeof *t->coefficient));
    if (phw_trace_kind_is_complex(t->kind))
        return phw_array_alloc(&t->cplx, n_values, sizeof *t->cplx);
    return phw_array_alloc(&t->real, n_values, sizeof *t->real);
}

phw_status phw_trace_alloc(phw_trace *out, phw_trace_kind kind, size_t n_probes,
                           size_t n_coefficients)
{
    if (n_probes == 0 || n_coefficients == 0)
        return phw_fail(PHW_EARG,
                        "trace: %zu probes of %zu coefficients: both must be at "
                        "least 1",
                        n_probes, n_coefficients);
    if ((unsigned)kind >= PHW_N_TRACE_KINDS)
        return phw_fail(PHW_EARG, "trace: there is no kind %u", (unsigned)kind);
    phw_trace t = {.kind = kind,
                   .n_probes = n_probes,
                   .n_coefficients = n_coefficients,
                   .n_antennas = 1};
    const phw_status s = alloc_columns(&t);
    if (s) {
        phw_trace_free(&t);
        return s;
    }
    for (size_t i = 0; i < n_probes; ++i) {
        t.time_s[i] = (double)i;
        t.sequence[i] = (int64_t)i;
    }
    *out = t;
    return PHW_OK;
}

void phw_trace_free(phw_trace *t)
{
    free(t->real);
    free(t->cplx);
    free(t->time_s);
    free(t->sequence);
    free(t->coefficient);
    for (size_t i = 0; i < t->n_columns; ++i)
        free(t->column[i].value);
    free(t->column);
    *t = (phw_trace){0};
}

/* The C locale's letters, whatever the caller's is. */
static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_column_name(const char *name)
{
    if (!is_letter(name[0]) || strlen(name) >= sizeof((phw_trace_column *)NULL)->name)
        return false;
    for (const char *c = name; *c != '\0'; ++c) {
        if (!is_letter(*c) && !(*c >= '0' && *c <= '9') && *c != '_')
            return false;
    }
    return true;
}

static phw_status check_column(const phw_trace *t, const char *name, const char *unit)
{
    if (!is_column_name(name))
        return phw_fail(PHW_EARG,
                        "column '%.40s'; expected a name of up to 31 letters, digits "
                        "and _, a letter first",
                        name);
    if (unit[0] == '\0' || strlen(unit) >= sizeof((phw_trace_column *)NULL)->unit)
        return phw_fail(PHW_EARG,
                        "column %s: unit '%.20s'; expected 1 to 15 characters", name,
                        unit);
    if (phw_trace_find_column(t, name) != NULL)
        return phw_fail(PHW_EARG, "column %s is there already", name);
    if (t->n_columns >= PHW_TRACE_MOST_COLUMNS)
        return phw_fail(PHW_EARG, "column %s: a trace has at most %d columns", name,
                        PHW_TRACE_MOST_COLUMNS);
    return PHW_OK;
}

phw_status phw_trace_add_column(double **value, phw_trace *t, const char *name,
                                const char *unit)
{
    PHW_TRY(check_column(t, name, unit));
    double *x = NULL;
    PHW_TRY(phw_array_alloc(&x, t->n_probes, sizeof *x));
    phw_trace_column *column =
        realloc(t->column, (t->n_columns + 1) * sizeof *t->column);
    if (column == NULL) {
        free(x);
        return phw_fail(PHW_ENOMEM, "column %s: no memory", name);
    }
    for (size_t i = 0; i < t->n_probes; ++i)
        x[i] = (double)NAN;
    t->column = column;
    column += t->n_columns++;
    *column = (phw_trace_column){.value = x};
    memcpy(column->name, name, strlen(name) + 1);
    memcpy(column->unit, unit, strlen(unit) + 1);
    *value = x;
    return PHW_OK;
}

const double *phw_trace_find_column(const phw_trace *t, const char *name)
{
    for (size_t i = 0; i < t->n_columns; ++i) {
        if (strcmp(t->column[i].name, name) == 0)
            return t->column[i].value;
    }
    return NULL;
}

static phw_status check_columns(const phw_trace *t)
{
    for (size_t c = 0; c < t->n_columns; ++c) {
        for (size_t i = 0; i < t->n_probes; ++i) {
            if (isinf(t->column[c].value[i]))
                return phw_fail(PHW_EINPUT,
                                "probe %zu: column %s is infinite; expected a finite "
                                "number, or NaN where there is no estimate",
                                i, t->column[c].name);
        }
    }
    return PHW_OK;
}

static bool probe_is_finite(const phw_trace *t, size_t probe)
{
    const size_t from = probe * t->n_coefficients;
    bool finite = true;
    for (size_t i = from; i < from + t->n_coefficients; ++i) {
        if (t->cplx != NULL)
            finite =
                finite && isfinite(crealf(t->cplx[i])) && isfinite(cimagf(t->cplx[i]));
        else
            finite = finite && isfinite(t->real[i]);
    }
    return finite;
}

static phw_status check_coefficients(const phw_trace *t)
{
    for (size_t i = 0; i < t->n_coefficients; ++i) {
        if (!isfinite(t->coefficient[i]))
            return phw_fail(PHW_EINPUT, "coefficient[%zu] is NaN or infinite", i);
    }
    return PHW_OK;
}

phw_status phw_trace_check(const phw_trace *t)
{
    if (t->n_antennas == 0 || t->n_coefficients % t->n_antennas != 0)
        return phw_fail(PHW_EINPUT,
                        "%zu antennas; expected a number that divides the %zu "
                        "coefficients",
                        t->n_antennas, t->n_coefficients);
    PHW_TRY(check_coefficients(t));
    for (size_t i = 0; i < t->n_probes; ++i) {
        if (!probe_is_finite(t, i))
            return phw_fail(PHW_EINPUT,
                            "probe %zu: a value is NaN or infinite; expected "
                            "finite numbers: drop the probe",
                            i);
        if (!isfinite(t->time_s[i]) || (i > 0 && t->time_s[i] < t->time_s[i - 1]))
            return phw_fail(
                PHW_EINPUT,
                "probe %zu: time %g s after %g s; expected times that do not "
                "fall: sort the probes",
                i, t->time_s[i], i > 0 ? t->time_s[i - 1] : 0.0);
        if (i > 0 && t->sequence[i] <= t->sequence[i - 1])
            return phw_fail(
                PHW_EINPUT,
                "probe %zu: sequence number %lld after %lld; expected rising "
                "numbers: sort the probes and drop duplicates",
                i, (long long)t->sequence[i], (long long)t->sequence[i - 1]);
    }
    return check_columns(t);
}
