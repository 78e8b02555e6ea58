#include "channel/phase_mask.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#define RATE 20e6

static const char *const good[] = {
    "1k:-90, 100k:-100, 1M:-120, 5M:-130",
    "1k:-70,10k:-90,100k:-110",
    "10k:-95, 100k:-95, 1M:-115",
    "100:-60, 1k:-75, 10k:-80, 100k:-100, 1M:-120, 10M:-130",
};

static double drawn(const phw_phase_mask *m, double f)
{
    size_t i = 1;
    while (i + 1 < m->n && f > m->offset_hz[i])
        ++i;
    const double part =
        log10(f / m->offset_hz[i - 1]) / log10(m->offset_hz[i] / m->offset_hz[i - 1]);
    return m->level_dbc_hz[i - 1] +
           part * (m->level_dbc_hz[i] - m->level_dbc_hz[i - 1]);
}

Test(phase_mask, is_read_from_text)
{
    phw_phase_mask m;
    cr_assert_eq(phw_phase_mask_read(&m, good[0]), PHW_OK);
    cr_expect_eq(m.n, 4);
    cr_expect_eq(m.offset_hz[0], 1e3);
    cr_expect_eq(m.level_dbc_hz[3], -130);
    cr_assert_eq(phw_phase_mask_read(&m, " 2kHz: -80dBc/Hz , 3e3:-81"), PHW_OK, "%s",
                 phw_error_message());
    cr_expect_eq(m.offset_hz[0], 2e3);
    cr_expect_eq(m.level_dbc_hz[1], -81);
    cr_assert_eq(phw_phase_mask_read(&m, ""), PHW_OK);
    cr_expect_eq(m.n, 0);
}

Test(phase_mask, text_that_is_none_is_refused)
{
    static const char *const bad[] = {
        "1k",       "1k:",   ":-90",
        "1k:-90:3", "x:-90", "1:-9,2:-9,3:-9,4:-9,5:-9,6:-9,7:-9,8:-9,9:-9"};
    phw_phase_mask m = {.n = 99};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i)
        cr_expect_eq(phw_phase_mask_read(&m, bad[i]), PHW_EARG, "%s", bad[i]);
    char longer[1000];
    memset(longer, ',', sizeof longer);
    longer[999] = '\0';
    cr_expect_eq(phw_phase_mask_read(&m, longer), PHW_EARG);
    cr_expect_eq(m.n, 99);
}

Test(phase_mask, masks_that_no_sum_of_poles_can_follow_are_refused)
{
    static const char *const bad[] = {
        "1k:-90",        "2k:-90,1k:-91",     "1k:-90,1k:-91",
        "1k:-91,2k:-90", "1k:-90,10k:-110.1", "1k:-90,11M:-91",
        "0:-90,1k:-91",  "1k:-10,10k:-20",    "1k:-190,10k:-201"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
        phw_phase_mask m;
        cr_assert_eq(phw_phase_mask_read(&m, bad[i]), PHW_OK);
        cr_expect_eq(phw_phase_mask_check(&m, RATE), PHW_EARG, "%s", bad[i]);
    }
    phw_phase_mask m = {.n = PHW_PHASE_MASK_MAX + 1};
    cr_expect_eq(phw_phase_mask_check(&m, RATE), PHW_EARG);
    m.n = 0;
    cr_expect_eq(phw_phase_mask_check(&m, RATE), PHW_OK);
}

Test(phase_mask, poles_follow_the_mask_within_two_and_a_half_decibels)
{
    for (size_t k = 0; k < sizeof good / sizeof good[0]; ++k) {
        phw_phase_mask m;
        phw_phase_poles poles;
        cr_assert_eq(phw_phase_mask_read(&m, good[k]), PHW_OK);
        cr_assert_eq(phw_phase_mask_check(&m, RATE), PHW_OK, "%s", phw_error_message());
        phw_phase_poles_fit(&poles, &m);
        double worst = 0;
        const double last = m.offset_hz[m.n - 1];
        for (double f = m.offset_hz[0]; f <= last; f *= 1.05)
            worst = fmax(worst, fabs(10 * log10(phw_phase_poles_level(&poles, f)) -
                                     drawn(&m, f)));
        cr_expect_lt(worst, 2.5, "%s: %g dB", good[k], worst);
        cr_log_info("%s: %.2f dB", good[k], worst);
    }
}

/* The whole of a two-sided spectrum is the variance, half of the variogram's end. */
Test(phase_mask, the_variogram_ends_at_twice_the_spectrum_s_integral)
{
    phw_phase_mask m;
    phw_phase_poles poles;
    cr_assert_eq(phw_phase_mask_read(&m, good[2]), PHW_OK);
    phw_phase_poles_fit(&poles, &m);
    double sum = 0;
    const double ratio = 1.001;
    sum += 2 * 10 * phw_phase_poles_level(&poles, 10);
    for (double f = 10; f < 1e12; f *= ratio)
        sum += 2 * phw_phase_poles_level(&poles, f * sqrt(ratio)) * f * (ratio - 1);
    const double end = phw_phase_poles_variance(&poles, 1e3);
    cr_expect_float_eq(end, 2 * sum, 1e-3 * end);
    cr_expect_eq(phw_phase_poles_variance(&poles, 0), 0);
}

Test(phase_mask, none_has_no_poles)
{
    const phw_phase_mask m = {0};
    phw_phase_poles poles = {.n = 3};
    phw_phase_poles_fit(&poles, &m);
    cr_expect_eq(poles.n, 0);
    cr_expect_eq(phw_phase_poles_level(&poles, 1e3), 0);
}
