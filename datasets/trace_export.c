#include "datasets/trace_export.h"

#include <stdio.h>
#include <string.h>

#include "datasets/mat_writer.h"
#include "datasets/npy.h"

static phw_status fail_name(const phw_trace *t, const char *array)
{
    char names[300] = "H, time_s, sequence, coefficient";
    size_t at = strlen(names);
    for (size_t i = 0; i < t->n_columns && at + 40 < sizeof names; ++i)
        at +=
            (size_t)snprintf(names + at, sizeof names - at, ", %s", t->column[i].name);
    return phw_fail(PHW_EARG, "no array '%.40s' in the trace; there are: %s", array,
                    names);
}

phw_status phw_trace_export_npy(phw_writer *w, const phw_trace *t, const char *array)
{
    const double *column = phw_trace_find_column(t, array);
    if (strcmp(array, "H") == 0)
        phw_npy_write(w, t->cplx != NULL ? PHW_NPY_CF32 : PHW_NPY_F32,
                      t->cplx != NULL ? (const void *)t->cplx : t->real, t->n_probes,
                      t->n_coefficients);
    else if (strcmp(array, "time_s") == 0)
        phw_npy_write(w, PHW_NPY_F64, t->time_s, t->n_probes, 0);
    else if (strcmp(array, "sequence") == 0)
        phw_npy_write(w, PHW_NPY_I64, t->sequence, t->n_probes, 0);
    else if (strcmp(array, "coefficient") == 0)
        phw_npy_write(w, PHW_NPY_F64, t->coefficient, t->n_coefficients, 0);
    else if (column != NULL)
        phw_npy_write(w, PHW_NPY_F64, column, t->n_probes, 0);
    else
        return fail_name(t, array);
    return PHW_OK;
}

/* A matrix with room for that many rows and columns. */
static phw_status start(phw_matrix *out, const char *name, size_t rows, size_t columns,
                        bool is_complex)
{
    *out = (phw_matrix){.n_dims = 2, .dim = {rows, columns}, .is_complex = is_complex};
    (void)snprintf(out->name, sizeof out->name, "%s", name);
    return phw_matrix_alloc(out);
}

static phw_status finish(phw_writer *w, phw_matrix *m)
{
    const phw_status s = phw_mat_put(w, m);
    phw_matrix_free(m);
    return s;
}

static phw_status put_values(phw_writer *w, const phw_trace *t)
{
    phw_matrix m;
    PHW_TRY(start(&m, "H", t->n_probes, t->n_coefficients, t->cplx != NULL));
    for (size_t i = 0; i < m.n; ++i) {
        if (t->cplx == NULL) {
            m.value[i] = (double)t->real[i];
            continue;
        }
        m.value[2 * i] = (double)crealf(t->cplx[i]);
        m.value[2 * i + 1] = (double)cimagf(t->cplx[i]);
    }
    return finish(w, &m);
}

static phw_status put_vector(phw_writer *w, const char *name, const double *value,
                             size_t n)
{
    phw_matrix m;
    PHW_TRY(start(&m, name, n, 1, false));
    memcpy(m.value, value, n * sizeof *value);
    return finish(w, &m);
}

static phw_status put_sequence(phw_writer *w, const phw_trace *t)
{
    phw_matrix m;
    PHW_TRY(start(&m, "sequence", t->n_probes, 1, false));
    for (size_t p = 0; p < t->n_probes; ++p)
        m.value[p] = (double)t->sequence[p];
    return finish(w, &m);
}

static phw_status put_columns(phw_writer *w, const phw_trace *t)
{
    for (size_t i = 0; i < t->n_columns; ++i) {
        char name[64];
        (void)snprintf(name, sizeof name, "column_%s", t->column[i].name);
        PHW_TRY(put_vector(w, name, t->column[i].value, t->n_probes));
        (void)snprintf(name, sizeof name, "unit_%s", t->column[i].name);
        phw_mat_put_text(w, name, t->column[i].unit);
    }
    return PHW_OK;
}

static phw_status put_facts(phw_writer *w, const phw_trace *t)
{
    const struct {
        const char *name;
        double value;
    } fact[] = {{"carrier_hz", t->carrier_hz},
                {"bandwidth_hz", t->bandwidth_hz},
                {"noise_variance", t->noise_variance},
                {"n_antennas", (double)t->n_antennas},
                {"has_time", t->has_time}};

    phw_mat_put_text(w, "kind", phw_trace_kind_name(t->kind));
    phw_mat_put_text(w, "party", t->party);
    phw_mat_put_text(w, "origin", t->origin);
    for (size_t i = 0; i < sizeof fact / sizeof fact[0]; ++i)
        PHW_TRY(put_vector(w, fact[i].name, &fact[i].value, 1));
    return PHW_OK;
}

phw_status phw_trace_export_mat(phw_writer *w, const phw_trace *t)
{
    phw_mat_start(w);
    phw_status s = put_values(w, t);
    if (!s)
        s = put_vector(w, "time_s", t->time_s, t->n_probes);
    if (!s)
        s = put_sequence(w, t);
    if (!s)
        s = put_vector(w, "coefficient", t->coefficient, t->n_coefficients);
    if (!s)
        s = put_facts(w, t);
    return s ? s : put_columns(w, t);
}
