#include "channel/taps.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/spectrum.h"

Test(taps, two_equal_taps_have_half_their_distance_as_spread)
{
    phw_taps t = {.n = 2, .delay_s = {1e-6, 3e-6}, .power = {5, 5}};
    cr_expect_float_eq(phw_taps_mean_delay(&t), 2e-6, 1e-18);
    cr_expect_float_eq(phw_taps_delay_spread(&t), 1e-6, 1e-18);
}

Test(taps, normalizing_makes_the_powers_sum_to_one)
{
    phw_taps t = {.n = 3, .power = {1, 2, 5}};
    cr_assert_eq(phw_taps_normalize(&t), PHW_OK);
    cr_expect_float_eq(t.power[0], 0.125, 1e-15);
    cr_expect_float_eq(t.power[1], 0.25, 1e-15);
    cr_expect_float_eq(t.power[2], 0.625, 1e-15);
}

Test(taps, powers_that_cannot_be_are_refused_and_kept)
{
    phw_taps negative = {.n = 2, .power = {2, -1}};
    cr_expect_eq(phw_taps_normalize(&negative), PHW_EARG);
    cr_expect_float_eq(negative.power[0], 2, 0);
    phw_taps zero = {.n = 2};
    cr_expect_eq(phw_taps_normalize(&zero), PHW_EARG);
    phw_taps infinite = {.n = 1, .power = {1.0 / 0.0}};
    cr_expect_eq(phw_taps_normalize(&infinite), PHW_EARG);
    phw_taps nan = {.n = 1, .power = {0.0 / 0.0}};
    cr_expect_eq(phw_taps_normalize(&nan), PHW_EARG);
}

Test(taps, what_a_channel_cannot_have_is_refused)
{
    const phw_taps good = {.n = 1, .power = {1}};
    cr_expect_eq(phw_taps_check(&good), PHW_OK);
    phw_taps none = good;
    none.n = 0;
    cr_expect_eq(phw_taps_check(&none), PHW_EARG);
    phw_taps many = good;
    many.n = PHW_TAPS_MAX + 1;
    cr_expect_eq(phw_taps_check(&many), PHW_EARG);
    phw_taps before = good;
    before.delay_s[0] = -1e-9;
    cr_expect_eq(phw_taps_check(&before), PHW_EARG);
    phw_taps certain = good;
    certain.steady[0] = 1.01;
    cr_expect_eq(phw_taps_check(&certain), PHW_EARG);
    phw_taps huge = {.n = 2, .power = {1.7e308, 1.7e308}};
    cr_expect_eq(phw_taps_check(&huge), PHW_EARG);
}

Test(taps, are_read_as_users_write_them)
{
    phw_taps t = {0};
    cr_assert_eq(phw_taps_read(&t, "1.2us -10dB spectrum=jakes,0ns 0dB k=6dB, \t30n 0 "
                                   "k=los"),
                 PHW_OK);
    cr_assert_eq(t.n, 3);
    cr_expect_float_eq(t.delay_s[0], 1.2e-6, 0);
    cr_expect_float_eq(t.delay_s[2], 30e-9, 0);
    cr_expect_float_eq(t.power[0], 0.1 / 2.1, 1e-15);
    cr_expect_float_eq(t.steady[0], 0, 0);
    cr_expect_float_eq(t.steady[1] / (1 - t.steady[1]), pow(10, 0.6), 1e-12);
    cr_expect_float_eq(t.steady[2], 1, 0);
    cr_expect_str_eq(t.spectrum[0]->name, "jakes");
    cr_expect_null(t.spectrum[1]);
}

Test(taps, a_written_mistake_is_told_with_its_tap)
{
    static const char *const bad[][2] = {
        {"", "tap 0: empty"},
        {"0ns 0dB,", "tap 1: empty"},
        {",0ns 0dB", "tap 0: empty"},
        {"0ns", "tap 0: no power"},
        {"0ns 0dB, -30ns -1dB", "tap 1: delay -30ns is negative"},
        {"0ns 0dB, 30dB -1dB", "tap 1"},
        {"0ns 0dB, 1e400s 0dB", "tap 1"},
        {"0ns nan", "\"nan\""},
        {"0ns 1e9dB", "power 1e9dB"},
        {"0ns 0dB k=steady", "tap 0: k: \"steady\""},
        {"0ns 0dB k=", "tap 0"},
        {"0ns 0dB rice=3", "\"rice=3\""},
        {"0ns 0dB spectrum=violet", "violet"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
        phw_taps t = {.n = 7};
        cr_expect_eq(phw_taps_read(&t, bad[i][0]), PHW_EARG, "%s", bad[i][0]);
        cr_expect_not_null(strstr(phw_error_message(), bad[i][1]), "%s: %s", bad[i][0],
                           phw_error_message());
        cr_expect_eq(t.n, 7);
    }
}

Test(taps, more_than_fit_are_refused)
{
    char text[(PHW_TAPS_MAX + 1) * 8 + 1] = "";
    for (size_t l = 0; l <= PHW_TAPS_MAX; ++l)
        (void)strcat(text, l > 0 ? ",0ns 0dB" : "0ns 0dB");
    phw_taps t = {0};
    cr_expect_eq(phw_taps_read(&t, text), PHW_EARG);
    text[strlen(text) - strlen(",0ns 0dB")] = '\0';
    cr_expect_eq(phw_taps_read(&t, text), PHW_OK);
    cr_expect_eq(t.n, PHW_TAPS_MAX);
}
