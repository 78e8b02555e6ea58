#include "phy/ofdm.h"

#include <stdbool.h>

#include <criterion/criterion.h>

Test(ofdm, carriers_rise_from_minus_26_to_26_without_0)
{
    for (int i = 0; i < PHW_OFDM_N_USED; ++i)
        cr_expect_eq(phw_ofdm_carrier[i], i < 26 ? i - 26 : i - 25, "entry %d", i);
}

Test(ofdm, bins_are_the_carriers_modulo_the_transform)
{
    for (size_t i = 0; i < PHW_OFDM_N_USED; ++i) {
        const int k = phw_ofdm_carrier[i];
        cr_expect_eq(phw_ofdm_bin(i, 64), (size_t)(k < 0 ? 64 + k : k));
        cr_expect_eq(phw_ofdm_bin(i, 256), (size_t)(k < 0 ? 256 + k : k));
    }
}

Test(ofdm, data_and_pilots_part_the_carriers)
{
    bool used[PHW_OFDM_N_USED] = {false};
    for (size_t i = 0; i < PHW_OFDM_N_DATA; ++i) {
        cr_expect(i == 0 || phw_ofdm_data[i] > phw_ofdm_data[i - 1], "entry %zu", i);
        used[phw_ofdm_data[i]] = true;
    }
    const int pilot[PHW_OFDM_N_PILOTS] = {-21, -7, 7, 21};
    for (size_t i = 0; i < PHW_OFDM_N_PILOTS; ++i) {
        cr_expect_eq(phw_ofdm_carrier[phw_ofdm_pilot[i]], pilot[i]);
        cr_expect_not(used[phw_ofdm_pilot[i]]);
        used[phw_ofdm_pilot[i]] = true;
    }
    for (size_t i = 0; i < PHW_OFDM_N_USED; ++i)
        cr_expect(used[i], "entry %zu", i);
}

Test(ofdm, short_training_is_on_every_fourth_carrier)
{
    for (size_t i = 0; i < PHW_OFDM_N_USED; ++i)
        cr_expect_eq(phw_ofdm_short[i] != 0,
                     phw_ofdm_carrier[i] % 4 == 0 && i >= 2 && i <= 49, "entry %zu", i);
}

/* Equation 17-25 prints the sequence; its first 32 here. A period of a maximal sequence
 * of degree 7 has 64 ones, here -1, and 63 zeros. */
Test(ofdm, pilot_polarity_is_the_scrambler_sequence)
{
    static const int first[32] = {1,  1,  1, 1,  -1, -1, -1, 1, -1, -1, -1,
                                  -1, 1,  1, -1, 1,  -1, -1, 1, 1,  -1, 1,
                                  1,  -1, 1, 1,  1,  1,  1,  1, -1, 1};
    int sum = 0;
    for (size_t i = 0; i < 32; ++i)
        cr_expect_eq(phw_ofdm_polarity(i), first[i], "symbol %zu", i);
    for (size_t i = 0; i < 127; ++i) {
        sum += phw_ofdm_polarity(i);
        cr_expect_eq(phw_ofdm_polarity(i), phw_ofdm_polarity(i + 127));
    }
    cr_expect_eq(sum, -1);
}

Test(ofdm, three_bandwidths_have_a_spacing)
{
    double spacing_hz = 0;
    cr_expect_eq(phw_ofdm_spacing(&spacing_hz, 20e6), PHW_OK);
    cr_expect_eq(spacing_hz, 312500);
    cr_expect_eq(phw_ofdm_spacing(&spacing_hz, 10e6), PHW_OK);
    cr_expect_eq(spacing_hz, 156250);
    cr_expect_eq(phw_ofdm_spacing(&spacing_hz, 5e6), PHW_OK);
    cr_expect_eq(spacing_hz, 78125);
    cr_expect_eq(phw_ofdm_spacing(&spacing_hz, 40e6), PHW_EARG);
    cr_expect_eq(spacing_hz, 78125);
}

Test(ofdm, only_whole_multiples_of_the_bandwidth_are_rates)
{
    size_t factor = 0;
    cr_expect_eq(phw_ofdm_oversampling(&factor, 20e6, 20e6), PHW_OK);
    cr_expect_eq(factor, 1);
    cr_expect_eq(phw_ofdm_oversampling(&factor, 320e6, 5e6), PHW_OK);
    cr_expect_eq(factor, 64);
    const double bad[] = {0, -20e6, 10e6, 25e6, 20e6 + 1, 1300e6, 0.0 / 0.0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; ++i)
        cr_expect_eq(phw_ofdm_oversampling(&factor, bad[i], 20e6), PHW_EARG, "%g",
                     bad[i]);
    cr_expect_eq(factor, 64);
}
