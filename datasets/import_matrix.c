#include "datasets/import_matrix.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/import_builder.h"

phw_status phw_import_kind(phw_trace_kind *out, const phw_import_options *options)
{
    *out = PHW_N_TRACE_KINDS;
    if (options->kind == NULL)
        return PHW_OK;
    for (int k = 0; k < PHW_N_TRACE_KINDS; ++k) {
        if (strcmp(options->kind, phw_trace_kind_name((phw_trace_kind)k)) == 0) {
            *out = (phw_trace_kind)k;
            return PHW_OK;
        }
    }
    return phw_fail(PHW_EARG, "kind '%.32s'; expected power_db, amplitude, cir or cfr",
                    options->kind);
}

static phw_status choose_kind(phw_trace_kind *out, const phw_matrix *m,
                              const phw_import_options *options)
{
    PHW_TRY(phw_import_kind(out, options));
    if (*out == PHW_N_TRACE_KINDS && !m->is_complex)
        return phw_fail(
            PHW_EINPUT,
            "%s holds real values, which may be powers in dB or amplitudes; "
            "expected a kind (power_db or amplitude)",
            m->name);
    if (*out == PHW_N_TRACE_KINDS)
        *out = PHW_TRACE_CFR;
    if (phw_trace_kind_is_complex(*out) != m->is_complex)
        return phw_fail(PHW_EINPUT,
                        "%s holds %s values; a trace of kind %s has %s ones", m->name,
                        m->is_complex ? "complex" : "real", phw_trace_kind_name(*out),
                        m->is_complex ? "real" : "complex");
    return PHW_OK;
}

void phw_import_name(phw_trace *t, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    const char *dot = strrchr(name, '.');
    const size_t whole = strlen(name);
    const size_t length = dot == NULL || dot == name ? whole : (size_t)(dot - name);
    if (t->party[0] == '\0')
        (void)snprintf(t->party, sizeof t->party, "%.*s",
                       (int)(length < sizeof t->party ? length : sizeof t->party),
                       name);
    if (t->origin[0] == '\0')
        (void)snprintf(t->origin, sizeof t->origin, "%s", path);
}

static phw_status fill(phw_trace *t, const phw_matrix *m)
{
    for (size_t i = 0; i < m->n; ++i) {
        const double re = m->value[m->is_complex ? 2 * i : i];
        const double im = m->is_complex ? m->value[2 * i + 1] : 0;
        if (!(fabs(re) <= (double)3e38F && fabs(im) <= (double)3e38F))
            return phw_fail(PHW_EINPUT,
                            "%s: probe %zu, coefficient %zu is NaN, infinite or beyond "
                            "single precision",
                            m->name, i / t->n_coefficients, i % t->n_coefficients);
        if (m->is_complex)
            t->cplx[i] = (float)re + I * (float)im;
        else
            t->real[i] = (float)re;
    }
    return PHW_OK;
}

/* A row or a column of numbers is a vector. */
static bool is_vector(const phw_matrix *m)
{
    for (size_t k = 0; k < m->n_dims; ++k) {
        if (m->dim[k] == m->n)
            return true;
    }
    return m->n_dims == 0;
}

phw_status phw_import_matrix(phw_trace *out, phw_matrix *m, const char *path,
                             const phw_import_options *options)
{
    phw_trace_kind kind = PHW_N_TRACE_KINDS;
    phw_trace t = {0};
    PHW_TRY(choose_kind(&kind, m, options));
    if (options->probes_last && m->n_dims > 1)
        PHW_TRY(phw_matrix_last_first(m));
    const size_t probes = is_vector(m) && m->n_dims < 2 ? m->n : m->dim[0];
    PHW_TRY(phw_trace_alloc(&t, kind, probes, m->n / probes));
    phw_import_name(&t, path);
    t.has_time = false;
    const phw_status s = fill(&t, m);
    if (s) {
        phw_trace_free(&t);
        return s;
    }
    *out = t;
    return PHW_OK;
}

void phw_import_note_rounded(phw_import *out, const phw_matrix *m)
{
    const size_t n = m->n * (m->is_complex ? 2 : 1);
    size_t n_rounded = 0;
    for (size_t i = 0; i < n; ++i)
        n_rounded += (double)(float)m->value[i] != m->value[i];
    if (n_rounded > 0)
        phw_import_note(out, "%zu of %s's %zu numbers rounded to single precision",
                        n_rounded, m->name, n);
}

phw_status phw_import_take(phw_import *out, phw_trace *trace)
{
    phw_trace *list = malloc(sizeof *list);
    if (list == NULL) {
        phw_trace_free(trace);
        return phw_fail(PHW_ENOMEM, "no memory for a trace");
    }
    *list = *trace;
    *trace = (phw_trace){0};
    out->trace = list;
    out->n_traces = 1;
    out->n_records = list->n_probes;
    out->n_probes = list->n_probes;
    return PHW_OK;
}
