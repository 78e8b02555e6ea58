#include "channel/validations.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tests/channel/sources.h"

/* Enough for an error of a few percent; all that a run of the command takes would be
 * seconds. */
#define TRIALS 600

/* Every figure of every validation, over taps that are Clarke's, Rice's and steady. */
static void expect_all_right(const test_source *about, const char *what)
{
    static phw_statistics found;
    found.n = 0;
    test_source source = *about;
    test_validate(&found, &source, NULL, TRIALS);
    cr_expect_gt(found.n, 10, "%s", what);
    test_expect_pass(&found, what);
}

Test(validations, our_process_passes_every_one)
{
    expect_all_right(&(test_source){.n = 1, .doppler_hz = 7, .power = {1}}, "one tap");
    expect_all_right(&(test_source){.n = 3,
                                    .doppler_hz = 30,
                                    .power = {0.5, 0.3, 0.2},
                                    .delay_s = {0, 1e-7, 3e-7}},
                     "three taps");
}

Test(validations, a_line_of_sight_passes_every_one)
{
    expect_all_right(&(test_source){.n = 2,
                                    .doppler_hz = 7,
                                    .power = {0.8, 0.2},
                                    .steady = {0.75, 0},
                                    .delay_s = {0, 2e-7}},
                     "K = 3");
    expect_all_right(&(test_source){.n = 2,
                                    .doppler_hz = 7,
                                    .power = {0.8, 0.2},
                                    .steady = {1, 0},
                                    .delay_s = {0, 2e-7}},
                     "a steady tap");
}

Test(validations, what_stands_still_is_checked_over_the_ensemble_alone)
{
    static phw_statistics found;
    found.n = 0;
    test_source source = {.n = 2, .power = {0.5, 0.5}, .delay_s = {0, 1e-7}};
    test_validate(&found, &source, NULL, TRIALS);
    cr_expect_gt(found.n, 10);
    for (size_t i = 0; i < found.n; ++i)
        cr_expect_null(strstr(found.row[i].name, "autocorrelation"));
    test_expect_pass(&found, "frozen");
}

Test(validations, the_same_bits_come_again)
{
    static phw_statistics a;
    static phw_statistics b;
    test_source source = {.n = 2, .doppler_hz = 3, .power = {0.6, 0.4}};
    test_validate(&a, &source, "correlation", 64);
    test_validate(&b, &source, "correlation", 64);
    cr_assert_eq(a.n, b.n);
    for (size_t i = 0; i < a.n; ++i)
        cr_expect(a.row[i].measured == b.row[i].measured, "%s", a.row[i].name);
}

static phw_status give_up(void *context, phw_cf *out, uint32_t trial, double time_s)
{
    (void)context;
    (void)out;
    (void)trial;
    (void)time_s;
    return phw_fail(PHW_ECANCEL, "enough");
}

Test(validations, a_source_that_fails_ends_each_of_them)
{
    const phw_fading_source source = {.n = 2, .read = give_up};
    const phw_process_model model[2] = {{.power = 1}, {.power = 1}};
    const double delay_s[2] = {0, 1};
    const phw_validation_subject subject = {.source = &source,
                                            .model = model,
                                            .delay_s = delay_s,
                                            .doppler_hz = 1,
                                            .n_trials = 64};
    static phw_statistics found;
    for (size_t i = 0; phw_validation_at(i) != NULL; ++i)
        cr_expect_eq(phw_validation_run(&found, phw_validation_at(i), &subject),
                     PHW_ECANCEL, "%s", phw_validation_at(i)->name);
    cr_expect_eq(found.n, 0);
}

Test(validations, what_cannot_be_is_refused)
{
    const phw_validation *v = phw_validation_find("moments");
    cr_assert_not_null(v);
    cr_expect_null(phw_validation_find("nothing"));
    phw_fading_source source = {.n = 0, .read = give_up};
    phw_process_model model = {.power = 1};
    phw_validation_subject subject = {.source = &source,
                                      .model = &model,
                                      .delay_s = NULL,
                                      .doppler_hz = 1,
                                      .n_trials = 64};
    static phw_statistics found;
    cr_expect_eq(phw_validation_run(&found, v, &subject), PHW_EARG);
    source.n = PHW_TAPS_MAX + 1;
    cr_expect_eq(phw_validation_run(&found, v, &subject), PHW_EARG);
    source.n = 1;
    subject.n_trials = 3;
    cr_expect_eq(phw_validation_run(&found, v, &subject), PHW_EARG);
    subject.n_trials = 64;
    subject.doppler_hz = -1;
    cr_expect_eq(phw_validation_run(&found, v, &subject), PHW_EARG);
    subject.doppler_hz = nan("");
    cr_expect_eq(phw_validation_run(&found, v, &subject), PHW_EARG);
    subject.doppler_hz = 1;
    model.power = 0;
    cr_expect_eq(phw_validation_run(&found, v, &subject), PHW_EARG);
    model.power = 1;
    model.steady = 1.5;
    cr_expect_eq(phw_validation_run(&found, v, &subject), PHW_EARG);
}
