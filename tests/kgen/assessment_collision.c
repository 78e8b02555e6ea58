#include "kgen/assessment.h"
#include "kgen/quantizer_cdf.h"

#include "tests/kgen/pair.h"

static phw_features component_of(const double *series, size_t n)
{
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, n, 1), PHW_OK);
    memcpy(x.value, series, n * sizeof *series);
    return x;
}

/* One bit of every value. */
static phw_raw signs_of(const phw_features *x)
{
    const phw_params params = {{1, 0, 0}};
    const phw_labelling how = {&phw_quantizer_cdf, &params, NULL};
    const phw_bits nothing = {0};
    phw_labels labels = {0};
    phw_bits keep = {0};
    phw_raw raw = {0};
    cr_assert_eq(phw_labels_make(&labels, x, &how, true, &nothing), PHW_OK);
    cr_assert_eq(phw_labels_keep(&keep, &labels), PHW_OK);
    cr_assert_eq(phw_raw_build(&raw, &labels, &keep), PHW_OK);
    phw_bits_free(&keep);
    phw_labels_free(&labels);
    return raw;
}

static phw_assessment assess(const phw_raw *raw, const phw_features *x,
                             phw_assessment_kind kind)
{
    phw_assessment a = {0};
    cr_assert_eq(phw_assess(&a, raw, x, kind), PHW_OK, "%s", phw_error_message());
    return a;
}

/* The signs of a sweep's spectrum go with the square of the row: alike at no lag, fair,
 * and without a bit of their own. */
Test(assessment_collision, leaves_nothing_of_the_signs_of_a_sweep)
{
    double series[600];
    for (size_t i = 0; i < 600; ++i)
        series[i] = cos(0.7 + 0.1 * (double)i + 0.013 * (double)i * (double)i);
    phw_features x = component_of(series, 600);
    phw_raw raw = signs_of(&x);
    x.has_dependence = true;
    const phw_assessment a = assess(&raw, &x, PHW_ASSESS_COLLISION);
    cr_expect_gt(a.row[0].bits, 590);
    cr_expect_eq(a.min_entropy_bits, 0);
    cr_expect_str_eq(a.row[a.binding].view, "products");
    phw_raw_free(&raw);
    phw_features_free(&x);
}

/* Every other sample is a one: a full bit each in collision, whatever their order, and
 * the dependence that the transform names comes off. */
Test(assessment_collision, takes_the_named_dependence_off_the_collision_entropy)
{
    double series[200];
    for (size_t i = 0; i < 200; ++i)
        series[i] = i % 2 == 0 ? -1 : 1;
    phw_features x = component_of(series, 200);
    phw_raw raw = signs_of(&x);
    phw_assessment a = {0};
    cr_expect_eq(phw_assess(&a, &raw, &x, PHW_ASSESS_COLLISION), PHW_EARG);
    x.has_dependence = true;
    x.dependence_bits = 12.5;
    a = assess(&raw, &x, PHW_ASSESS_COLLISION);
    cr_expect_eq(a.n_rows, 1);
    cr_expect_str_eq(a.row[0].estimator, "collision");
    cr_expect_float_eq(a.min_entropy_bits, 200 - 12.5, 1e-9);
    cr_expect_float_eq(a.joint_bits, 12.5, 1e-9);
    x.dependence_bits = HUGE_VAL;
    cr_expect_eq(assess(&raw, &x, PHW_ASSESS_COLLISION).min_entropy_bits, 0);

    /* More ones than zeros, in no order: -log2(p^2 + (1 - p)^2) a bit. */
    double *z = normals(200, 5);
    double p = 0;
    for (size_t i = 0; i < 200; ++i) {
        raw.component[0].symbol[i] = z[i] > -0.7;
        p += (z[i] > -0.7) / 200.0;
    }
    free(z);
    cr_assert(p > 0.6 && p < 0.9);
    x.dependence_bits = 0;
    a = assess(&raw, &x, PHW_ASSESS_COLLISION);
    cr_expect_eq(a.n_rows, 1);
    cr_expect_float_eq(a.min_entropy_bits, -200 * log2(p * p + (1 - p) * (1 - p)),
                       1e-9);

    raw.component[0].n_bits = 2;
    cr_expect_eq(phw_assess(&a, &raw, &x, PHW_ASSESS_COLLISION), PHW_EARG);
    phw_raw_free(&raw);
    phw_features_free(&x);
}
