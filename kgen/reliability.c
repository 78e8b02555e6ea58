#include "kgen/reliability.h"

#include <math.h>
#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"

#define ROWS_MOST 4096

/* Halvings of the range of correlations. */
#define STEPS 14

/* One component and room for its soft output. */
typedef struct subject {
    const phw_raw_component *kept;
    const double *x;
    size_t n_rows;
    uint8_t *said; /* of each row; NULL when nothing is said */
    float *llr;    /* [plane * n_rows + row] */
    const phw_labelling *how;
} subject;

static phw_status soften(const subject *s, double rho)
{
    return s->how->quantizer->soft(s->llr, s->x, s->n_rows, s->kept->n_bits,
                                   s->how->params, rho, s->said);
}

/* ln P(bit i of the plane is the other end's too) / P(not). */
static double agrees(const subject *s, unsigned plane, size_t i)
{
    const unsigned shift = s->kept->n_bits - 1 - plane;
    const double llr = (double)s->llr[plane * s->n_rows + s->kept->row[i]];
    return (s->kept->symbol[i] >> shift) & 1U ? -llr : llr;
}

/* Expected share of the first planes' bits that differ. */
static double error_rate(const subject *s, unsigned n_planes)
{
    double sum = 0;
    for (unsigned plane = 0; plane < n_planes; ++plane) {
        for (size_t i = 0; i < s->kept->n; ++i)
            sum += 1 / (1 + exp(agrees(s, plane, i)));
    }
    return sum / (double)(n_planes * s->kept->n);
}

/* What was said of the rows; 0 for those that were dropped. */
static phw_status unpack(subject *s)
{
    PHW_TRY(phw_array_alloc(&s->llr, s->n_rows * s->kept->n_bits, sizeof *s->llr));
    if (s->kept->said_bits == 0)
        return PHW_OK;
    PHW_TRY(phw_array_alloc(&s->said, s->n_rows, 1));
    for (size_t i = 0; i < s->kept->n; ++i)
        s->said[s->kept->row[i]] = (uint8_t)(s->kept->symbol[i] >> s->kept->n_bits);
    return PHW_OK;
}

static void wipe(void *bytes, size_t size)
{
    if (bytes != NULL)
        sodium_memzero(bytes, size);
    free(bytes);
}

static void release(subject *s)
{
    wipe(s->llr, s->n_rows * s->kept->n_bits * sizeof *s->llr);
    free(s->said);
}

/* The correlation at which the error rate is `wanted`. */
static phw_status calibrate(double *rho, const subject *s, unsigned n_planes,
                            double wanted)
{
    double low = 0;
    double high = 1;
    *rho = 0;
    for (unsigned i = 0; i < STEPS && s->kept->n > 0; ++i) {
        /* Steps of 1 - rho^2 by factors, because errors fall with its root. */
        const double middle = (low + high) / 2;
        *rho = sqrt(1 - pow(10, -8 * middle));
        PHW_TRY(soften(s, *rho));
        if (error_rate(s, n_planes) > wanted)
            low = middle;
        else
            high = middle;
    }
    return PHW_OK;
}

/* The same, of every `step`-th row: what is left of a long series is as good. */
static phw_status calibrate_some(double *rho, const subject *s, unsigned n_planes,
                                 double wanted)
{
    const size_t step = s->n_rows / ROWS_MOST + 1;
    phw_raw_component kept = {.n_bits = s->kept->n_bits,
                              .said_bits = s->kept->said_bits};
    subject some = {
        .kept = &kept, .n_rows = (s->n_rows + step - 1) / step, .how = s->how};
    double *x = NULL;
    phw_status status = phw_array_alloc(&x, some.n_rows, sizeof *x);
    if (!status)
        status = phw_array_alloc(&kept.symbol, some.n_rows, sizeof *kept.symbol);
    if (!status)
        status = phw_array_alloc(&kept.row, some.n_rows, sizeof *kept.row);
    for (size_t r = 0; r < some.n_rows && !status; ++r)
        x[r] = s->x[r * step];
    for (size_t i = 0; i < s->kept->n && !status; ++i) {
        if (s->kept->row[i] % step != 0)
            continue;
        kept.symbol[kept.n] = s->kept->symbol[i];
        kept.row[kept.n++] = s->kept->row[i] / step;
    }
    some.x = x;
    if (!status)
        status = unpack(&some);
    if (!status)
        status = calibrate(rho, &some, n_planes, wanted);
    release(&some);
    wipe(x, some.n_rows * sizeof *x);
    wipe(kept.symbol, some.n_rows);
    free(kept.row);
    return status;
}

/* The used bits of one component's planes from raw bit `at` on; how many there are. */
static size_t write(float *out, const subject *s, const phw_selection *selection,
                    size_t at, unsigned n_planes)
{
    size_t n = 0;
    for (unsigned plane = 0; plane < n_planes; ++plane) {
        for (size_t i = 0; i < s->kept->n; ++i, ++at) {
            if (phw_bits_get(&selection->used, at))
                out[n++] = (float)agrees(s, plane, i);
        }
    }
    return n;
}

/* Mean error rate of the planes whose segments begin at `first`. */
static double mean_rate(const phw_selection *selection, size_t first, unsigned n_planes)
{
    double sum = 0;
    for (unsigned plane = 0; plane < n_planes; ++plane)
        sum += selection->segment[first + plane].error_rate;
    return sum / n_planes;
}

/* The used bits of one component, whose raw bits begin at `at`; *n gets how many. */
static phw_status rate_component(float *out, size_t *n, const subject *component,
                                 const phw_selection *selection, size_t at,
                                 unsigned n_planes, double wanted)
{
    subject s = *component;
    double rho = 0;
    phw_status status = calibrate_some(&rho, &s, n_planes, wanted);
    if (!status)
        status = unpack(&s);
    if (!status)
        status = soften(&s, rho);
    if (!status)
        *n = write(out, &s, selection, at, n_planes);
    release(&s);
    return status;
}

phw_status phw_reliability(float *out, const phw_raw *raw,
                           const phw_selection *selection, const phw_features *values,
                           const phw_labelling *how)
{
    if (how->quantizer->soft == NULL)
        return phw_fail(PHW_EARG, "reliability: quantizer %s has no soft output",
                        how->quantizer->name);
    size_t at = 0;
    size_t segment = 0;
    for (size_t c = 0; c < raw->n_components; ++c) {
        const phw_raw_component *kept = &raw->component[c];
        const subject s = {.kept = kept,
                           .x = phw_features_series(values, kept->component),
                           .n_rows = values->n_rows,
                           .how = how};
        const unsigned planes = selection->n_planes[c];
        size_t n = 0;
        if (planes > 0)
            PHW_TRY(rate_component(out, &n, &s, selection, at, planes,
                                   mean_rate(selection, segment, planes)));
        out += n;
        segment += planes;
        at += kept->n * kept->n_bits;
    }
    return PHW_OK;
}
