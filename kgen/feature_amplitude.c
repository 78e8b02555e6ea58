#include "kgen/feature_amplitude.h"

#include <math.h>
#include <string.h>

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

static double magnitude(const phw_trace *t, size_t i)
{
    return t->cplx != NULL
               ? hypot((double)crealf(t->cplx[i]), (double)cimagf(t->cplx[i]))
               : (double)t->real[i];
}

/* What probe p is divided by: its rms; 1 when that is 0 or not asked for. */
static double scale(const phw_trace *t, size_t p, bool normalise)
{
    if (!normalise || t->n_coefficients < 2)
        return 1;
    double sum = 0;
    for (size_t c = 0; c < t->n_coefficients; ++c) {
        const double a = magnitude(t, p * t->n_coefficients + c);
        sum += a * a;
    }
    return sum > 0 ? sqrt(sum / (double)t->n_coefficients) : 1;
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
    const bool normalise = params->value[0] > 0;
    for (size_t p = 0; p < x.n_rows; ++p) {
        const double rms = scale(trace, p, normalise);
        for (size_t c = 0; c < x.n_components; ++c)
            x.value[c * x.n_rows + p] = magnitude(trace, p * x.n_components + c) / rms;
    }
    *out = x;
    return PHW_OK;
}

const phw_feature phw_feature_amplitude = {
    .name = "amplitude",
    .summary = "amplitude of every coefficient, by default over the packet's rms",
    .reference = "Liu et al., INFOCOM 2013 (channel state information of Intel 5300)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .extract = extract,
};
