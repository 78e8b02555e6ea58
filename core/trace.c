#include "core/trace.h"

#include <math.h>
#include <stdlib.h>

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
    *t = (phw_trace){0};
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

phw_status phw_trace_check(const phw_trace *t)
{
    if (t->n_antennas == 0 || t->n_coefficients % t->n_antennas != 0)
        return phw_fail(PHW_EINPUT,
                        "%zu antennas; expected a number that divides the %zu "
                        "coefficients",
                        t->n_antennas, t->n_coefficients);
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
    return PHW_OK;
}
