#include "phy/cleaner_cfo.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/signal.h"
#include "phy/median.h"
#include "phy/neighbours.h"
#include "phy/phase_line.h"

enum param {
    BY
};

enum way {
    ALIGN,
    TONE,
    COLUMN
};

static const char *const ways[] = {"align", "tone", "column", NULL};

static const phw_param params_table[] = {
    [BY] = {.name = "by",
            .unit = "",
            .summary =
                "align: each probe is turned to the one before; tone: one offset "
                "for all, at which the probes add up best; column: what cfo_hz "
                "adds up to",
            .preset = ALIGN,
            .choice = ways},
};

static void turn(phw_trace *t, size_t probe, double phase_rad)
{
    const double complex by = cexp(CMPLX(0, -phase_rad));
    phw_cf *h = t->cplx + probe * t->n_coefficients;
    for (size_t k = 0; k < t->n_coefficients; ++k)
        h[k] = (phw_cf)((double complex)h[k] * by);
}

/* The phase of greatest likelihood under white noise: the angle of sum h_p conj(h_q), q
 * the last probe before that was not of zeros. */
static void align(phw_clean_report *report, phw_trace *t)
{
    const phw_cf *before = NULL;
    for (size_t p = 0; p < t->n_probes; ++p) {
        const phw_cf *x = t->cplx + p * t->n_coefficients;
        double complex sum = 0;
        double power = 0;
        for (size_t k = 0; k < t->n_coefficients; ++k) {
            power += phw_cf_power(x[k]);
            if (before != NULL)
                sum += (double complex)x[k] * conj((double complex)before[k]);
        }
        if (before != NULL && power > 0) {
            turn(t, p, carg(sum));
            ++report->n_changed;
        }
        if (power > 0)
            before = x;
    }
}

/* Each coefficient over time is what an antenna is over carriers: sum_p h_p e^{j 2 pi
 * t_p tau} is greatest at tau = -offset. */
static phw_status find_tone(double *offset_hz, const phw_trace *t)
{
    phw_phase_finder *finder = NULL;
    phw_cf *series = NULL;
    double interval = 0;
    PHW_TRY(phw_median_interval(&interval, t->time_s, t->n_probes));
    phw_status s = phw_phase_finder_create(&finder, t->time_s, t->n_probes, interval);
    if (s == PHW_EARG)
        s = phw_fail(PHW_EINPUT, "by=tone: instants of two probes are alike, or gaps "
                                 "too long; expected probes that rise in time");
    if (!s)
        s = phw_array_alloc(&series, t->n_probes * t->n_coefficients, sizeof *series);
    if (!s) {
        for (size_t p = 0; p < t->n_probes; ++p) {
            for (size_t k = 0; k < t->n_coefficients; ++k)
                series[k * t->n_probes + p] = t->cplx[p * t->n_coefficients + k];
        }
        phw_phase_line line;
        phw_phase_find(&line, finder, series, t->n_coefficients, 0, PHW_PHASE_PEAK);
        *offset_hz = -line.delay_s;
    }
    free(series);
    phw_phase_finder_destroy(finder);
    return s;
}

static phw_status take_tone(phw_clean_report *report, phw_trace *t)
{
    double offset_hz = 0;
    if (!t->has_time || t->n_probes < 2)
        return phw_fail(PHW_EINPUT,
                        "by=tone: %zu probes %s time_s; expected two or "
                        "more, with instants",
                        t->n_probes, t->has_time ? "with" : "without");
    PHW_TRY(find_tone(&offset_hz, t));
    for (size_t p = 0; p < t->n_probes; ++p)
        turn(t, p,
             remainder(2 * M_PI * offset_hz * (t->time_s[p] - t->time_s[0]), 2 * M_PI));
    report->n_changed = t->n_probes;
    (void)snprintf(report->note, sizeof report->note, "offset %.6g Hz", offset_hz);
    return PHW_OK;
}

/* Trapezoids; an offset that is not known is the last one that was. */
static phw_status take_column(phw_clean_report *report, phw_trace *t)
{
    const double *cfo_hz = phw_trace_find_column(t, "cfo_hz");
    double last = (double)NAN;
    double turns = 0;
    if (cfo_hz == NULL || !t->has_time)
        return phw_fail(PHW_EINPUT,
                        "by=column: the trace has no %s; expected one, or by=align",
                        cfo_hz == NULL ? "column cfo_hz" : "time_s");
    for (size_t p = 0; p < t->n_probes; ++p) {
        const double now = isnan(cfo_hz[p]) ? last : cfo_hz[p];
        if (p > 0 && !isnan(last))
            turns += (last + now) / 2 * (t->time_s[p] - t->time_s[p - 1]);
        last = now;
        turn(t, p, 2 * M_PI * remainder(turns, 1));
    }
    report->n_changed = t->n_probes;
    return PHW_OK;
}

static phw_status apply(phw_clean_report *report, phw_trace *inout,
                        const phw_params *params)
{
    const enum way by = (enum way)params->value[BY];
    if (inout->cplx == NULL)
        return phw_fail(PHW_EINPUT,
                        "values of kind %s have no phase; expected cfr or "
                        "cir",
                        phw_trace_kind_name(inout->kind));
    phw_clean_report r = {.noun = "probes",
                          .n_seen = inout->n_probes,
                          .figure = "correlation of neighbours",
                          .unit = "",
                          .before = phw_neighbour_correlation(inout)};
    if (by == TONE)
        PHW_TRY(take_tone(&r, inout));
    else if (by == COLUMN)
        PHW_TRY(take_column(&r, inout));
    else
        align(&r, inout);
    r.after = phw_neighbour_correlation(inout);
    *report = r;
    return PHW_OK;
}

const phw_cleaner phw_cleaner_cfo = {
    .name = "cfo",
    .summary = "takes the phase off that all coefficients have in common: the carrier "
               "frequency offset, and the oscillators' drift",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .apply = apply,
};
