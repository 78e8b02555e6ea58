#include "phy/cleaner_duplicates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "phy/trace_select.h"

enum param {
    BY,
    WITHIN
};

enum way {
    VALUES,
    TIME
};

static const char *const ways[] = {"values", "time", NULL};

static const phw_param params_table[] = {
    [BY] = {.name = "by",
            .unit = "",
            .summary = "values: all are alike to the last bit; time: and the instant "
                       "is the same",
            .preset = VALUES,
            .choice = ways},
    [WITHIN] = {.name = "within",
                .unit = "",
                .summary = "so many probes before are looked at",
                .min = 1,
                .max = 1000,
                .preset = 1,
                .whole = true},
};

static bool same(const phw_trace *t, size_t p, size_t q, bool by_time)
{
    const size_t n = t->n_coefficients;
    if (by_time && t->time_s[p] != t->time_s[q])
        return false;
    if (t->cplx != NULL)
        return memcmp(t->cplx + p * n, t->cplx + q * n, n * sizeof *t->cplx) == 0;
    return memcmp(t->real + p * n, t->real + q * n, n * sizeof *t->real) == 0;
}

/* The probes that none of the `within` kept before is like. */
static size_t originals(size_t *row, const phw_trace *t, size_t within, bool by_time)
{
    size_t n = 0;
    for (size_t p = 0; p < t->n_probes; ++p) {
        bool is_new = true;
        for (size_t i = n; is_new && i > 0 && p - row[i - 1] <= within; --i)
            is_new = !same(t, p, row[i - 1], by_time);
        if (is_new)
            row[n++] = p;
    }
    return n;
}

static phw_status drop(phw_clean_report *report, phw_trace *inout, size_t *row,
                       const phw_params *params)
{
    const size_t n = originals(row, inout, (size_t)params->value[WITHIN],
                               (enum way)params->value[BY] == TIME);
    phw_trace t = {0};
    PHW_TRY(phw_trace_select_probes(&t, inout, row, n));
    *report = (phw_clean_report){.noun = "probes",
                                 .n_seen = inout->n_probes,
                                 .n_dropped = inout->n_probes - n,
                                 .figure = "probes",
                                 .unit = "",
                                 .before = (double)inout->n_probes,
                                 .after = (double)n};
    phw_trace_free(inout);
    *inout = t;
    return PHW_OK;
}

static phw_status apply(phw_clean_report *report, phw_trace *inout,
                        const phw_params *params)
{
    const bool by_time = (enum way)params->value[BY] == TIME;
    if (by_time && !inout->has_time)
        return phw_fail(PHW_EINPUT,
                        "by=time: the trace has no time_s; expected one, or "
                        "by=values");
    if (!by_time && inout->n_coefficients == 1 && inout->cplx == NULL)
        return phw_fail(PHW_EINPUT,
                        "one real value a probe repeats by chance; expected "
                        "several, or by=time");
    size_t *row = NULL;
    PHW_TRY(phw_array_alloc(&row, inout->n_probes, sizeof *row));
    const phw_status s = drop(report, inout, row, params);
    free(row);
    return s;
}

const phw_cleaner phw_cleaner_duplicates = {
    .name = "duplicates",
    .summary = "drops probes that a driver has told twice: they are no second look at "
               "the channel",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .apply = apply,
};
