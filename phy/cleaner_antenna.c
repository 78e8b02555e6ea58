#include "phy/cleaner_antenna.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "phy/trace_select.h"

enum param {
    KEEP
};

static const phw_param params_table[] = {
    [KEEP] = {.name = "keep",
              .unit = "",
              .summary = "which antenna is kept, from 1",
              .min = 1,
              .max = 4096,
              .preset = 1,
              .whole = true},
};

static phw_status apply(phw_clean_report *report, phw_trace *inout,
                        const phw_params *params)
{
    const size_t keep = (size_t)params->value[KEEP] - 1;
    const size_t n = inout->n_coefficients / inout->n_antennas;
    if (keep >= inout->n_antennas)
        return phw_fail(PHW_EINPUT, "keep=%zu: the trace has %zu antennas", keep + 1,
                        inout->n_antennas);
    size_t *which = NULL;
    phw_trace t = {0};
    PHW_TRY(phw_array_alloc(&which, n, sizeof *which));
    for (size_t k = 0; k < n; ++k)
        which[k] = keep * n + k;
    const phw_status s = phw_trace_select_coefficients(&t, inout, which, n, 1);
    free(which);
    if (s)
        return s;
    *report = (phw_clean_report){.noun = "antennas",
                                 .n_seen = inout->n_antennas,
                                 .n_dropped = inout->n_antennas - 1,
                                 .figure = "antennas",
                                 .unit = "",
                                 .before = (double)inout->n_antennas,
                                 .after = 1};
    phw_trace_free(inout);
    *inout = t;
    return PHW_OK;
}

const phw_cleaner phw_cleaner_antenna = {
    .name = "antenna",
    .summary = "keeps one antenna, or pair of antennas, of several",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .apply = apply,
};
