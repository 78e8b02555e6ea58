#include "kgen/feature_power.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static double row_power(const phw_trace *t, size_t p)
{
    double sum = 0;
    for (size_t c = 0; c < t->n_coefficients; ++c) {
        const size_t i = p * t->n_coefficients + c;
        sum += t->cplx != NULL ? phw_cf_power(t->cplx[i])
                               : (double)t->real[i] * (double)t->real[i];
    }
    return sum;
}

/* A power trace is the feature already: component c is its coefficient c. */
static phw_status copy(phw_features *out, const phw_trace *trace)
{
    phw_features x = {0};
    PHW_TRY(phw_features_from_trace(&x, trace, trace->n_coefficients));
    for (size_t c = 0; c < x.n_components; ++c) {
        double *series = phw_features_series(&x, c);
        for (size_t p = 0; p < x.n_rows; ++p)
            series[p] = (double)trace->real[p * x.n_components + c];
    }
    *out = x;
    return PHW_OK;
}

static phw_status extract(phw_features *out, const phw_trace *trace,
                          const phw_params *params)
{
    (void)params;
    if (trace->kind == PHW_TRACE_POWER_DB)
        return copy(out, trace);
    phw_features x = {0};
    PHW_TRY(phw_features_from_trace(&x, trace, 1));
    for (size_t p = 0; p < x.n_rows; ++p) {
        const double power = row_power(trace, p);
        if (!(power > 0)) {
            phw_features_free(&x);
            return phw_fail(PHW_EINPUT,
                            "feature power: probe %zu has no power to take the "
                            "logarithm of; remove it",
                            p);
        }
        x.value[p] = 10 * log10(power);
    }
    *out = x;
    return PHW_OK;
}

static phw_feature_content tells(const phw_trace *trace, const phw_params *params)
{
    (void)params;
    const bool copied = trace->kind == PHW_TRACE_POWER_DB && trace->n_coefficients > 1;
    return copied ? PHW_FEATURE_ALL : PHW_FEATURE_LEVEL;
}

const phw_feature phw_feature_power = {
    .name = "power",
    .summary = "received power in dB, summed over the coefficients",
    .reference = "Mathur et al., MobiCom 2008",
    .extract = extract,
    .tells = tells,
};
