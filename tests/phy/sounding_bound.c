#include "phy/sounding_bound.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "phy/estimation_bound.h"

/* Two blocks N apart, K bins, a channel of power P: the carrier offset's bound is
 * 1 / ((2 pi N)^2 K snr), snr = P |S|^2 / (N noise) of a bin (Moose 1994, equation 13,
 * as the variance of an angle at high SNR). */
Test(sounding_bound, is_mooses_for_two_blocks)
{
    phw_sounding_waveform w = {0};
    phw_sounding_bound bound;
    phw_cf h[52];
    cr_assert_eq(phw_sounding_waveform_make(&w, "wifi-ltf", 1), PHW_OK);
    for (int k = 0; k < 52; ++k)
        h[k] = 0.5F * I;
    phw_sounding_bound_of(&bound, &w, h, 0.02);
    const double snr = 0.25 * 64 / 52.0 / 0.02;
    cr_expect_float_eq(bound.cfo * pow(2 * M_PI * 64, 2) * 52 * snr, 1, 1e-5, "%g",
                       bound.cfo);
    /* The carriers are those of the estimate: delays have the same bound. */
    float variance[52];
    for (int k = 0; k < 52; ++k)
        variance[k] = (float)(0.25 / snr / 2);
    const phw_pilot_estimate pilots = {
        .n = 52, .frequency = w.frequency, .variance = variance};
    cr_expect_float_eq(bound.timing / phw_bound_delay(&pilots, 0.25), 1, 1e-5);
    /* The carriers lie evenly about 0, so that the offset costs the clock nothing. */
    double square = 0;
    for (int k = 0; k < 52; ++k)
        square += w.frequency[k] * w.frequency[k] / 52;
    cr_expect_float_eq(bound.clock * square / bound.cfo, 1, 1e-5);
    phw_sounding_waveform_free(&w);
}

/* R equal blocks: sum (t - mean t)^2 = N^2 R (R^2 - 1) / 12. */
Test(sounding_bound, falls_with_the_cube_of_the_repeats)
{
    static const double repeats[] = {2, 3, 4, 8, 31};
    for (size_t i = 0; i < sizeof repeats / sizeof repeats[0]; ++i) {
        phw_sounding_waveform w = {0};
        phw_sounding_bound bound;
        char text[64];
        (void)snprintf(text, sizeof text, "zadoff-chu:length=31:repeats=%g",
                       repeats[i]);
        cr_assert_eq(phw_sounding_waveform_make(&w, text, 1), PHW_OK);
        phw_cf *h = calloc(w.n_used, sizeof *h);
        for (size_t k = 0; k < w.n_used; ++k)
            h[k] = 1;
        phw_sounding_bound_of(&bound, &w, h, 1);
        const double r = repeats[i];
        const double sum = 31.0 * 31 * r * (r * r - 1) / 12;
        cr_expect_float_eq(bound.cfo * 8 * M_PI * M_PI * 31 * sum, 1, 1e-5);
        free(h);
        phw_sounding_waveform_free(&w);
    }
}

Test(sounding_bound, is_infinite_without_a_channel_and_for_what_a_tone_does_not_show)
{
    phw_sounding_waveform w = {0};
    phw_sounding_bound bound;
    phw_cf h = 0;
    cr_assert_eq(phw_sounding_waveform_make(&w, "tone", 1), PHW_OK);
    phw_sounding_bound_of(&bound, &w, &h, 1);
    cr_expect_eq(bound.cfo, HUGE_VAL);
    h = 1;
    phw_sounding_bound_of(&bound, &w, &h, 1);
    cr_expect_lt(bound.cfo, 1);
    cr_expect_eq(bound.timing, HUGE_VAL);
    cr_expect_eq(bound.clock, HUGE_VAL);
    phw_sounding_waveform_free(&w);
}
