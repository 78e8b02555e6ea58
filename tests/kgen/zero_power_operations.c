#include "kgen/zero_power_operations.h"

#include <string.h>

#include <criterion/criterion.h>

Test(zero_power_operations, are_summed_over_the_stages)
{
    phw_zero_power_operations o = {0};
    for (unsigned i = 0; i < PHW_N_ZERO_POWER_STAGES; ++i)
        o.stage[i] = (phw_zero_power_work){i, 10 + i, 20 + i, 30 + i};
    const phw_zero_power_work sum = phw_zero_power_total(&o);
    cr_expect_eq(sum.multiplications, 6);
    cr_expect_eq(sum.additions, 46);
    cr_expect_eq(sum.comparisons, 86);
    cr_expect_eq(sum.logic, 126);
}

Test(zero_power_operations, remember_the_most_memory)
{
    phw_zero_power_operations o = {0};
    phw_zero_power_hold(&o, 100);
    phw_zero_power_hold(&o, 400);
    phw_zero_power_hold(&o, 200);
    cr_expect_eq(o.memory_bytes, 400);
}

Test(zero_power_operations, name_their_stages)
{
    cr_expect_str_eq(phw_zero_power_stage_name(PHW_ZERO_POWER_STAGE_MEASURE),
                     "measure");
    cr_expect_str_eq(phw_zero_power_stage_name(PHW_ZERO_POWER_STAGE_HASH), "hash");
    cr_expect_str_eq(phw_zero_power_stage_name(PHW_N_ZERO_POWER_STAGES), "unknown");
}
