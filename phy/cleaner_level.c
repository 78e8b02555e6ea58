#include "phy/cleaner_level.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/signal.h"
#include "phy/neighbours.h"
#include "phy/trace_gain.h"
#include "phy/trace_select.h"

enum param {
    TO
};

enum level {
    UNIT,
    RSSI
};

static const char *const levels[] = {"unit", "rssi", NULL};

static const phw_param params_table[] = {
    [TO] = {.name = "to",
            .unit = "",
            .summary = "unit: mean power 1 (0 dB); rssi: what the column rssi_dbm says",
            .preset = UNIT,
            .choice = levels},
};

/* The probes that have a level, and one to be brought to. */
static size_t usable(size_t *row, const phw_trace *t, const double *to_dbm)
{
    size_t n = 0;
    for (size_t p = 0; p < t->n_probes; ++p) {
        if (isfinite(phw_probe_level_db(t, p)) && (to_dbm == NULL || !isnan(to_dbm[p])))
            row[n++] = p;
    }
    return n;
}

static void scale(phw_clean_report *report, phw_trace *t, const double *to_dbm)
{
    for (size_t p = 0; p < t->n_probes; ++p) {
        const double to = to_dbm != NULL ? to_dbm[p] : 0;
        phw_trace_gain(t, p, to - phw_probe_level_db(t, p));
    }
    report->n_changed = t->n_probes;
    report->after = phw_level_steps_db(t);
}

static phw_status level(phw_clean_report *report, phw_trace *inout, size_t *row,
                        bool to_rssi)
{
    const double *to = to_rssi ? phw_trace_find_column(inout, "rssi_dbm") : NULL;
    const size_t n = usable(row, inout, to);
    phw_trace t = {0};
    PHW_TRY(phw_trace_select_probes(&t, inout, row, n));
    report->n_dropped = inout->n_probes - n;
    scale(report, &t, to_rssi ? phw_trace_find_column(&t, "rssi_dbm") : NULL);
    /* One figure of noise for all probes says nothing once they have gains of their
     * own. */
    t.noise_variance = 0;
    phw_trace_free(inout);
    *inout = t;
    return PHW_OK;
}

static phw_status apply(phw_clean_report *report, phw_trace *inout,
                        const phw_params *params)
{
    const bool to_rssi = (enum level)params->value[TO] == RSSI;
    if (to_rssi && phw_trace_find_column(inout, "rssi_dbm") == NULL)
        return phw_fail(PHW_EINPUT, "to=rssi: the trace has no column rssi_dbm; "
                                    "expected one, or to=unit");
    if (inout->n_coefficients == 1 && !to_rssi)
        return phw_fail(PHW_EINPUT, "one value a probe is nothing but its level; "
                                    "expected several, or to=rssi");
    phw_clean_report r = {.noun = "probes",
                          .n_seen = inout->n_probes,
                          .figure = "level steps, RMS",
                          .unit = "dB",
                          .before = phw_level_steps_db(inout)};
    size_t *row = NULL;
    PHW_TRY(phw_array_alloc(&row, inout->n_probes, sizeof *row));
    const phw_status s = level(&r, inout, row, to_rssi);
    free(row);
    if (s)
        return s;
    if (r.n_dropped > 0)
        (void)snprintf(r.note, sizeof r.note, "probes without a level dropped");
    *report = r;
    return PHW_OK;
}

const phw_cleaner phw_cleaner_level = {
    .name = "level",
    .summary =
        "brings every probe to one level, or to its own received power: whatever "
        "the gain control did is gone, with to=unit the fading of all "
        "coefficients together, too",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .apply = apply,
};
