#include "kgen/eavesdropper_block.h"

#include <string.h>

size_t phw_eavesdropper_blocks(const phw_trace *eve, size_t n_coefficients)
{
    const size_t n = eve->n_coefficients / n_coefficients;
    const bool fits = eve->n_coefficients % n_coefficients == 0 && n > 1 &&
                      n <= PHW_EAVESDROPPER_BLOCKS_MAX;
    return fits ? n : 1;
}

static void copy_values(phw_trace *out, const phw_trace *in, size_t from)
{
    const size_t n = out->n_coefficients;
    for (size_t p = 0; p < in->n_probes; ++p) {
        const size_t at = p * in->n_coefficients + from;
        if (in->cplx != NULL)
            memcpy(out->cplx + p * n, in->cplx + at, n * sizeof *in->cplx);
        else
            memcpy(out->real + p * n, in->real + at, n * sizeof *in->real);
    }
}

static phw_status copy_columns(phw_trace *out, const phw_trace *in)
{
    double *value = NULL;
    for (size_t c = 0; c < in->n_columns; ++c) {
        const phw_trace_column *column = &in->column[c];
        PHW_TRY(phw_trace_add_column(&value, out, column->name, column->unit));
        memcpy(value, column->value, in->n_probes * sizeof *value);
    }
    return PHW_OK;
}

phw_status phw_eavesdropper_block(phw_trace *out, const phw_trace *eve, size_t block,
                                  size_t n_blocks)
{
    const size_t n = eve->n_coefficients / n_blocks;
    phw_trace t = {0};
    PHW_TRY(phw_trace_alloc(&t, eve->kind, eve->n_probes, n));
    t.n_antennas = eve->n_antennas % n_blocks == 0 ? eve->n_antennas / n_blocks : 1;
    t.has_time = eve->has_time;
    memcpy(t.time_s, eve->time_s, eve->n_probes * sizeof *t.time_s);
    memcpy(t.sequence, eve->sequence, eve->n_probes * sizeof *t.sequence);
    memcpy(t.coefficient, eve->coefficient + block * n, n * sizeof *t.coefficient);
    copy_values(&t, eve, block * n);
    const phw_status s = copy_columns(&t, eve);
    if (s)
        phw_trace_free(&t);
    else
        *out = t;
    return s;
}
