#include "auth/sequential.h"

#include <math.h>

#include <criterion/criterion.h>

/* Digits of the reference note, by another program. */
Test(sequential, has_the_lengths_of_the_table)
{
    static const struct {
        double m, ratio, rate, bound, same, other;
    } row[] = {{4, 2, 1e-3, 6.9068, 8.922, 5.616}, {2, 4, 1e-2, 4.5951, 3.539, 1.395}};

    for (unsigned i = 0; i < 2; ++i) {
        phw_sequential s;
        double same = 0;
        double other = 0;
        cr_assert_eq(phw_sequential_start(&s, 2 * row[i].m, row[i].ratio, row[i].rate,
                                          row[i].rate),
                     PHW_OK);
        cr_expect_float_eq(s.reject, row[i].bound, 5e-5);
        cr_expect_float_eq(s.accept, -row[i].bound, 5e-5);
        phw_sequential_lengths(&same, &other, 2 * row[i].m, row[i].ratio, row[i].rate,
                               row[i].rate);
        cr_expect_float_eq(same, row[i].same, 5.1e-4, "%g", same);
        cr_expect_float_eq(other, row[i].other, 5.1e-4, "%g", other);
    }
}

Test(sequential, evidence_is_the_log_likelihood_ratio)
{
    phw_sequential s;
    cr_assert_eq(phw_sequential_start(&s, 8, 2, 1e-9, 1e-9), PHW_OK);
    cr_expect_eq(phw_sequential_step(&s, 10), PHW_SEQUENTIAL_OPEN);
    cr_expect_float_eq(s.evidence, 10.0 / 2 * 0.5 - 4 * log(2), 1e-12);
    cr_expect_eq(phw_sequential_step(&s, 3), PHW_SEQUENTIAL_OPEN);
    cr_expect_float_eq(s.evidence, 13.0 / 2 * 0.5 - 8 * log(2), 1e-12);
    cr_expect_eq(s.n_frames, 2);
}

Test(sequential, a_verdict_stays)
{
    phw_sequential s;
    cr_assert_eq(phw_sequential_start(&s, 8, 2, 0.01, 0.01), PHW_OK);
    cr_expect_eq(phw_sequential_step(&s, 1000), PHW_SEQUENTIAL_OTHER);
    cr_expect_eq(phw_sequential_step(&s, 0), PHW_SEQUENTIAL_OTHER);
    cr_expect_eq(s.n_frames, 1);
    cr_assert_eq(phw_sequential_start(&s, 80, 4, 0.01, 0.01), PHW_OK);
    cr_expect_eq(phw_sequential_step(&s, 0), PHW_SEQUENTIAL_SAME);
    cr_expect_eq(phw_sequential_step(&s, 1000), PHW_SEQUENTIAL_SAME);
    cr_assert_eq(phw_sequential_start(&s, 8, 2, 0.01, 0.01), PHW_OK);
    cr_expect_eq(phw_sequential_step(&s, (double)NAN), PHW_SEQUENTIAL_OTHER);
}

Test(sequential, refuses_what_is_no_test)
{
    phw_sequential s = {.dof = 77};
    cr_expect_eq(phw_sequential_start(&s, 0, 2, 0.1, 0.1), PHW_EARG);
    cr_expect_eq(phw_sequential_start(&s, 8, 1, 0.1, 0.1), PHW_EARG);
    cr_expect_eq(phw_sequential_start(&s, 8, (double)NAN, 0.1, 0.1), PHW_EARG);
    cr_expect_eq(phw_sequential_start(&s, 8, HUGE_VAL, 0.1, 0.1), PHW_EARG);
    cr_expect_eq(phw_sequential_start(&s, 8, 2, 0, 0.1), PHW_EARG);
    cr_expect_eq(phw_sequential_start(&s, 8, 2, 0.5, 0.5), PHW_EARG);
    cr_expect_eq(s.dof, 77);
}
