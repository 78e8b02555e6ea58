#include "kgen/rehearsal.h"

#include <criterion/criterion.h>

#include "meeting.h"

Test(rehearsal, ends_of_one_channel_agree)
{
    phw_trace a = make_trace(3000, 20, 1, 1);
    phw_trace b = make_trace(3000, 20, 1, 2);
    const phw_agreement_config c = plain_config();
    phw_rehearsal r = meet(&a, &b, &c, 1, NULL, NULL);
    const phw_agreement_report *ra = &r.report[PHW_ALICE];
    const phw_agreement_report *rb = &r.report[PHW_BOB];
    cr_assert_eq(ra->status, PHW_OK);
    cr_assert_eq(rb->status, PHW_OK);
    cr_expect_gt(r.key[PHW_ALICE].n, 1000);
    cr_expect(phw_bits_equal(&r.key[PHW_ALICE], &r.key[PHW_BOB]));
    phw_trace_free(&a);
    phw_trace_free(&b);
    phw_rehearsal_free(&r);
}
