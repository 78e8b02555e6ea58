#include "channel/ensemble.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

/* What is asked, given back: trial in phase, instant in quadrature. */
static phw_status echo(void *context, phw_cf *out, uint32_t trial, double time_s)
{
    (void)context;
    out[0] = CMPLXF((float)trial, (float)time_s);
    out[1] = CMPLXF(3, 0);
    return PHW_OK;
}

static const phw_fading_source source = {.n = 2, .read = echo};
static const phw_process_model model[2] = {{.power = 4}, {.power = 9}};

Test(ensemble, values_are_over_the_root_of_their_power)
{
    const phw_validation_subject subject = {.source = &source,
                                            .model = model,
                                            .delay_s = NULL,
                                            .doppler_hz = 10,
                                            .n_trials = 16};
    phw_cf x[3 * 2];
    cr_assert_eq(phw_ensemble_read(x, &subject, 6, 20, 5, 3), PHW_OK);
    for (int t = 0; t < 3; ++t) {
        cr_expect_float_eq(crealf(x[2 * t]), 3, 1e-6);
        cr_expect_float_eq(cimagf(x[2 * t]), (2 + 0.5 * t) / 2, 1e-6);
        cr_expect_float_eq(crealf(x[2 * t + 1]), 1, 1e-6);
    }
}

Test(ensemble, what_is_frozen_is_read_at_zero)
{
    const phw_validation_subject subject = {.source = &source,
                                            .model = model,
                                            .delay_s = NULL,
                                            .doppler_hz = 0,
                                            .n_trials = 16};
    cr_expect_float_eq(phw_ensemble_time_s(&subject, 1000), 0, 0);
}

Test(ensemble, the_mean_and_the_worst_are_told)
{
    phw_trial_mean value[3] = {{0}};
    const double expected[3] = {1, 2, 3};
    phw_statistics found = {.n = 0};
    for (int i = 0; i < 100; ++i) {
        const double swing = i % 2 == 0 ? 0.1 : -0.1;
        phw_trial_mean_add(&value[0], 1 + swing);
        phw_trial_mean_add(&value[1], 2.2 + swing);
        phw_trial_mean_add(&value[2], 3 + swing);
    }
    cr_assert_eq(phw_ensemble_add(&found, "figure", "here", value, expected, 3),
                 PHW_OK);
    cr_assert_eq(found.n, 2);
    cr_expect_str_eq(found.row[0].name, "figure");
    cr_expect_float_eq(found.row[0].measured, 6.2 / 3, 1e-9);
    cr_expect_float_eq(found.row[0].expected, 2, 1e-9);
    cr_expect_float_eq(found.row[0].standard_error, 0.1 / sqrt(99) / sqrt(3), 1e-9);
    cr_expect_str_eq(found.row[1].name, "figure, worst tap");
    cr_expect_str_eq(found.row[1].at, "here, tap 1");
    cr_expect_float_eq(found.row[1].measured, 2.2, 1e-9);
    cr_expect_not(found.row[1].pass);
    found.n = 0;
    cr_assert_eq(phw_ensemble_add(&found, "figure", "", value, expected, 1), PHW_OK);
    cr_expect_eq(found.n, 1);
}
