#include "kgen/agreement_report.h"

#include <string.h>

#include <criterion/criterion.h>

Test(agreement_report, every_phase_has_a_name_of_its_own)
{
    for (int i = 0; i < PHW_N_PHASES; ++i)
        for (int j = 0; j < i; ++j)
            cr_expect_str_neq(phw_phase_name((phw_phase)i),
                              phw_phase_name((phw_phase)j));
    cr_expect_str_eq(phw_phase_name(PHW_N_PHASES), "unknown");
}
