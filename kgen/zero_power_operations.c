#include "kgen/zero_power_operations.h"

const char *phw_zero_power_stage_name(phw_zero_power_stage stage)
{
    static const char *const name[] = {
        [PHW_ZERO_POWER_STAGE_MEASURE] = "measure",
        [PHW_ZERO_POWER_STAGE_QUANTIZE] = "quantize",
        [PHW_ZERO_POWER_STAGE_SYNDROME] = "syndrome",
        [PHW_ZERO_POWER_STAGE_HASH] = "hash",
    };

    return (unsigned)stage < PHW_N_ZERO_POWER_STAGES ? name[stage] : "unknown";
}

phw_zero_power_work phw_zero_power_total(const phw_zero_power_operations *operations)
{
    phw_zero_power_work sum = {0};
    for (unsigned i = 0; i < PHW_N_ZERO_POWER_STAGES; ++i) {
        const phw_zero_power_work *w = &operations->stage[i];
        sum.multiplications += w->multiplications;
        sum.additions += w->additions;
        sum.comparisons += w->comparisons;
        sum.logic += w->logic;
    }
    return sum;
}

void phw_zero_power_hold(phw_zero_power_operations *operations, size_t bytes)
{
    if (bytes > operations->memory_bytes)
        operations->memory_bytes = bytes;
}
