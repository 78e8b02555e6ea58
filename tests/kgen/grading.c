#include "kgen/grading.h"

#include "kgen/quantizer_median.h"
#include "kgen/quantizer_signs.h"
#include "kgen/trust.h"

#include "tests/kgen/pair.h"

static const phw_labelling signs = {&phw_quantizer_signs, NULL, NULL};
static const phw_labelling median = {&phw_quantizer_median, NULL, NULL};

static phw_features features_of(const double *x, size_t n)
{
    phw_features f = {0};
    cr_assert_eq(phw_features_alloc(&f, n, 1), PHW_OK);
    memcpy(f.value, x, n * sizeof *x);
    return f;
}

Test(grading, quantizers_without_it_say_nothing)
{
    const double x[4] = {1, 2, 3, 4};
    phw_features f = features_of(x, 4);
    phw_blob level = {0};
    phw_blob grade = {0};
    phw_bits none = {0};
    uint32_t told = 7;
    cr_expect_eq(phw_grading_levels(&level, &f, &median), PHW_OK);
    cr_expect_eq(phw_grading_grades(&grade, &f, &median, &level), PHW_OK);
    cr_expect_eq(phw_grading_told(&told, &f, &median, &level, &none, &none), PHW_OK);
    cr_expect_eq(level.size + grade.size + told, 0);
    phw_features_free(&f);
}

Test(grading, hostile_levels_and_grades_are_refused)
{
    const double x[4] = {1, -2, 3, 4};
    phw_features f = features_of(x, 4);
    uint8_t bytes[5] = {1, 2, 3, 4, 5};
    const phw_blob longer = {bytes, 5};
    phw_blob out = {0};
    cr_expect_eq(phw_grading_grades(&out, &f, &signs, &longer), PHW_EPEER);
    cr_expect_null(out.byte);
    phw_bits keep = {0};
    cr_assert_eq(phw_bits_alloc(&keep, 4), PHW_OK);
    cr_expect_eq(phw_grading_mask(&keep, &longer), PHW_EPEER);
    bytes[3] = PHW_TRUST_GRADES;
    const phw_blob four = {bytes, 4};
    cr_expect_eq(phw_grading_mask(&keep, &four), PHW_EPEER);
    phw_bits_free(&keep);
    phw_features_free(&f);
}

Test(grading, every_bit_that_goes_on_has_the_rate_of_its_grade)
{
    uint8_t bytes[4] = {0, PHW_TRUST_HOPELESS, 3, 9};
    const phw_blob grade = {bytes, 4};
    phw_bits keep = {0};
    phw_selection s = {.n_used = 3};
    cr_assert_eq(phw_bits_alloc(&keep, 4), PHW_OK);
    cr_assert_eq(phw_bits_alloc(&s.used, 3), PHW_OK);
    for (size_t i = 0; i < 4; ++i)
        phw_bits_set(&keep, i, true);
    for (size_t i = 0; i < 3; ++i)
        phw_bits_set(&s.used, i, true);
    cr_assert_eq(phw_grading_mask(&keep, &grade), PHW_OK);
    cr_expect_eq(phw_bits_count(&keep), 3);
    cr_assert_eq(phw_grading_rates(&s, &keep, &grade), PHW_OK);
    cr_assert_eq(s.n_segments, 3);
    const uint8_t expected[] = {0, 3, 9};
    double sum = 0;
    for (size_t i = 0; i < 3; ++i) {
        cr_expect_eq(s.segment[i].from, i);
        cr_expect_eq(s.segment[i].to, i + 1);
        cr_expect_eq(s.segment[i].error_rate, phw_trust_rate(expected[i]));
        sum += s.segment[i].error_rate;
    }
    cr_expect_float_eq(s.error_rate, sum / 3, 1e-15);
    phw_selection_free(&s);
    phw_bits_free(&keep);
}
