#include "core/ledger.h"

#include <math.h>

static const char *const names[PHW_N_STAGES] = {
    [PHW_STAGE_INDICES] = "indices",       [PHW_STAGE_RECONCILE] = "reconciliation",
    [PHW_STAGE_POSITIONS] = "positions",   [PHW_STAGE_VERIFY] = "verification",
    [PHW_STAGE_AMPLIFY] = "amplification",
};

const char *phw_stage_name(phw_stage stage)
{
    return (unsigned)stage < PHW_N_STAGES ? names[stage] : "unknown";
}

void phw_ledger_add(phw_ledger *ledger, phw_stage stage, uint64_t n_bits)
{
    ledger->disclosed[stage] += n_bits;
}

uint64_t phw_ledger_total(const phw_ledger *ledger)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < PHW_N_STAGES; ++i)
        sum += ledger->disclosed[i];
    return sum;
}

uint64_t phw_ledger_disclosed(const phw_ledger *ledger)
{
    return phw_ledger_total(ledger) - ledger->disclosed[PHW_STAGE_AMPLIFY];
}

uint64_t phw_ledger_key_bits(const phw_ledger *ledger, double min_entropy_bits,
                             double *shortfall)
{
    /* An estimator without a result (NaN) or without a bound (infinity) certifies
     * nothing. */
    const double entropy = isfinite(min_entropy_bits) ? floor(min_entropy_bits) : 0;
    const double left = entropy - (double)phw_ledger_total(ledger);
    if (shortfall != NULL)
        *shortfall = left < 0 ? -left : 0;
    return left > 0 ? (uint64_t)left : 0;
}
