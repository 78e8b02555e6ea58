#include "phy/cleaner_outliers.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "phy/median.h"
#include "phy/neighbours.h"
#include "phy/trace_select.h"

enum param {
    MAD,
    WINDOW,
    OF,
    SHARE,
    ACTION
};

enum what {
    PROBE,
    VALUE
};

enum action {
    INTERPOLATE,
    DROP
};

#define WINDOW_MAX 1001

static const char *const whats[] = {"probe", "value", NULL};
static const char *const actions[] = {"interpolate", "drop", NULL};

static const phw_param params_table[] = {
    [MAD] = {.name = "mad",
             .unit = "",
             .summary = "so many robust standard deviations off the median around is "
                        "too far",
             .min = 1,
             .max = 1000,
             .preset = 5},
    [WINDOW] = {.name = "window",
                .unit = "",
                .summary = "probes of that median, an odd number",
                .min = 3,
                .max = WINDOW_MAX,
                .preset = 11,
                .whole = true},
    [OF] = {.name = "of",
            .unit = "",
            .summary = "probe: as a whole, when `share` of its values are off; value: "
                       "each on its own",
            .preset = PROBE,
            .choice = whats},
    [SHARE] = {.name = "share",
               .unit = "",
               .summary = "of a probe's values",
               .min = 0.01,
               .max = 1,
               .preset = 0.5},
    [ACTION] = {.name = "action",
                .unit = "",
                .summary =
                    "interpolate: along the straight line between the good values "
                    "before and after; drop: the probe goes",
                .preset = INTERPOLATE,
                .choice = actions},
};

/* 1.4826 of the median deviation, and 1.2533 of the mean one, are the standard
 * deviation of Gaussian values. */
#define MEDIAN_TO_SIGMA 1.482602218505602
#define MEAN_TO_SIGMA   1.2533141373155003

typedef struct job {
    const phw_trace *t;
    bool *off;      /* of each value; n_probes x n_coefficients */
    double *off_by; /* n_probes: from the median around */
    double *series; /* n_probes */
    double *scratch;
    double largest; /* deviation, in sigmas */
} job;

static phw_status alloc(job *j)
{
    const size_t n = j->t->n_probes;
    const size_t room = n > WINDOW_MAX ? n : WINDOW_MAX;
    PHW_TRY(phw_array_alloc(&j->off, n * j->t->n_coefficients, sizeof *j->off));
    PHW_TRY(phw_array_alloc(&j->off_by, n, sizeof *j->off_by));
    PHW_TRY(phw_array_alloc(&j->series, n, sizeof *j->series));
    return phw_array_alloc(&j->scratch, room, sizeof *j->scratch);
}

static void free_all(job *j)
{
    free(j->off);
    free(j->off_by);
    free(j->series);
    free(j->scratch);
}

/* The standard deviation of what is left when the medians are taken off: by the median,
 * or, where most of it is 0, by the mean. */
static double robust_sigma(job *j)
{
    const size_t n = j->t->n_probes;
    double mean = 0;
    for (size_t p = 0; p < n; ++p) {
        j->scratch[p] = fabs(j->off_by[p]);
        mean += j->scratch[p] / (double)n;
    }
    const double middle = phw_quantile(j->scratch, n, 0.5);
    return middle > 0 ? MEDIAN_TO_SIGMA * middle : MEAN_TO_SIGMA * mean;
}

/* The median of a window around x[p]. Near an end it shrinks on both sides, so that a
 * trend is none of its business; the end itself goes by a straight line and the two
 * beside it. */
static double around(const double *x, size_t n, size_t p, size_t half, double *scratch)
{
    const size_t end = n - 1 - p;
    const size_t reach = p < end ? p : end;
    if (reach == 0 && n > 2) {
        const double near = x[p == 0 ? 1 : n - 2];
        const double far = x[p == 0 ? 2 : n - 3];
        scratch[0] = near;
        scratch[1] = far;
        scratch[2] = 2 * near - far;
        return phw_quantile(scratch, 3, 0.5);
    }
    if (reach < half)
        half = reach;
    memcpy(scratch, x + p - half, (2 * half + 1) * sizeof *scratch);
    return phw_quantile(scratch, 2 * half + 1, 0.5);
}

/* Hampel's identifier on one coefficient: the median of a moving window, and one scale
 * for the whole series. */
static void identify(job *j, size_t k, size_t window, double mad)
{
    const size_t n = j->t->n_probes;
    for (size_t p = 0; p < n; ++p)
        j->series[p] = phw_trace_size(j->t, p * j->t->n_coefficients + k);
    for (size_t p = 0; p < n; ++p)
        j->off_by[p] = j->series[p] - around(j->series, n, p, window / 2, j->scratch);
    const double sigma = robust_sigma(j);
    for (size_t p = 0; p < n; ++p) {
        const double by = sigma > 0 ? fabs(j->off_by[p]) / sigma : 0;
        j->off[p * j->t->n_coefficients + k] = by > mad;
        j->largest = fmax(j->largest, by);
    }
}

static void identify_all(job *j, const phw_params *params)
{
    j->largest = 0;
    for (size_t k = 0; k < j->t->n_coefficients; ++k)
        identify(j, k, (size_t)params->value[WINDOW] | 1, params->value[MAD]);
}

/* All values of a probe are off, or none. */
static void judge_probes(job *j, double share)
{
    const size_t n = j->t->n_coefficients;
    for (size_t p = 0; p < j->t->n_probes; ++p) {
        size_t n_off = 0;
        for (size_t k = 0; k < n; ++k)
            n_off += j->off[p * n + k];
        for (size_t k = 0; k < n; ++k)
            j->off[p * n + k] = (double)n_off >= share * (double)n;
    }
}

/* Value to = (1 - mu) a + mu b of one coefficient's series. */
static void mix(phw_trace *t, size_t to, size_t a, size_t b, double mu)
{
    if (t->cplx != NULL)
        t->cplx[to] = (float)(1 - mu) * t->cplx[a] + (float)mu * t->cplx[b];
    else
        t->real[to] = (float)((1 - mu) * (double)t->real[a] + mu * (double)t->real[b]);
}

/* Where neither side has a good value, nothing is known better. */
static void bridge(phw_trace *t, const bool *off, size_t k, size_t p)
{
    const size_t n = t->n_coefficients;
    size_t before = p;
    size_t after = p;
    while (before > 0 && off[before * n + k])
        --before;
    while (after + 1 < t->n_probes && off[after * n + k])
        ++after;
    const bool has_before = !off[before * n + k];
    const bool has_after = !off[after * n + k];
    if (!has_before && !has_after)
        return;
    if (!has_before)
        before = after;
    if (!has_after)
        after = before;
    const double gap = t->time_s[after] - t->time_s[before];
    const double mu = gap > 0 ? (t->time_s[p] - t->time_s[before]) / gap : 0.5;
    mix(t, p * n + k, before * n + k, after * n + k, mu);
}

/* Bridges what is off of one coefficient; how many values that were. */
static size_t bridge_series(phw_trace *t, const bool *off, size_t k)
{
    size_t n = 0;
    for (size_t p = 0; p < t->n_probes; ++p) {
        if (off[p * t->n_coefficients + k]) {
            bridge(t, off, k, p);
            ++n;
        }
    }
    return n;
}

/* Of whole probes every coefficient has as many. */
static void interpolate(phw_clean_report *report, phw_trace *t, const bool *off,
                        bool whole)
{
    report->n_changed = 0;
    for (size_t k = 0; k < t->n_coefficients; ++k) {
        const size_t n = bridge_series(t, off, k);
        report->n_changed = whole ? n : report->n_changed + n;
    }
}

static phw_status drop(phw_clean_report *report, phw_trace *inout, const bool *off)
{
    size_t *row = NULL;
    size_t n_kept = 0;
    const size_t n = inout->n_coefficients;
    PHW_TRY(phw_array_alloc(&row, inout->n_probes, sizeof *row));
    for (size_t p = 0; p < inout->n_probes; ++p) {
        bool any = false;
        for (size_t k = 0; k < n; ++k)
            any |= off[p * n + k];
        if (!any)
            row[n_kept++] = p;
    }
    phw_trace t = {0};
    const phw_status s = phw_trace_select_probes(&t, inout, row, n_kept);
    free(row);
    if (s)
        return s;
    report->n_dropped = inout->n_probes - n_kept;
    phw_trace_free(inout);
    *inout = t;
    return PHW_OK;
}

static phw_status clean(phw_clean_report *report, phw_trace *inout, job *j,
                        const phw_params *params)
{
    const bool drops = (enum action)params->value[ACTION] == DROP;
    const bool whole = (enum what)params->value[OF] == PROBE;
    phw_clean_report r = {.noun = whole || drops ? "probes" : "values",
                          .n_seen = inout->n_probes *
                                    (whole || drops ? 1 : inout->n_coefficients),
                          .figure = "largest deviation, sigmas",
                          .unit = ""};
    identify_all(j, params);
    r.before = j->largest;
    if (whole)
        judge_probes(j, params->value[SHARE]);
    if (drops)
        PHW_TRY(drop(&r, inout, j->off));
    else
        interpolate(&r, inout, j->off, whole);
    identify_all(j, params);
    r.after = j->largest;
    *report = r;
    return PHW_OK;
}

static phw_status apply(phw_clean_report *report, phw_trace *inout,
                        const phw_params *params)
{
    job j = {.t = inout};
    if ((size_t)params->value[WINDOW] % 2 == 0)
        return phw_fail(PHW_EARG, "window=%g: expected an odd number",
                        params->value[WINDOW]);
    phw_status s = alloc(&j);
    if (!s)
        s = clean(report, inout, &j, params);
    free_all(&j);
    return s;
}

const phw_cleaner phw_cleaner_outliers = {
    .name = "outliers",
    .summary =
        "finds probes, or values, far from those around, by medians, and replaces "
        "or drops them",
    .reference =
        "Hampel, J. Am. Stat. Assoc. 69(346), 1974; Pearson, IEEE Trans. Control "
        "Syst. Technol. 10(1), 2002",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .apply = apply,
};
