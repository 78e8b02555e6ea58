#include "core/ledger.h"

#include <math.h>

#include <criterion/criterion.h>

Test(ledger, every_stage_has_a_name_of_its_own)
{
    for (int i = 0; i < PHW_N_STAGES; ++i) {
        cr_assert_not_null(phw_stage_name((phw_stage)i));
        for (int k = 0; k < i; ++k)
            cr_expect_str_neq(phw_stage_name((phw_stage)i),
                              phw_stage_name((phw_stage)k));
    }
    cr_expect_str_eq(phw_stage_name(PHW_N_STAGES), "unknown");
}

Test(ledger, a_zeroed_one_is_empty)
{
    const phw_ledger ledger = {0};
    double missing = -1;
    cr_expect_eq(phw_ledger_total(&ledger), 0);
    cr_expect_eq(phw_ledger_key_bits(&ledger, 100.9, &missing), 100);
    cr_expect_eq(missing, 0);
}

Test(ledger, amplification_is_counted_but_was_not_on_the_wire)
{
    phw_ledger ledger = {0};
    for (int i = 0; i < PHW_N_STAGES; ++i) {
        phw_ledger_add(&ledger, (phw_stage)i, 1U << i);
        phw_ledger_add(&ledger, (phw_stage)i, 100);
    }
    ledger.reply = 1000; /* told beside: about the other end's string */
    cr_expect_eq(phw_ledger_total(&ledger), 31 + 500);
    cr_expect_eq(phw_ledger_disclosed(&ledger), 31 + 500 - 16 - 100);
    cr_expect_eq(ledger.disclosed[PHW_STAGE_VERIFY], 108);
}

Test(ledger, the_key_is_what_is_left)
{
    phw_ledger ledger = {0};
    phw_ledger_add(&ledger, PHW_STAGE_RECONCILE, 300);
    phw_ledger_add(&ledger, PHW_STAGE_VERIFY, 64);
    phw_ledger_add(&ledger, PHW_STAGE_AMPLIFY, 128);
    double missing = -1;
    cr_expect_eq(phw_ledger_key_bits(&ledger, 492.999, &missing), 0);
    cr_expect_eq(missing, 0);
    cr_expect_eq(phw_ledger_key_bits(&ledger, 493, &missing), 1);
    cr_expect_eq(phw_ledger_key_bits(&ledger, 491.5, &missing), 0);
    cr_expect_float_eq(missing, 1, 1e-12);
    cr_expect_eq(phw_ledger_key_bits(&ledger, -5, &missing), 0);
    cr_expect_float_eq(missing, 497, 1e-12);
    cr_expect_eq(phw_ledger_key_bits(&ledger, 1e6, NULL), 1000000 - 492);
}

Test(ledger, entropy_that_is_no_number_certifies_nothing)
{
    phw_ledger ledger = {0};
    phw_ledger_add(&ledger, PHW_STAGE_VERIFY, 64);
    const double odd[] = {(double)NAN, (double)INFINITY, -(double)INFINITY};
    for (size_t i = 0; i < 3; ++i) {
        double missing = -1;
        cr_expect_eq(phw_ledger_key_bits(&ledger, odd[i], &missing), 0);
        cr_expect_float_eq(missing, 64, 1e-12);
    }
}
