#include "auth/similarity_enrolled.h"

#include <math.h>

#include <criterion/criterion.h>

static const phw_cf reference[2][2] = {{1, 1}, {1.2F, 0.8F}};
static const phw_cf frame[2] = {1.5F, 0.5F};

static phw_params preset(const char *text)
{
    phw_params p;
    cr_assert_eq(phw_params_read(&p, phw_similarity_enrolled.params,
                                 phw_similarity_enrolled.n_params, text),
                 PHW_OK);
    return p;
}

/* F = [n1 n2 / (n1 + n2) |d|^2 / (2 M)] / [RSS / (2 M (n1 + n2 - 2))], n2 = 1: mean
 * (1.1, 0.9), d = (0.4, -0.4), RSS = 4 * 0.01. */
Test(similarity_enrolled, is_the_ratio_of_variances)
{
    double x = 0;
    const phw_similarity_input input = {
        .reference = reference[0], .frame = frame, .n_references = 2, .n = 2};
    const phw_params none = preset("fit=none");
    cr_assert_eq(phw_similarity_enrolled.measure(&x, &input, &none), PHW_OK);
    cr_expect_float_eq(x, 2.0 / 3 * 0.32 / 0.04, 1e-5, "%g", x);
}

Test(similarity_enrolled, threshold_and_p_value_are_of_one_law)
{
    const phw_similarity_shape shape = {.n = 8, .n_references = 3};
    const phw_params slope = preset("fit=slope");
    double dof[2];
    double k = 0;
    phw_similarity_enrolled.freedom(dof, &shape, &slope);
    cr_expect_eq(dof[0], 14);
    cr_expect_eq(dof[1], 28);
    cr_assert_eq(phw_similarity_enrolled.threshold(&k, &shape, 0.01, &slope), PHW_OK);
    cr_expect_float_eq(phw_similarity_enrolled.p_value(k, &shape, &slope), 0.01, 1e-9);
}

Test(similarity_enrolled, one_reference_or_equal_ones_tell_no_noise)
{
    static const phw_cf same[2][2] = {{1, 1}, {1, 1}};
    const phw_similarity_shape shape = {.n = 2, .n_references = 1};
    phw_similarity_input input = {
        .reference = reference[0], .frame = frame, .n_references = 1, .n = 2};
    const phw_params phase = preset("");
    double x = 77;
    cr_expect_eq(phw_similarity_enrolled.measure(&x, &input, &phase), PHW_EARG);
    cr_expect_eq(phw_similarity_enrolled.threshold(&x, &shape, 0.01, &phase), PHW_EARG);
    cr_expect(isnan(phw_similarity_enrolled.p_value(1, &shape, &phase)));
    input.reference = same[0];
    input.n_references = 2;
    cr_expect_eq(phw_similarity_enrolled.measure(&x, &input, &phase), PHW_EINPUT);
    cr_expect_eq(x, 77);
}
