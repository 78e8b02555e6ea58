#include "encrypt/uplink_view.h"

#include <math.h>

#include <criterion/criterion.h>

#include "phy/line_code_fm0.h"
#include "phy/line_code_manchester.h"

#include "tests/encrypt/uplink_air.h"

static air_config config_of(const phw_line_code *code)
{
    return (air_config){.code = code,
                        .law = "antisymmetric",
                        .n_bits = 50,
                        .length = 4,
                        .jsr = 1e-9,
                        .eb_n0 = 1e9};
}

Test(uplink_view, differences_are_the_pairs)
{
    const phw_line_code *const code[] = {&phw_line_code_manchester, &phw_line_code_fm0};
    for (size_t c = 0; c < 2; ++c) {
        const air_config config = config_of(code[c]);
        phw_cf d[51];
        float want[51];
        air a;
        air_make(&a, &config);
        const size_t n = phw_uplink_view_pairs(&a.view);
        cr_assert_eq(n, 50 + c);
        cr_assert_eq(phw_uplink_view_check(&a.view), PHW_OK);
        /* Where the bits before the view's first have left the level. */
        float before[AIR_MARGIN / 2 + 1];
        code[c]->pairs(before, a.bit, AIR_MARGIN / 2, PHW_LINE_HIGH);
        const bool high = before[AIR_MARGIN / 2] < 0;
        code[c]->pairs(want, air_bits(&a), 50, high ? PHW_LINE_HIGH : PHW_LINE_LOW);
        for (size_t antenna = 0; antenna < 2; ++antenna) {
            cr_assert_eq(phw_uplink_view_differences(d, &a.view, antenna), PHW_OK);
            for (size_t i = 0; i < n; ++i)
                cr_expect_lt(cabsf(d[i] - a.view.tag[antenna] * want[i]), 1e-3F,
                             "%s, pair %zu", code[c]->name, i);
        }
        air_free(&a);
    }
}

Test(uplink_view, powers_are_those_of_the_ratios)
{
    air_config config = config_of(&phw_line_code_fm0);
    config.jsr = 100;
    config.eb_n0 = 10;
    air a;
    double noise = 0;
    double receiver = 0;
    air_make(&a, &config);
    cr_assert_eq(phw_uplink_view_powers(&noise, &receiver, &a.view), PHW_OK);
    /* kappa = 1: |h|^2 P = JSR |g|^2, |g| = 1; sigma^2 / 2 = 2 / (Eb/N0). */
    cr_expect_float_eq(noise * phw_cf_power(a.view.noise_channel[0]), 100, 1e-4);
    cr_expect_float_eq(receiver, 0.2, 1e-6);
    air_free(&a);
}

Test(uplink_view, refuses_what_is_not_as_documented)
{
    const air_config config = config_of(&phw_line_code_fm0);
    air a;
    air_make(&a, &config);
    phw_uplink_view bad[9];
    for (size_t i = 0; i < 9; ++i)
        bad[i] = a.view;
    bad[0].n_antennas = 0;
    bad[1].n_antennas = 9;
    bad[2].noise_variance = 0;
    bad[3].clock.length = 0.5;
    bad[4].clock.length = 256;
    bad[5].tag[1] = (float)NAN;
    bad[6].noise.power = -1;
    bad[7].clock.first = (double)NAN;
    bad[8].noise_variance = (double)NAN;
    for (size_t i = 0; i < 9; ++i)
        cr_expect_eq(phw_uplink_view_check(&bad[i]), PHW_EARG, "%zu", i);
    phw_uplink_view short_one = a.view;
    /* The pair before bit 0 has to be there. */
    short_one.clock.first = 3;
    cr_expect_eq(phw_uplink_view_check(&short_one), PHW_ESHORT);
    short_one = a.view;
    short_one.n_samples = (8 + 101) * 4 - 1;
    cr_expect_eq(phw_uplink_view_check(&short_one), PHW_ESHORT);
    short_one.n_samples += 1;
    cr_expect_eq(phw_uplink_view_check(&short_one), PHW_OK);
    short_one.n_bits = SIZE_MAX / 2;
    cr_expect_eq(phw_uplink_view_check(&short_one), PHW_ESHORT);
    a.sample[1][33] = (float)HUGE_VAL;
    cr_expect_eq(phw_uplink_view_check(&a.view), PHW_EINPUT);
    air_free(&a);
}
