#include "phy/trace_select.h"

#include <string.h>

/* What does not depend on probes and coefficients. */
static void copy_facts(phw_trace *out, const phw_trace *in)
{
    out->n_antennas = in->n_antennas;
    out->has_time = in->has_time;
    out->carrier_hz = in->carrier_hz;
    out->bandwidth_hz = in->bandwidth_hz;
    out->noise_variance = in->noise_variance;
    memcpy(out->party, in->party, sizeof out->party);
    memcpy(out->origin, in->origin, sizeof out->origin);
}

static phw_status add_columns(phw_trace *out, const phw_trace *in)
{
    for (size_t c = 0; c < in->n_columns; ++c) {
        double *value = NULL;
        PHW_TRY(
            phw_trace_add_column(&value, out, in->column[c].name, in->column[c].unit));
    }
    return PHW_OK;
}

static phw_status make(phw_trace *out, const phw_trace *in, size_t n_probes,
                       size_t n_coefficients)
{
    if (n_probes == 0 || n_coefficients == 0)
        return phw_fail(PHW_EINPUT, "no %s of the trace is left",
                        n_probes == 0 ? "probe" : "coefficient");
    phw_trace t = {0};
    PHW_TRY(phw_trace_alloc(&t, in->kind, n_probes, n_coefficients));
    copy_facts(&t, in);
    const phw_status s = add_columns(&t, in);
    if (s)
        phw_trace_free(&t);
    else
        *out = t;
    return s;
}

phw_status phw_trace_like(phw_trace *out, const phw_trace *in, size_t n_probes)
{
    phw_trace t = {0};
    PHW_TRY(make(&t, in, n_probes, in->n_coefficients));
    memcpy(t.coefficient, in->coefficient, t.n_coefficients * sizeof *t.coefficient);
    *out = t;
    return PHW_OK;
}

static void copy_probe(phw_trace *out, size_t to, const phw_trace *in, size_t from)
{
    const size_t n = in->n_coefficients;
    if (in->cplx != NULL)
        memcpy(out->cplx + to * n, in->cplx + from * n, n * sizeof *in->cplx);
    else
        memcpy(out->real + to * n, in->real + from * n, n * sizeof *in->real);
    out->time_s[to] = in->time_s[from];
    out->sequence[to] = in->sequence[from];
    for (size_t c = 0; c < in->n_columns; ++c)
        out->column[c].value[to] = in->column[c].value[from];
}

phw_status phw_trace_select_probes(phw_trace *out, const phw_trace *in,
                                   const size_t *row, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        if (row[i] >= in->n_probes || (i > 0 && row[i] <= row[i - 1]))
            return phw_fail(PHW_EARG,
                            "probe %zu of %zu; expected rising numbers below that",
                            row[i], in->n_probes);
    }
    phw_trace t = {0};
    PHW_TRY(phw_trace_like(&t, in, n));
    for (size_t i = 0; i < n; ++i)
        copy_probe(&t, i, in, row[i]);
    *out = t;
    return PHW_OK;
}

static void copy_coefficients(phw_trace *out, const phw_trace *in, const size_t *which)
{
    const size_t n = out->n_coefficients;
    for (size_t k = 0; k < n; ++k)
        out->coefficient[k] = in->coefficient[which[k]];
    for (size_t p = 0; p < in->n_probes; ++p) {
        const size_t from = p * in->n_coefficients;
        for (size_t k = 0; k < n; ++k) {
            if (in->cplx != NULL)
                out->cplx[p * n + k] = in->cplx[from + which[k]];
            else
                out->real[p * n + k] = in->real[from + which[k]];
        }
    }
}

phw_status phw_trace_select_coefficients(phw_trace *out, const phw_trace *in,
                                         const size_t *which, size_t n,
                                         size_t n_antennas)
{
    for (size_t k = 0; k < n; ++k) {
        if (which[k] >= in->n_coefficients)
            return phw_fail(PHW_EARG, "coefficient %zu of %zu is not there", which[k],
                            in->n_coefficients);
    }
    if (n_antennas == 0 || n % n_antennas != 0)
        return phw_fail(PHW_EARG, "%zu antennas do not divide %zu coefficients",
                        n_antennas, n);
    phw_trace t = {0};
    PHW_TRY(make(&t, in, in->n_probes, n));
    t.n_antennas = n_antennas;
    copy_coefficients(&t, in, which);
    memcpy(t.time_s, in->time_s, in->n_probes * sizeof *t.time_s);
    memcpy(t.sequence, in->sequence, in->n_probes * sizeof *t.sequence);
    for (size_t c = 0; c < in->n_columns; ++c)
        memcpy(t.column[c].value, in->column[c].value,
               in->n_probes * sizeof *in->column[c].value);
    *out = t;
    return PHW_OK;
}
