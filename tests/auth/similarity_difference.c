#include "auth/similarity_difference.h"

#include <math.h>

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>

static const phw_cf reference[2] = {1, 1};
static const phw_cf frame[2] = {1.5F, 0.5F};

static phw_params preset(const char *text)
{
    phw_params p;
    cr_assert_eq(phw_params_read(&p, phw_similarity_difference.params,
                                 phw_similarity_difference.n_params, text),
                 PHW_OK);
    return p;
}

/* |difference|^2 is 0.5 in all. */
Test(similarity_difference, a_difference_has_twice_the_variance_of_an_estimate)
{
    double x = 0;
    phw_similarity_input input = {.reference = reference,
                                  .frame = frame,
                                  .n_references = 1,
                                  .n = 2,
                                  .noise_reference = 0.25,
                                  .noise_frame = 0.25};
    const phw_params none = preset("fit=none");
    cr_assert_eq(phw_similarity_difference.measure(&x, &input, &none), PHW_OK);
    cr_expect_float_eq(x, 0.5 / 0.25, 1e-12);
    input.noise_frame = 0.75;
    cr_assert_eq(phw_similarity_difference.measure(&x, &input, &none), PHW_OK);
    cr_expect_float_eq(x, 2 * 0.5 / 1, 1e-12);
    input.noise_frame = 0;
    input.noise_reference = 0;
    cr_expect_eq(phw_similarity_difference.measure(&x, &input, &none), PHW_EARG);
}

Test(similarity_difference, threshold_and_p_value_are_of_one_law)
{
    static const char *const fits[] = {"fit=none", "", "fit=slope", "fit=gain",
                                       "fit=full"};
    const phw_similarity_shape shape = {.n = 8, .n_references = 1};
    for (unsigned i = 0; i < 5; ++i) {
        const phw_params p = preset(fits[i]);
        static const double lost[] = {0, 1, 2, 2, 3};
        double dof[2];
        double k = 0;
        cr_assert_eq(phw_similarity_difference.threshold(&k, &shape, 0.01, &p), PHW_OK);
        cr_expect_float_eq(phw_similarity_difference.p_value(k, &shape, &p), 0.01,
                           1e-9);
        phw_similarity_difference.freedom(dof, &shape, &p);
        cr_expect_eq(dof[0], 16 - lost[i]);
        cr_expect_eq(dof[1], 0);
        cr_expect_float_eq(k, gsl_cdf_chisq_Qinv(0.01, dof[0]), 1e-12);
    }
}

Test(similarity_difference, a_single_tone_has_nothing_left_after_two_parameters)
{
    const phw_similarity_shape shape = {.n = 1, .n_references = 1};
    const phw_params p = preset("fit=gain");
    double k = 77;
    cr_expect_eq(phw_similarity_difference.threshold(&k, &shape, 0.01, &p), PHW_EARG);
    cr_expect_eq(k, 77);
    cr_expect(isnan(phw_similarity_difference.p_value(1, &shape, &p)));
}
