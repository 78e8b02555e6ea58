#include "phy/cleaner_agc.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/signal.h"
#include "phy/median.h"
#include "phy/neighbours.h"
#include "phy/trace_gain.h"

enum param {
    BY,
    LEAST,
    MAD,
    QUANTUM
};

enum way {
    AUTO,
    COLUMN,
    DETECT
};

static const char *const ways[] = {"auto", "column", "detect", NULL};

static const phw_param params_table[] = {
    [BY] = {.name = "by",
            .unit = "",
            .summary =
                "column: the gain in agc_db; detect: steps that all coefficients "
                "make together; auto: the column where there is one",
            .preset = AUTO,
            .choice = ways},
    [LEAST] = {.name = "least",
               .unit = "dB",
               .summary = "detect: no step is smaller",
               .min = 0.01,
               .max = 100,
               .preset = 1},
    [MAD] = {.name = "mad",
             .unit = "",
             .summary = "detect: nor than so many robust standard deviations of all "
                        "changes from probe to probe",
             .min = 1,
             .max = 1000,
             .preset = 6},
    [QUANTUM] = {.name = "quantum",
                 .unit = "dB",
                 .summary = "detect: steps are multiples of it; 0: any",
                 .min = 0,
                 .max = 100,
                 .preset = 0},
};

/* 1.4826 of the median deviation is the standard deviation of Gaussian values. */
#define MAD_TO_SIGMA 1.482602218505602

static const double *find_gain(const phw_trace *t)
{
    const double *agc = phw_trace_find_column(t, "agc_db");
    return agc != NULL ? agc : phw_trace_find_column(t, "agc");
}

static phw_status by_column(phw_clean_report *report, phw_trace *t)
{
    const double *agc = find_gain(t);
    if (agc == NULL)
        return phw_fail(PHW_EINPUT,
                        "by=column: the trace has no column agc_db; expected "
                        "one, or by=detect");
    for (size_t p = 0; p < t->n_probes; ++p) {
        if (isnan(agc[p]))
            return phw_fail(
                PHW_EINPUT,
                "by=column: probe %zu has no agc; expected a gain for every "
                "probe, or by=detect",
                p);
    }
    for (size_t p = 0; p < t->n_probes; ++p) {
        phw_trace_gain(t, p, -agc[p]);
        report->n_changed += p > 0 && agc[p] != agc[p - 1];
    }
    (void)snprintf(report->note, sizeof report->note, "by its column");
    return PHW_OK;
}

/* How much louder a probe is than the one before: the median over the coefficients,
 * which a fade of some of them does not move. 0 between probes of zeros. */
static double change_db(const phw_trace *t, size_t probe, double *scratch)
{
    const size_t n = t->n_coefficients;
    size_t n_used = 0;
    for (size_t k = 0; k < n; ++k) {
        const double now = phw_trace_size(t, probe * n + k);
        const double before = phw_trace_size(t, (probe - 1) * n + k);
        if (t->kind == PHW_TRACE_POWER_DB)
            scratch[n_used++] = now - before;
        else if (now > 0 && before > 0)
            scratch[n_used++] = 20 * log10(now / before);
    }
    return n_used > 0 ? phw_quantile(scratch, n_used, 0.5) : 0;
}

static double robust_sigma(const double *x, double *scratch, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        scratch[i] = x[i];
    const double middle = phw_quantile(scratch, n, 0.5);
    for (size_t i = 0; i < n; ++i)
        scratch[i] = fabs(x[i] - middle);
    return MAD_TO_SIGMA * phw_quantile(scratch, n, 0.5);
}

static void take_steps(phw_clean_report *report, phw_trace *t, double *change,
                       double *scratch, const phw_params *params)
{
    for (size_t p = 1; p < t->n_probes; ++p)
        change[p - 1] = change_db(t, p, scratch);
    const double sigma = robust_sigma(change, scratch, t->n_probes - 1);
    const double least = fmax(params->value[LEAST], params->value[MAD] * sigma);
    const double quantum = params->value[QUANTUM];
    double gain_db = 0;
    for (size_t p = 1; p < t->n_probes; ++p) {
        double step = change[p - 1];
        if (quantum > 0)
            step = quantum * round(step / quantum);
        if (fabs(change[p - 1]) >= least) {
            gain_db += step;
            ++report->n_changed;
        }
        phw_trace_gain(t, p, -gain_db);
    }
    (void)snprintf(report->note, sizeof report->note,
                   "%zu steps of %.3g dB or more, last gain %+.3g dB",
                   report->n_changed, least, gain_db);
}

static phw_status by_steps(phw_clean_report *report, phw_trace *t,
                           const phw_params *params)
{
    const size_t n = t->n_probes > t->n_coefficients ? t->n_probes : t->n_coefficients;
    double *change = NULL;
    double *scratch = NULL;
    if (t->n_probes < 2)
        return PHW_OK;
    phw_status s = phw_array_alloc(&change, n, sizeof *change);
    if (!s)
        s = phw_array_alloc(&scratch, n, sizeof *scratch);
    if (!s)
        take_steps(report, t, change, scratch, params);
    free(change);
    free(scratch);
    return s;
}

static phw_status apply(phw_clean_report *report, phw_trace *inout,
                        const phw_params *params)
{
    enum way by = (enum way)params->value[BY];
    if (by == AUTO)
        by = find_gain(inout) != NULL ? COLUMN : DETECT;
    phw_clean_report r = {.noun = "steps",
                          .n_seen = inout->n_probes - 1,
                          .figure = "level steps, RMS",
                          .unit = "dB",
                          .before = phw_level_steps_db(inout)};
    PHW_TRY(by == COLUMN ? by_column(&r, inout) : by_steps(&r, inout, params));
    r.after = phw_level_steps_db(inout);
    *report = r;
    return PHW_OK;
}

const phw_cleaner phw_cleaner_agc = {
    .name = "agc",
    .summary = "takes the receiver's gain off, by its column or by the steps that it "
               "makes; a fade that is as sudden and takes all coefficients is one, too",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .apply = apply,
};
