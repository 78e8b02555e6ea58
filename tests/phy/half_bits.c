#include "phy/half_bits.h"

#include <math.h>

#include <criterion/criterion.h>

Test(half_bits, every_sample_belongs_to_the_half_bit_that_begins_before_it)
{
    static const phw_half_bit_clock clock[] = {
        {0, 5}, {0, 1}, {3, 8.2}, {-2.5, 8.2}, {0.1, 4.0 / 3}, {1e6, 25.6}};
    for (size_t c = 0; c < sizeof clock / sizeof clock[0]; ++c) {
        for (int64_t i = -50; i < 500; ++i) {
            const int64_t k = phw_half_bit_of(&clock[c], i);
            cr_expect_leq(phw_half_bit_from(&clock[c], k), i);
            cr_expect_gt(phw_half_bit_from(&clock[c], k + 1), i);
        }
    }
}

Test(half_bits, means_and_energies_are_those_of_their_samples)
{
    /* From 1.5 on with 2.5 samples each: samples 2 3 | 4 5 6 | 7 8. */
    const phw_half_bit_clock clock = {1.5, 2.5};
    phw_cf x[9];
    for (int i = 0; i < 9; ++i)
        x[i] = CMPLXF((float)i, (float)(-i));
    phw_cf mean[3];
    float energy[3];
    cr_assert_eq(phw_half_bit_means(mean, 3, x, 9, &clock, 0), PHW_OK);
    cr_assert_eq(phw_half_bit_energies(energy, 3, x, 9, &clock, 0), PHW_OK);
    static const float want_mean[] = {2.5F, 5, 7.5F};
    static const float want_energy[] = {26, 154, 226};
    for (int k = 0; k < 3; ++k) {
        cr_expect_eq(crealf(mean[k]), want_mean[k]);
        cr_expect_eq(cimagf(mean[k]), -want_mean[k]);
        cr_expect_eq(energy[k], want_energy[k]);
    }
}

Test(half_bits, a_half_bit_outside_the_samples_is_refused)
{
    const phw_half_bit_clock clock = {1.5, 2.5};
    phw_cf x[9] = {0};
    phw_cf mean[4];
    cr_expect_eq(phw_half_bit_means(mean, 4, x, 9, &clock, 0), PHW_ESHORT);
    cr_expect_eq(phw_half_bit_means(mean, 1, x, 9, &clock, -1), PHW_ESHORT);
    cr_expect_eq(phw_half_bit_means(mean, 1, x, 8, &clock, 2), PHW_ESHORT);
    cr_expect_eq(phw_half_bit_means(mean, 0, x, 0, &clock, 99), PHW_OK);
}

Test(half_bits, a_clock_out_of_range_is_refused)
{
    static const phw_half_bit_clock bad[] = {
        {0, 0.5},         {0, 0},        {0, -3},      {0, (double)NAN},
        {(double)NAN, 2}, {HUGE_VAL, 2}, {0, HUGE_VAL}};
    phw_cf x[9] = {0};
    phw_cf mean[1];
    float wave[9];
    const uint8_t chip[1] = {1};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
        cr_expect_eq(phw_half_bit_means(mean, 1, x, 9, &bad[i], 0), PHW_EARG);
        cr_expect_eq(phw_half_bit_waveform(wave, 9, chip, 1, &bad[i]), PHW_EARG);
    }
}

Test(half_bits, the_waveform_is_zero_outside_its_chips)
{
    const phw_half_bit_clock clock = {1.5, 2.5};
    const uint8_t chip[3] = {1, 0, 1};
    static const float want[10] = {0, 0, 1, 1, -1, -1, -1, 1, 1, 0};
    float wave[10];
    cr_assert_eq(phw_half_bit_waveform(wave, 10, chip, 3, &clock), PHW_OK);
    cr_expect_arr_eq(wave, want, sizeof want);
    /* Cut at both ends. */
    const phw_half_bit_clock early = {-1, 2.5};
    static const float cut[3] = {1, 1, -1};
    cr_assert_eq(phw_half_bit_waveform(wave, 3, chip, 3, &early), PHW_OK);
    cr_expect_arr_eq(wave, cut, sizeof cut);
}
