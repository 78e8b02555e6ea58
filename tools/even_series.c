#include "tools/even_series.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort.h>

#include "core/signal.h"
#include "datasets/traces.h"
#include "kgen/pipeline.h"
#include "kgen/series.h"

#define GAP 1.5 /* intervals */

static phw_coherence_law law_of(const phw_pipeline *p, const phw_trace *t)
{
    const char *name = p->extractor[0].entry->name;
    if (t->kind == PHW_TRACE_POWER_DB || strcmp(name, "power") == 0)
        return PHW_COHERENCE_DECIBELS;
    return strcmp(name, "amplitude") == 0 ? PHW_COHERENCE_AMPLITUDE
                                          : PHW_COHERENCE_PARTS;
}

static phw_status read_pipeline(phw_pipeline *out, const char *feature)
{
    if (phw_pipeline_read(out, feature))
        return phw_fail_within(PHW_EARG, "--feature");
    if (out->n_transforms > 0)
        return phw_fail(PHW_EARG,
                        "--feature: %s is a transform of paired rows; expected "
                        "features and filters",
                        out->transform[0].entry->name);
    return PHW_OK;
}

/* Median interval and gaps. */
static phw_status measure_intervals(phw_even_series *s)
{
    const size_t n = s->x.n_rows - 1;
    double *step = NULL;
    PHW_TRY(phw_array_alloc(&step, n, sizeof *step));
    for (size_t i = 0; i < n; ++i)
        step[i] = s->x.time_s[i + 1] - s->x.time_s[i];
    gsl_sort(step, 1, n);
    s->interval_s = 0.5 * (step[(n - 1) / 2] + step[n / 2]);
    for (size_t i = 0; i < n; ++i)
        s->n_gaps += step[i] > GAP * s->interval_s;
    free(step);
    return PHW_OK;
}

static phw_status check_intervals(phw_even_series *s, const char *name)
{
    if (s->x.n_rows < 3)
        return phw_fail(PHW_ESHORT, "%s: %zu probes are too few", name, s->x.n_rows);
    PHW_TRY(measure_intervals(s));
    if (!(s->interval_s > 0))
        return phw_fail(PHW_EINPUT,
                        "%s: most probes have the instant of the one "
                        "before; expected rising times",
                        name);
    return PHW_OK;
}

phw_status phw_even_series_make(phw_even_series *out, const phw_trace *trace,
                                const char *name, const char *feature)
{
    phw_even_series s = {.has_time = trace->has_time, .kind = trace->kind};
    phw_pipeline p = {.n_extractors = 0};
    if (feature == NULL)
        feature = trace->kind == PHW_TRACE_POWER_DB ? "power" : "amplitude";
    PHW_TRY(read_pipeline(&p, feature));
    if (phw_pipeline_check(&p))
        return phw_fail_within(PHW_EARG, "--feature");
    (void)snprintf(s.feature, sizeof s.feature, "%s", feature);
    s.law = law_of(&p, trace);
    phw_status status = phw_pipeline_extract(&s.x, trace, &p);
    if (status)
        return phw_fail_within(status, "%s", name);
    status = check_intervals(&s, name);
    if (status)
        phw_even_series_free(&s);
    else
        *out = s;
    return status;
}

phw_status phw_even_series_open(phw_even_series *out, const char *name,
                                const char *feature)
{
    phw_trace trace = {0};
    PHW_TRY(phw_trace_open(&trace, name, NULL));
    const phw_status s = phw_even_series_make(out, &trace, name, feature);
    phw_trace_free(&trace);
    return s;
}

void phw_even_series_free(phw_even_series *s)
{
    phw_features_free(&s->x);
    *s = (phw_even_series){0};
}

size_t phw_even_series_strongest(const phw_even_series *s)
{
    size_t best = 0;
    double most = -1;
    for (size_t c = 0; c < s->x.n_components; ++c) {
        double mean = 0;
        double variance = 0;
        phw_series_moments(&mean, &variance, phw_features_series(&s->x, c),
                           s->x.n_rows);
        if (variance > most) {
            most = variance;
            best = c;
        }
    }
    return best;
}
