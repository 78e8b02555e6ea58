#include "phy/cleaner_phase.h"

#include "phy/phase_clean.h"

static phw_status apply(phw_clean_report *report, phw_trace *inout,
                        const phw_params *params)
{
    return phw_phase_clean(report, inout, params, false);
}

const phw_cleaner phw_cleaner_phase = {
    .name = "phase",
    .summary =
        "takes the straight line off the phase over carriers: oscillators' phase "
        "and the receiver's timing (and the absolute delay)",
    .reference = "Sen, Radunovic, Choudhury and Minka, MobiSys 2012 (fit=ends)",
    .params = phw_phase_clean_param,
    .n_params = PHW_PHASE_CLEAN_PARAMS,
    .apply = apply,
};
