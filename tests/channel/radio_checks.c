#include "channel/radio_checks.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#define RATE 20e6

static phw_statistics figures;

static void check(const phw_front_end_config *c, uint64_t seed)
{
    memset(&figures, 0, sizeof figures);
    cr_assert_eq(phw_radio_check(&figures, c, c, RATE, seed), PHW_OK, "%s",
                 phw_error_message());
    for (size_t i = 0; i < figures.n; ++i)
        cr_expect(figures.row[i].pass, "%s %s: %g, not %g (%g)", figures.row[i].name,
                  figures.row[i].at, figures.row[i].measured, figures.row[i].expected,
                  figures.row[i].standard_errors);
}

Test(radio_checks, an_ideal_radio_has_nothing_to_check)
{
    const phw_front_end_config c = {0};
    check(&c, 1);
    cr_expect_eq(figures.n, 0);
}

Test(radio_checks, every_amplifier_keeps_its_curves)
{
    size_t n = 0;
    const phw_power_amplifier *const *all = phw_power_amplifier_list(&n);
    for (size_t i = 0; i < n; ++i) {
        phw_front_end_config c = {.backoff_db = 3};
        cr_assert_eq(phw_power_amplifier_choose(&c.amplifier, all[i]->name), PHW_OK);
        check(&c, 1);
        cr_expect_eq(figures.n, 10);
    }
}

Test(radio_checks, phase_noise_and_what_is_left_of_the_offset_pass)
{
    phw_front_end_config c = {
        .oscillator = {.cfo_hz = 1.23e5, .drift_hz_s = -1e4, .linewidth_hz = 50}};
    check(&c, 1);
    cr_expect_eq(figures.n, 5);
    cr_assert_eq(phw_phase_mask_read(&c.oscillator.mask, "10k:-90, 100k:-100, 1M:-120"),
                 PHW_OK);
    check(&c, 2);
    cr_expect_eq(figures.n, 5);
    c.oscillator.linewidth_hz = 0;
    check(&c, 3);
    c.oscillator.mask.n = 0;
    check(&c, 4);
    cr_expect_eq(figures.n, 1);
}

/* Expected of twice the linewidth: off at once, so the check can fail. */
Test(radio_checks, a_linewidth_that_is_twice_as_wide_would_be_seen)
{
    const phw_front_end_config c = {.oscillator = {.linewidth_hz = 50}};
    check(&c, 1);
    for (size_t i = 0; i < 4; ++i)
        cr_expect_gt(fabs(figures.row[i].measured - 2 * figures.row[i].expected),
                     5 * 2 * figures.row[i].standard_error);
}

Test(radio_checks, settings_beyond_their_range_are_refused)
{
    const phw_front_end_config c = {.clock_ppm = 1e6};
    phw_statistics none = {0};
    cr_expect_eq(phw_radio_check(&none, &c, &c, RATE, 1), PHW_EARG);
    cr_expect_eq(none.n, 0);
}
