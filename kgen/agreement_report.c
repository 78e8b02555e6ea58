#include "kgen/agreement_report.h"

static const char *const names[PHW_N_PHASES] = {
    [PHW_PHASE_HELLO] = "hello",
    [PHW_PHASE_ALIGNMENT] = "alignment",
    [PHW_PHASE_QUANTIZATION] = "quantization",
    [PHW_PHASE_ESTIMATION] = "error estimation",
    [PHW_PHASE_RECONCILIATION] = "reconciliation",
    [PHW_PHASE_VERIFICATION] = "verification",
    [PHW_PHASE_AMPLIFICATION] = "amplification",
    [PHW_PHASE_CONFIRMATION] = "confirmation",
    [PHW_PHASE_ENDED] = "key",
};

const char *phw_phase_name(phw_phase phase)
{
    return (unsigned)phase < PHW_N_PHASES ? names[phase] : "unknown";
}
