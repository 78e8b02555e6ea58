#include "tools/lab_sounding.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

static phw_status check(const char *text)
{
    phw_scenario *s = malloc(sizeof *s);
    cr_assert_eq(phw_scenario_parse(s, "test", text, strlen(text)), PHW_OK, "%s",
                 phw_error_message());
    const phw_status status = phw_lab_sounding_check(s);
    free(s);
    return status;
}

Test(lab_sounding, the_preamble_is_the_default_and_has_52_of_128)
{
    phw_scenario *s = malloc(sizeof *s);
    double share = 0;
    cr_assert_eq(phw_scenario_parse(s, "test", "level: iq\n", 10), PHW_OK);
    cr_expect_not(phw_lab_sounding_is_own(s));
    cr_assert_eq(phw_lab_sounding_find_share(&share, s), PHW_OK);
    cr_expect_eq(share, 52.0 / 128);
    free(s);
}

/* A flat core of N samples R times has a value's variance of 1 / (R N) N / N ... that
 * is 1 / R of a sample's: the transform gains N, the power on a bin is N. */
Test(lab_sounding, a_flat_core_has_a_share_of_one_over_its_repeats)
{
    static const struct {
        const char *text;
        double share;
    } row[] = {{"zadoff-chu:length=31:repeats=4", 1.0 / 4},
               {"golay:order=5:repeats=2", 1.0 / 4},
               {"wifi-ltf", 52.0 / 128}};

    for (size_t i = 0; i < 3; ++i) {
        phw_sounding_waveform w = {0};
        cr_assert_eq(phw_sounding_waveform_make(&w, row[i].text, 1), PHW_OK);
        cr_expect_float_eq(phw_lab_sounding_share(&w) / row[i].share, 1, 1e-5);
        phw_sounding_waveform_free(&w);
    }
}

Test(lab_sounding, refuses_what_does_not_go_together)
{
    static const char good[] = "level: iq\nsounding: golay:order=6\nsubcarriers: 64\n"
                               "spacing_hz: 312500\nbandwidth_hz: 20e6\n";
    cr_expect_eq(check(good), PHW_OK, "%s", phw_error_message());
    cr_expect_eq(check("level: iq\n"), PHW_OK);

    static const struct {
        const char *text;
        const char *says;
    } bad[] = {
        {"sounding: golay:order=6\nsubcarriers: 64\n", "level"},
        {"level: iq\nsounding: golay:order=6\n", "64"},
        {"level: iq\nsounding: golai\n", "golay"},
        {"level: iq\nsounding: tone\nsubcarriers: 1\nspacing_hz: 1\n", "312500"},
        {"level: iq\nsounding: golay:order=6\nsubcarriers: 64\nspacing_hz: 312500\n"
         "nodes:\n  a: {position_m: [0, 0, 0]}\n  b: {position_m: [9, 0, 0]}\n"
         "interferers:\n  x: {kind: tone}\n",
         "interferers"},
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
        cr_expect_eq(check(bad[i].text), PHW_EINPUT, "%zu", i);
        cr_expect_not_null(strstr(phw_error_message(), bad[i].says), "%s",
                           phw_error_message());
    }
}
