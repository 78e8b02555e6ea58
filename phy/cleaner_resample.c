#include "phy/cleaner_resample.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/signal.h"
#include "phy/median.h"
#include "phy/neighbours.h"
#include "phy/trace_resample.h"

/* Most instants for each probe that there is. */
#define MORE_MAX 64

enum param {
    RATE,
    METHOD,
    BANDWIDTH,
    NOISE,
    TAPS,
    GAP
};

static const char *const methods[] = {"nearest", "linear", "cubic", "band-limited",
                                      NULL};

static const phw_param params_table[] = {
    [RATE] = {.name = "rate",
              .unit = "Hz",
              .summary = "probes a second; 0: one every median interval",
              .min = 0,
              .max = 1e9,
              .preset = 0},
    [METHOD] = {.name = "method",
                .unit = "",
                .summary = "how the trace is read between its probes",
                .preset = PHW_RESAMPLING_BAND_LIMITED,
                .choice = methods},
    [BANDWIDTH] = {.name = "bandwidth",
                   .unit = "Hz",
                   .summary = "band-limited: the largest Doppler shift; 0: 1/(4 median "
                              "interval)",
                   .min = 0,
                   .max = 1e9,
                   .preset = 0},
    [NOISE] = {.name = "noise",
               .unit = "dB",
               .summary = "band-limited: noise of a probe over the signal's power",
               .min = -100,
               .max = 30,
               .preset = -60},
    [TAPS] = {.name = "taps",
              .unit = "",
              .summary = "band-limited: probes that a value is made of",
              .min = 2,
              .max = PHW_RESAMPLE_TAPS_MAX,
              .preset = 8,
              .whole = true},
    [GAP] = {.name = "gap",
             .unit = "",
             .summary = "intervals longer than so many median ones are left empty",
             .min = 1,
             .max = 1e6,
             .preset = 1.5},
};

/* Instants at that rate from the first probe to the last; the rate too. */
static phw_status grid(double **at_s, size_t *n, double *rate_hz, const phw_trace *t)
{
    double interval = 0;
    if (!t->has_time || t->n_probes < 2)
        return phw_fail(PHW_EINPUT,
                        "%zu probes %s time_s; expected two or more, with "
                        "instants",
                        t->n_probes, t->has_time ? "with" : "without");
    PHW_TRY(phw_median_interval(&interval, t->time_s, t->n_probes));
    if (*rate_hz <= 0)
        *rate_hz = 1 / interval;
    const double length = t->time_s[t->n_probes - 1] - t->time_s[0];
    const double count = floor(length * *rate_hz * (1 + 1e-12)) + 1;
    if (!(count <= MORE_MAX * (double)t->n_probes))
        return phw_fail(PHW_EINPUT,
                        "%g probes a second over %g s are more than %d times the %zu "
                        "there are; expected a lower rate, or shorter gaps",
                        *rate_hz, length, MORE_MAX, t->n_probes);
    PHW_TRY(phw_array_alloc(at_s, (size_t)count, sizeof **at_s));
    for (size_t i = 0; i < (size_t)count; ++i)
        (*at_s)[i] =
            fmin(t->time_s[0] + (double)i / *rate_hz, t->time_s[t->n_probes - 1]);
    *n = (size_t)count;
    return PHW_OK;
}

static phw_status read_all(phw_clean_report *report, phw_trace *inout,
                           const double *at_s, size_t n,
                           const phw_resample_config *config)
{
    phw_resample_plan plan = {0};
    phw_trace t = {0};
    phw_status s =
        phw_resample_plan_make(&plan, inout->time_s, inout->n_probes, at_s, n, config);
    if (!s)
        s = phw_trace_resample(&t, inout, &plan);
    report->n_dropped = n - plan.n;
    report->n_changed = plan.n;
    phw_resample_plan_free(&plan);
    if (s)
        return s;
    phw_trace_free(inout);
    *inout = t;
    return PHW_OK;
}

static phw_status apply(phw_clean_report *report, phw_trace *inout,
                        const phw_params *params)
{
    const phw_resample_config config = {
        .method = (phw_resampling)params->value[METHOD],
        .bandwidth_hz = params->value[BANDWIDTH],
        .noise = pow(10, params->value[NOISE] / 10),
        .n_taps = (size_t)params->value[TAPS],
        .longest_gap = params->value[GAP],
    };
    double rate_hz = params->value[RATE];
    double *at_s = NULL;
    size_t n = 0;
    PHW_TRY(grid(&at_s, &n, &rate_hz, inout));
    phw_clean_report r = {.noun = "instants",
                          .n_seen = n,
                          .figure = "likeness of neighbours",
                          .unit = "",
                          .before = phw_neighbour_likeness(inout)};
    const phw_status s = read_all(&r, inout, at_s, n, &config);
    free(at_s);
    if (s)
        return s;
    r.after = phw_neighbour_likeness(inout);
    (void)snprintf(r.note, sizeof r.note, "%s, %.6g Hz, %zu instants in gaps",
                   methods[config.method], rate_hz, r.n_dropped);
    *report = r;
    return PHW_OK;
}

const phw_cleaner phw_cleaner_resample = {
    .name = "resample",
    .summary = "reads the trace at even instants; gaps stay empty",
    .reference = "Yen, IRE Trans. Circuit Theory 3(4), 1956",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .apply = apply,
};
