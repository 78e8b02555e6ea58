#include "kgen/feature_column.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"

static const char *const names[] = {
    "angle1_deg",   "angle2_deg",    "angle3_deg",   "angle4_deg",
    "mean_delay_s", "rms_delay_s",   "ray1_delay_s", "ray1_power_db",
    "ray2_delay_s", "ray2_power_db", "ray3_delay_s", "ray3_power_db",
    "ray4_delay_s", "ray4_power_db", "rssi_dbm",     "rssi",
    "agc_db",       "snr_db",        NULL,
};

enum {
    N_NAMES = sizeof names / sizeof names[0] - 1
};

static const phw_param params_table[] = {
    {.name = "name",
     .unit = "",
     .summary = "which column",
     .max = N_NAMES - 1,
     .preset = 0,
     .whole = true,
     .choice = names},
};

static phw_status take(phw_features *out, const phw_trace *trace, const double *value,
                       const char *name)
{
    size_t *row = NULL;
    size_t n = 0;
    phw_features all = {0};
    PHW_TRY(phw_array_alloc(&row, trace->n_probes, sizeof *row));
    phw_status s = phw_features_from_trace(&all, trace, 1);
    for (size_t p = 0; !s && p < trace->n_probes; ++p) {
        all.value[p] = value[p];
        if (isfinite(value[p]))
            row[n++] = p;
    }
    if (!s && n == 0)
        s = phw_fail(PHW_ESHORT, "feature column: %s has no number in %zu probes", name,
                     trace->n_probes);
    if (!s)
        s = phw_features_select(out, &all, row, n);
    phw_features_free(&all);
    free(row);
    return s;
}

static phw_status extract(phw_features *out, const phw_trace *trace,
                          const phw_params *params)
{
    const char *name = names[(size_t)params->value[0]];
    const double *value = phw_trace_find_column(trace, name);
    if (value == NULL)
        return phw_fail(PHW_EINPUT,
                        "feature column: the trace has no column %s; phyward info "
                        "lists what it has",
                        name);
    return take(out, trace, value, name);
}

const phw_feature phw_feature_column = {
    .name = "column",
    .summary = "what was estimated beside the channel: angles, delays, levels",
    .reference = "",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .extract = extract,
};
