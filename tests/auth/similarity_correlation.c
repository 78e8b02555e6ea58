#include "auth/similarity_correlation.h"

#include <complex.h>
#include <math.h>

#include <criterion/criterion.h>

#include "auth/similarity_theory.h"

static phw_params preset(const char *text)
{
    phw_params p;
    cr_assert_eq(phw_params_read(&p, phw_similarity_correlation.params,
                                 phw_similarity_correlation.n_params, text),
                 PHW_OK);
    return p;
}

/* |1 * 1 + 1 * 3|^2 / (2 * 10) = 0.8, and a gain changes nothing. */
Test(similarity_correlation, is_the_coherence_whatever_the_gain)
{
    static const phw_cf reference[2] = {1, 1};
    phw_cf frame[2] = {1, 3};
    double x = 0;
    const phw_similarity_input input = {
        .reference = reference, .frame = frame, .n_references = 1, .n = 2};
    const phw_params plain = preset("");
    cr_assert_eq(phw_similarity_correlation.measure(&x, &input, &plain), PHW_OK);
    cr_expect_float_eq(x, 0.8, 1e-12);
    frame[0] *= CMPLXF(0.3F, 0.4F);
    frame[1] *= CMPLXF(0.3F, 0.4F);
    cr_assert_eq(phw_similarity_correlation.measure(&x, &input, &plain), PHW_OK);
    cr_expect_float_eq(x, 0.8, 1e-6);
    frame[0] = frame[1] = 0;
    cr_expect_eq(phw_similarity_correlation.measure(&x, &input, &plain), PHW_EINPUT);
}

Test(similarity_correlation, a_delay_is_fitted_on_request)
{
    phw_cf reference[16];
    phw_cf frame[16];
    double position[16];
    double x = 0;
    for (int k = 0; k < 16; ++k) {
        reference[k] = (phw_cf)cexp(CMPLX(0, 0.7 * k * k));
        frame[k] = reference[k] * (phw_cf)cexp(CMPLX(0, -0.5 * k));
        position[k] = k;
    }
    const phw_similarity_input input = {.reference = reference,
                                        .frame = frame,
                                        .position = position,
                                        .n_references = 1,
                                        .n = 16};
    const phw_params plain = preset("fit=gain");
    const phw_params full = preset("fit=full");
    cr_assert_eq(phw_similarity_correlation.measure(&x, &input, &plain), PHW_OK);
    cr_expect_lt(x, 0.5);
    cr_assert_eq(phw_similarity_correlation.measure(&x, &input, &full), PHW_OK);
    cr_expect_float_eq(x, 1, 1e-9);
}

/* k = gsl_cdf_chisq_Qinv(0.01, 14) = 29.141238 over 2 M (1 + snr) = 176. */
Test(similarity_correlation, a_fixed_channel_s_threshold_is_of_what_is_left)
{
    const phw_similarity_shape shape = {.n = 8, .n_references = 1, .snr = 10};
    const phw_similarity_shape weak = {.n = 8, .n_references = 1, .snr = 0.01};
    const phw_similarity_shape tiny = {.n = 2, .n_references = 1, .snr = 10};
    const phw_params plain = preset("");
    const phw_params full = preset("fit=full");
    double dof[2];
    double k = 0;
    cr_assert_eq(phw_similarity_correlation.threshold(&k, &shape, 0.01, &plain),
                 PHW_OK);
    cr_expect_float_eq(k, pow(1 - 29.141238 / 176, 2), 1e-8);
    cr_expect_float_eq(phw_similarity_correlation.p_value(k, &shape, &plain), 0.01,
                       1e-9);
    phw_similarity_correlation.freedom(dof, &shape, &plain);
    cr_expect_eq(dof[0], 14);
    phw_similarity_correlation.freedom(dof, &shape, &full);
    cr_expect_eq(dof[0], 13);
    cr_assert_eq(phw_similarity_correlation.threshold(&k, &weak, 0.01, &plain), PHW_OK);
    cr_expect_eq(k, 0);
    cr_expect_eq(phw_similarity_correlation.threshold(&k, &tiny, 0.01, &full), PHW_OK);
}

Test(similarity_correlation, the_threshold_is_given_or_of_the_noise)
{
    phw_similarity_shape shape = {.n = 8, .n_references = 1, .snr = 10};
    const phw_params plain = preset("law=rayleigh");
    const phw_params given = preset("threshold=0.9");
    double dof[2];
    double k = 0;
    cr_assert_eq(phw_similarity_correlation.threshold(&k, &shape, 0.01, &plain),
                 PHW_OK);
    cr_expect_float_eq(phw_correlation_rejects_same(k, 8, 10, 1), 0.01, 1e-9);
    cr_expect_float_eq(phw_similarity_correlation.p_value(k, &shape, &plain), 0.01,
                       1e-9);
    cr_assert_eq(phw_similarity_correlation.threshold(&k, &shape, 0.01, &given),
                 PHW_OK);
    cr_expect_eq(k, 0.9);
    phw_similarity_correlation.freedom(dof, &shape, &plain);
    cr_expect_eq(dof[0], 0);
    shape.snr = 0;
    k = 77;
    cr_expect_eq(phw_similarity_correlation.threshold(&k, &shape, 0.01, &plain),
                 PHW_EARG);
    cr_expect(isnan(phw_similarity_correlation.p_value(0.5, &shape, &plain)));
    cr_expect_eq(phw_similarity_correlation.threshold(&k, &shape, 0.01, &given),
                 PHW_OK);
    shape.n = 1;
    cr_expect_eq(phw_similarity_correlation.threshold(&k, &shape, 0.01, &given),
                 PHW_EARG);
}
