#include "kgen/public_facts.h"

#include <criterion/criterion.h>

#include "meeting.h"

Test(public_facts, are_copied_whole)
{
    phw_trace a = make_trace(500, 25, 1, 1);
    phw_trace b = make_trace(500, 25, 1, 2);
    phw_agreement_config c = plain_config();
    c.pipeline = (phw_pipeline){0};
    cr_assert_eq(phw_pipeline_read(&c.pipeline, "power,pca"), PHW_OK);
    c.pairing = PHW_PAIRING_TIME;
    c.key_bits_min = 1;
    phw_rehearsal r = meet(&a, &b, &c, 1, NULL, NULL);
    phw_public_facts copy = {0};
    cr_assert_gt(r.facts.n_rows, 0);
    cr_assert_eq(phw_public_facts_copy(&copy, &r.facts), PHW_OK);
    cr_expect_eq(copy.n_rows, r.facts.n_rows);
    cr_expect_eq(copy.basis.size, r.facts.basis.size);
    cr_expect_gt(copy.basis.size, 0);
    cr_expect_eq(memcmp(copy.basis.byte, r.facts.basis.byte, copy.basis.size), 0);
    cr_expect(phw_bits_equal(&copy.keep, &r.facts.keep));
    cr_expect(phw_bits_equal(&copy.sampled, &r.facts.sampled));
    cr_expect(phw_bits_equal(&copy.used, &r.facts.used));
    for (size_t i = 0; i < copy.n_rows; ++i) {
        cr_expect_eq(copy.sequence[i], r.facts.sequence[i]);
        cr_expect_eq(copy.time_s[i], r.facts.time_s[i]);
    }
    phw_public_facts_free(&copy);
    phw_rehearsal_free(&r);
    phw_trace_free(&a);
    phw_trace_free(&b);
}

/* Alice's own trace by the public facts gives Alice's own bits. */
Test(public_facts, give_an_end_its_own_bits_again)
{
    phw_trace a = make_trace(800, 25, 1, 1);
    phw_trace b = make_trace(800, 25, 1, 2);
    phw_agreement_config c = plain_config();
    phw_rehearsal r = meet(&a, &b, &c, 1, NULL, NULL);
    phw_raw again = {0};
    cr_assert_eq(phw_eavesdrop(&again, &a, &r.facts, &c), PHW_OK);
    cr_expect(phw_bits_equal(&again.bits, &r.raw[PHW_ALICE]));
    phw_raw_free(&again);
    phw_public_facts nothing = {0};
    cr_expect_eq(phw_eavesdrop(&again, &a, &nothing, &c), PHW_ESHORT);
    phw_rehearsal_free(&r);
    phw_trace_free(&a);
    phw_trace_free(&b);
}
