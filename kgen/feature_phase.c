#include "kgen/feature_phase.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"

/* What the line runs through. */
enum {
    ENDS,
    SQUARES
};

static const char *const lines[] = {"ends", "squares", NULL};

static const phw_param params_table[] = {
    {.name = "line",
     .unit = "",
     .summary = "the slope taken off: between the first and the last carrier, or of "
                "least squares over all",
     .max = 1,
     .preset = ENDS,
     .whole = true,
     .choice = lines},
};

/* Offsets of the carriers of one antenna less their mean; the sum of their squares. */
typedef struct ruler {
    double *m;
    double squares;
    size_t n;
} ruler;

static phw_status make_ruler(ruler *out, const phw_trace *t)
{
    ruler r = {.n = t->n_coefficients / t->n_antennas};
    PHW_TRY(phw_array_alloc(&r.m, r.n, sizeof *r.m));
    const double *offset = t->coefficient;
    const bool known = offset[0] != offset[r.n - 1];
    double mean = 0;
    for (size_t c = 0; c < r.n; ++c) {
        r.m[c] =
            known ? (offset[c] - offset[0]) / (offset[r.n - 1] - offset[0]) : (double)c;
        mean += r.m[c] / (double)r.n;
    }
    for (size_t c = 0; c < r.n; ++c) {
        r.m[c] -= mean;
        r.squares += r.m[c] * r.m[c];
    }
    *out = r;
    return PHW_OK;
}

/* phi[n]: the phases of h[n], each within half a turn of the one before. */
static void unwrap(double *phi, const phw_cf *h, size_t n)
{
    for (size_t c = 0; c < n; ++c) {
        const double now = atan2((double)cimagf(h[c]), (double)crealf(h[c]));
        const double before = c > 0 ? phi[c - 1] : 0;
        phi[c] = now - 2 * M_PI * round((now - before) / (2 * M_PI));
    }
}

static double slope(const double *phi, const ruler *r, bool ends)
{
    if (ends)
        return (phi[r->n - 1] - phi[0]) / (r->m[r->n - 1] - r->m[0]);
    double sum = 0;
    for (size_t c = 0; c < r->n; ++c)
        sum += phi[c] * r->m[c];
    return sum / r->squares;
}

static void sanitise(double *phi, const ruler *r, bool ends)
{
    const double a = slope(phi, r, ends);
    double mean = 0;
    for (size_t c = 0; c < r->n; ++c)
        mean += phi[c] / (double)r->n;
    for (size_t c = 0; c < r->n; ++c)
        phi[c] -= a * r->m[c] + mean;
}

static void fill(phw_features *x, double *phi, const phw_trace *t, const ruler *r,
                 bool ends)
{
    for (size_t p = 0; p < x->n_rows; ++p) {
        for (size_t a = 0; a < t->n_antennas; ++a) {
            unwrap(phi, t->cplx + p * t->n_coefficients + a * r->n, r->n);
            sanitise(phi, r, ends);
            for (size_t c = 0; c < r->n; ++c)
                phw_features_series(x, a * r->n + c)[p] = phi[c];
        }
    }
}

static phw_status extract(phw_features *out, const phw_trace *trace,
                          const phw_params *params)
{
    if (trace->kind != PHW_TRACE_CFR || trace->n_coefficients / trace->n_antennas < 3)
        return phw_fail(PHW_EINPUT,
                        "feature phase: needs a cfr trace of 3 carriers or more an "
                        "antenna, not a %s of %zu",
                        phw_trace_kind_name(trace->kind),
                        trace->n_coefficients / trace->n_antennas);
    ruler r = {0};
    double *phi = NULL;
    phw_features x = {0};
    phw_status s = make_ruler(&r, trace);
    if (!s)
        s = phw_array_alloc(&phi, r.n, sizeof *phi);
    if (!s)
        s = phw_features_from_trace(&x, trace, trace->n_coefficients);
    if (!s) {
        fill(&x, phi, trace, &r, params->value[0] <= ENDS);
        *out = x;
    }
    free(phi);
    free(r.m);
    return s;
}

static phw_feature_content tells(const phw_trace *trace, const phw_params *params)
{
    (void)trace;
    (void)params;
    return PHW_FEATURE_SHAPE;
}

const phw_feature phw_feature_phase = {
    .name = "phase",
    .summary = "phase of every carrier, free of the packet's delay and phase offset",
    .reference = "Sen et al., MobiSys 2012, section 4 (the line through the phases)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .extract = extract,
    .tells = tells,
};
