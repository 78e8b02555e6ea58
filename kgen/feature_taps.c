#include "kgen/feature_taps.h"

#include <math.h>
#include <stdbool.h>

#include "kgen/trace_taps.h"

enum {
    TAPS,
    WINDOW,
    REFERENCE,
    NORMALISE
};

static const char *const windows[] = {"rectangular", "hann", NULL};

static const phw_param params_table[] = {
    [TAPS] = {.name = "taps",
              .unit = "",
              .summary = "taps of each antenna, the earliest first; 0 for all",
              .max = 4096,
              .preset = 0,
              .whole = true},
    [WINDOW] = {.name = "window",
                .unit = "",
                .summary = "what carriers are weighed with, where they become taps",
                .max = PHW_N_TRACE_TAPS_WINDOWS - 1,
                .preset = PHW_TRACE_TAPS_RECTANGULAR,
                .whole = true,
                .choice = windows},
    [REFERENCE] = {.name = "reference",
                   .unit = "",
                   .summary = "the tap (of all antennas' taps) whose phase is taken "
                              "for zero in every packet, and which is left out as far "
                              "as the others tell it; -1 for none: both ends then "
                              "share a phase reference",
                   .min = -1,
                   .max = 4095,
                   .preset = -1,
                   .whole = true},
    [NORMALISE] = {.name = "normalise",
                   .unit = "",
                   .summary = "over the packet's rms, so that the receiver's gain "
                              "control drops out (one tap is left as it is)",
                   .max = 1,
                   .preset = 1,
                   .whole = true},
};

/* What a packet's taps are multiplied by: re + j im. */
static void factor(double out[2], const phw_cf *h, size_t n, const phw_params *params)
{
    double sum = 0;
    for (size_t k = 0; k < n; ++k)
        sum += phw_cf_power(h[k]);
    const bool over = params->value[NORMALISE] > 0 && n > 1 && sum > 0;
    const double scale = over ? sqrt((double)n / sum) : 1;
    out[0] = scale;
    out[1] = 0;
    if (params->value[REFERENCE] < 0)
        return;
    const phw_cf to = h[(size_t)params->value[REFERENCE]];
    const double size = sqrt(phw_cf_power(to));
    if (size > 0) {
        out[0] = scale * (double)crealf(to) / size;
        out[1] = -scale * (double)cimagf(to) / size;
    }
}

/* Whether a part of the n taps tells nothing that the others don't: the reference is
 * real, and of taps of known power it is the root of what the others leave. */
static bool is_told(size_t part, size_t n, const phw_params *params)
{
    const double reference = params->value[REFERENCE];
    if (reference < 0 || part / 2 != (size_t)reference)
        return false;
    return part % 2 == 1 || (params->value[NORMALISE] > 0 && n > 1);
}

static size_t n_untold(size_t n, const phw_params *params)
{
    size_t count = 0;
    for (size_t part = 0; part < 2 * n; ++part)
        count += !is_told(part, n, params);
    return count;
}

static void fill(phw_features *x, const phw_trace_taps *taps, const phw_params *params)
{
    const size_t n = taps->n_antennas * taps->n_taps;
    for (size_t p = 0; p < x->n_rows; ++p) {
        const phw_cf *h = taps->value + p * n;
        double by[2];
        size_t c = 0;
        factor(by, h, n, params);
        for (size_t part = 0; part < 2 * n; ++part) {
            const double re = (double)crealf(h[part / 2]);
            const double im = (double)cimagf(h[part / 2]);
            if (!is_told(part, n, params))
                phw_features_series(x, c++)[p] =
                    part % 2 == 0 ? re * by[0] - im * by[1] : re * by[1] + im * by[0];
        }
    }
}

static phw_status extract(phw_features *out, const phw_trace *trace,
                          const phw_params *params)
{
    phw_trace_taps taps = {0};
    phw_features x = {0};
    PHW_TRY(phw_trace_taps_make(&taps, trace, (size_t)params->value[TAPS],
                                (phw_trace_taps_window)params->value[WINDOW]));
    const size_t n = taps.n_antennas * taps.n_taps;
    phw_status s = params->value[REFERENCE] < (double)n
                       ? PHW_OK
                       : phw_fail(PHW_EARG, "feature taps: reference %g of %zu taps",
                                  params->value[REFERENCE], n);
    if (!s)
        s = phw_features_from_trace(&x, trace, n_untold(n, params));
    if (!s) {
        fill(&x, &taps, params);
        *out = x;
    }
    phw_trace_taps_free(&taps);
    return s;
}

static phw_feature_content tells(const phw_trace *trace, const phw_params *params)
{
    return params->value[NORMALISE] > 0 && trace->n_coefficients > trace->n_antennas
               ? PHW_FEATURE_SHAPE
               : PHW_FEATURE_ALL;
}

const phw_feature phw_feature_taps = {
    .name = "taps",
    .summary = "in-phase (2 k) and quadrature (2 k + 1) part of tap k of the impulse "
               "response, by default over the packet's rms",
    .reference = "Ye et al., IEEE Trans. Inf. Forensics Secur. 5(2), 2010",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .extract = extract,
    .tells = tells,
};
