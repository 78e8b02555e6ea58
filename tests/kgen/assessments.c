#include "kgen/assessments.h"

#include <string.h>

#include <criterion/criterion.h>

Test(assessments, are_found_by_name)
{
    size_t n = 0;
    for (; phw_assessment_at(n) != NULL; ++n) {
        const phw_assessment_entry *e = phw_assessment_at(n);
        phw_assessment_kind kind = PHW_N_ASSESSMENT_KINDS;
        cr_assert(e->name != NULL && e->summary != NULL);
        cr_assert_eq(phw_assessment_find(&kind, e->name), PHW_OK);
        cr_expect_eq(kind, (phw_assessment_kind)n);
    }
    cr_expect_eq(n, PHW_N_ASSESSMENT_KINDS);
}

Test(assessments, that_are_not_there_are_refused_with_those_that_are)
{
    phw_assessment_kind kind = PHW_ASSESS_LAG;
    cr_expect_eq(phw_assessment_find(&kind, "shannon"), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "sp80090b"));
    cr_expect_eq(kind, PHW_ASSESS_LAG);
}
