#include "kgen/feature_parts.h"

enum {
    PROBES = 16 /* at once */
};

/* Probes [from, to): series lie far from each other in memory, and of each a whole
 * cache line is written. */
static void extract_some(phw_features *x, const phw_trace *trace, size_t from,
                         size_t to)
{
    for (size_t c = 0; c < trace->n_coefficients; ++c) {
        double *re = phw_features_series(x, 2 * c);
        double *im = phw_features_series(x, 2 * c + 1);
        for (size_t p = from; p < to; ++p) {
            const phw_cf h = trace->cplx[p * trace->n_coefficients + c];
            re[p] = (double)crealf(h);
            im[p] = (double)cimagf(h);
        }
    }
}

static phw_status extract(phw_features *out, const phw_trace *trace,
                          const phw_params *params)
{
    (void)params;
    if (!phw_trace_kind_is_complex(trace->kind))
        return phw_fail(PHW_EINPUT,
                        "feature parts: a %s trace is real; use the feature power or "
                        "amplitude",
                        phw_trace_kind_name(trace->kind));
    if (trace->n_coefficients > SIZE_MAX / 2)
        return phw_fail(PHW_ENOMEM, "feature parts: %zu coefficients are too many",
                        trace->n_coefficients);
    phw_features x = {0};
    PHW_TRY(phw_features_from_trace(&x, trace, 2 * trace->n_coefficients));
    for (size_t p = 0; p < x.n_rows; p += PROBES)
        extract_some(&x, trace, p, x.n_rows - p < PROBES ? x.n_rows : p + PROBES);
    *out = x;
    return PHW_OK;
}

const phw_feature phw_feature_parts = {
    .name = "parts",
    .summary =
        "in-phase (2c) and quadrature (2c + 1) part of every coefficient c; both "
        "ends must share a phase reference",
    .reference = "Ye et al., IEEE Trans. Inf. Forensics Secur. 5(2), 2010",
    .extract = extract,
};
