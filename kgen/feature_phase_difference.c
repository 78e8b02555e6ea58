#include "kgen/feature_phase_difference.h"

#include <math.h>

static const phw_param params_table[] = {
    {.name = "lag",
     .unit = "",
     .summary = "carriers between the two, more where neighbours fade alike",
     .min = 1,
     .max = 1024,
     .preset = 1,
     .whole = true},
};

/* b conj a, without C's check for infinities. */
static void turn_between(double out[2], phw_cf a, phw_cf b)
{
    const double ar = (double)crealf(a);
    const double ai = (double)cimagf(a);
    const double br = (double)crealf(b);
    const double bi = (double)cimagf(b);
    out[0] = br * ar + bi * ai;
    out[1] = bi * ar - br * ai;
}

/* Differences of one antenna's carriers h[n], n - lag of them, component after
 * component at `to`, n_rows apart. */
static void fill(double *to, size_t n_rows, const phw_cf *h, size_t n, size_t lag)
{
    double sum[2] = {0};
    for (size_t k = 0; k + lag < n; ++k) {
        double d[2];
        turn_between(d, h[k], h[k + lag]);
        sum[0] += d[0];
        sum[1] += d[1];
    }
    for (size_t k = 0; k + lag < n; ++k) {
        double d[2];
        turn_between(d, h[k], h[k + lag]);
        to[k * n_rows] =
            atan2(d[1] * sum[0] - d[0] * sum[1], d[0] * sum[0] + d[1] * sum[1]);
    }
}

static phw_status extract(phw_features *out, const phw_trace *trace,
                          const phw_params *params)
{
    const size_t lag = (size_t)params->value[0];
    const size_t n = trace->n_coefficients / trace->n_antennas;
    if (trace->kind != PHW_TRACE_CFR || n < lag + 2)
        return phw_fail(PHW_EINPUT,
                        "feature phase-difference: needs a cfr trace of %zu carriers "
                        "or more an antenna, not a %s of %zu",
                        lag + 2, phw_trace_kind_name(trace->kind), n);
    phw_features x = {0};
    PHW_TRY(phw_features_from_trace(&x, trace, trace->n_antennas * (n - lag)));
    for (size_t p = 0; p < x.n_rows; ++p) {
        for (size_t a = 0; a < trace->n_antennas; ++a)
            fill(phw_features_series(&x, a * (n - lag)) + p, x.n_rows,
                 trace->cplx + p * trace->n_coefficients + a * n, n, lag);
    }
    *out = x;
    return PHW_OK;
}

static phw_feature_content tells(const phw_trace *trace, const phw_params *params)
{
    (void)trace;
    (void)params;
    return PHW_FEATURE_SHAPE;
}

const phw_feature phw_feature_phase_difference = {
    .name = "phase-difference",
    .summary = "phase from carrier to carrier of each antenna, free of the packet's "
               "delay; never between antennas, which is not reciprocal",
    .reference = "Wang et al., INFOCOM 2011 (phases as the common randomness)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .extract = extract,
    .tells = tells,
};
