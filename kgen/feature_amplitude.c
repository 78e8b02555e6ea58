#include "kgen/feature_amplitude.h"

#include <math.h>
#include <string.h>

enum {
    PROBES = 16 /* at once */
};

static const phw_param params_table[] = {
    {.name = "normalise",
     .unit = "",
     .summary = "divide each packet by its rms over coefficients, so that the "
                "receiver's gain control drops out (one coefficient is left as it is)",
     .min = 0,
     .max = 1,
     .preset = 1,
     .whole = true},
};

/* Squares of floats neither overflow nor vanish in a double. */
static double magnitude(const phw_trace *t, size_t i)
{
    if (t->cplx == NULL)
        return (double)t->real[i];
    const double re = (double)crealf(t->cplx[i]);
    const double im = (double)cimagf(t->cplx[i]);
    return sqrt(re * re + im * im);
}

/* Probes [from, to) at once: series lie far from each other in memory, and of each a
 * whole cache line is written. */
static void extract_some(phw_features *x, const phw_trace *trace, size_t from,
                         size_t to, bool scaled)
{
    double sum[PROBES] = {0};
    double scale[PROBES];
    for (size_t c = 0; c < x->n_components; ++c) {
        double *series = phw_features_series(x, c);
        for (size_t p = from; p < to; ++p) {
            const double a = magnitude(trace, p * x->n_components + c);
            sum[p - from] += a * a;
            series[p] = a;
        }
    }
    for (size_t p = from; p < to; ++p) {
        const double square = sum[p - from] / (double)x->n_components;
        scale[p - from] = square > 0 ? sqrt(square) : 1;
    }
    for (size_t c = 0; c < x->n_components && scaled; ++c) {
        double *series = phw_features_series(x, c);
        for (size_t p = from; p < to; ++p)
            series[p] /= scale[p - from];
    }
}

static phw_status extract(phw_features *out, const phw_trace *trace,
                          const phw_params *params)
{
    if (trace->kind == PHW_TRACE_POWER_DB)
        return phw_fail(PHW_EINPUT,
                        "feature amplitude: a %s trace has no amplitudes; "
                        "use the feature power",
                        phw_trace_kind_name(trace->kind));
    phw_features x = {0};
    PHW_TRY(phw_features_from_trace(&x, trace, trace->n_coefficients));
    const bool scaled = params->value[0] > 0 && x.n_components > 1;
    for (size_t p = 0; p < x.n_rows; p += PROBES)
        extract_some(&x, trace, p, x.n_rows - p < PROBES ? x.n_rows : p + PROBES,
                     scaled);
    *out = x;
    return PHW_OK;
}

static phw_feature_content tells(const phw_trace *trace, const phw_params *params)
{
    return params->value[0] > 0 && trace->n_coefficients > 1 ? PHW_FEATURE_SHAPE
                                                             : PHW_FEATURE_ALL;
}

const phw_feature phw_feature_amplitude = {
    .name = "amplitude",
    .summary = "amplitude of every coefficient, by default over the packet's rms",
    .reference = "Liu et al., INFOCOM 2013 (channel state information of Intel 5300)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .extract = extract,
    .tells = tells,
};
