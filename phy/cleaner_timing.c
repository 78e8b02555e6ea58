#include "phy/cleaner_timing.h"

#include "phy/phase_clean.h"

static phw_status apply(phw_clean_report *report, phw_trace *inout,
                        const phw_params *params)
{
    return phw_phase_clean(report, inout, params, true);
}

const phw_cleaner phw_cleaner_timing = {
    .name = "timing",
    .summary = "takes the slope alone off the phase over carriers; the phase at the "
               "carrier stays",
    .params = phw_phase_clean_param,
    .n_params = PHW_PHASE_CLEAN_PARAMS,
    .apply = apply,
};
