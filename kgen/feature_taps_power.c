#include "kgen/feature_taps_power.h"

#include <math.h>

#include "kgen/trace_taps.h"

enum {
    TAPS,
    WINDOW,
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
    [NORMALISE] = {.name = "normalise",
                   .unit = "",
                   .summary = "over the packet's power, so that the receiver's gain "
                              "control drops out (one tap is left as it is)",
                   .max = 1,
                   .preset = 1,
                   .whole = true},
};

#define POWER_MIN 1e-30

static double packet_power(const phw_cf *h, size_t n)
{
    double sum = 0;
    for (size_t k = 0; k < n; ++k)
        sum += phw_cf_power(h[k]);
    return sum > 0 ? sum / (double)n : 1;
}

static phw_status extract(phw_features *out, const phw_trace *trace,
                          const phw_params *params)
{
    phw_trace_taps taps = {0};
    phw_features x = {0};
    PHW_TRY(phw_trace_taps_make(&taps, trace, (size_t)params->value[TAPS],
                                (phw_trace_taps_window)params->value[WINDOW]));
    const size_t n = taps.n_antennas * taps.n_taps;
    const phw_status s = phw_features_from_trace(&x, trace, n);
    for (size_t p = 0; !s && p < x.n_rows; ++p) {
        const phw_cf *h = taps.value + p * n;
        const bool whole = params->value[NORMALISE] > 0 && n > 1;
        const double over = whole ? packet_power(h, n) : 1;
        for (size_t k = 0; k < n; ++k)
            phw_features_series(&x, k)[p] =
                10 * log10(fmax(phw_cf_power(h[k]) / over, POWER_MIN));
    }
    phw_trace_taps_free(&taps);
    if (!s)
        *out = x;
    return s;
}

static phw_feature_content tells(const phw_trace *trace, const phw_params *params)
{
    return params->value[NORMALISE] > 0 && trace->n_coefficients > trace->n_antennas
               ? PHW_FEATURE_SHAPE
               : PHW_FEATURE_ALL;
}

const phw_feature phw_feature_taps_power = {
    .name = "taps-power",
    .summary = "power of every tap of the impulse response, dB, by default over the "
               "packet's",
    .reference = "Ye, Reznik and Shah, ISIT 2006 (keys of impulse responses)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .extract = extract,
    .tells = tells,
};
