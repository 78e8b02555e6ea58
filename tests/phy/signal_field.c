#include "phy/signal_field.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

static const unsigned rates[8] = {6, 9, 12, 18, 24, 36, 48, 54};

/* IEEE Std 802.11-2020, I.1.4: 36 Mb/s, 100 bytes. */
Test(signal_field, the_annex_bits_come_out)
{
    const uint8_t expected[PHW_SIGNAL_N_BITS] = {1, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1, 1,
                                                 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    uint8_t bit[PHW_SIGNAL_N_BITS];
    const phw_signal_field field = {36, 100};
    cr_assert_eq(phw_signal_field_write(bit, &field), PHW_OK);
    cr_expect_arr_eq(bit, expected, PHW_SIGNAL_N_BITS);
}

/* tests/kat/signal_field.txt: rate, length, 24 bits, 48 interleaved coded bits, made by
 * a program of its own. */
Test(signal_field, known_answers_come_out)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/tests/kat/signal_field.txt", getenv("PHW_SOURCE"));
    FILE *f = fopen(path, "r");
    cr_assert_not_null(f);
    unsigned rate = 0;
    unsigned length = 0;
    char bits[32];
    char coded[64];
    int n = 0;
    while (fscanf(f, "%u %u %31s %63s", &rate, &length, bits, coded) == 4) {
        const phw_signal_field field = {rate, length};
        uint8_t bit[PHW_SIGNAL_N_BITS];
        float point[PHW_OFDM_N_DATA];
        cr_assert_eq(phw_signal_field_write(bit, &field), PHW_OK);
        cr_assert_eq(phw_signal_field_encode(point, &field), PHW_OK);
        for (size_t i = 0; i < PHW_SIGNAL_N_BITS; ++i)
            cr_expect_eq(bit[i], bits[i] - '0', "%u %u bit %zu", rate, length, i);
        for (size_t i = 0; i < PHW_OFDM_N_DATA; ++i)
            cr_expect_eq(point[i], coded[i] == '1' ? 1 : -1, "%u %u coded bit %zu",
                         rate, length, i);
        ++n;
    }
    fclose(f);
    cr_expect_eq(n, 33);
}

Test(signal_field, every_rate_and_length_comes_back)
{
    for (size_t r = 0; r < 8; ++r) {
        for (unsigned length = 1; length <= PHW_SIGNAL_LENGTH_MAX; length += 13) {
            const phw_signal_field field = {rates[r], length};
            phw_signal_field back = {0};
            float point[PHW_OFDM_N_DATA];
            cr_assert_eq(phw_signal_field_encode(point, &field), PHW_OK);
            cr_assert_eq(phw_signal_field_decode(&back, point), PHW_OK);
            cr_expect_eq(back.rate_mbps, field.rate_mbps);
            cr_expect_eq(back.length, length);
        }
    }
}

Test(signal_field, every_flipped_bit_is_refused)
{
    const phw_signal_field field = {24, 1500};
    uint8_t bit[PHW_SIGNAL_N_BITS];
    phw_signal_field back = {1, 2};
    cr_assert_eq(phw_signal_field_write(bit, &field), PHW_OK);
    for (size_t i = 0; i < PHW_SIGNAL_N_BITS; ++i) {
        bit[i] ^= 1;
        cr_expect_eq(phw_signal_field_read(&back, bit), PHW_EINPUT, "bit %zu", i);
        bit[i] ^= 1;
    }
    cr_expect_eq(back.rate_mbps, 1);
    cr_expect_eq(back.length, 2);
}

/* 8 rates, 4095 lengths, one parity: 32760 of 2^24 strings, one in 512. Each decoded
 * string is as likely as another, as the code is linear and the noise symmetric.
 * 5 sigma of a binomial. */
Test(signal_field, noise_passes_one_time_in_512)
{
    enum {
        TRIALS = 100000
    };

    int passed = 0;
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x702), trial};
        float soft[PHW_OFDM_N_DATA];
        phw_signal_field back = {0};
        phw_rng_normal(soft, &rng, 0, PHW_OFDM_N_DATA);
        passed += phw_signal_field_decode(&back, soft) == PHW_OK;
    }
    const double p = 32760.0 / (1 << 24);
    cr_expect_float_eq(passed, TRIALS * p, 5 * sqrt(TRIALS * p * (1 - p)));
}

Test(signal_field, other_rates_and_lengths_are_refused)
{
    const phw_signal_field bad[] = {{0, 100}, {5, 100}, {11, 100}, {6, 0}, {54, 4096}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; ++i) {
        uint8_t bit[PHW_SIGNAL_N_BITS] = {7};
        float point[PHW_OFDM_N_DATA] = {7};
        cr_expect_eq(phw_signal_field_write(bit, &bad[i]), PHW_EARG);
        cr_expect_eq(phw_signal_field_encode(point, &bad[i]), PHW_EARG);
        cr_expect_eq(bit[0], 7);
        cr_expect_eq(point[0], 7);
        cr_expect_eq(phw_signal_field_symbols(&bad[i]), 0);
    }
}

/* The annex's 100 bytes at 36 Mb/s are 6 symbols of 144 bits; an acknowledgement at
 * 24 Mb/s is 2; the longest frame at 6 Mb/s 1366. */
Test(signal_field, symbols_are_bits_over_bits_a_symbol)
{
    cr_expect_eq(phw_signal_field_symbols(&(phw_signal_field){36, 100}), 6);
    cr_expect_eq(phw_signal_field_symbols(&(phw_signal_field){24, 14}), 2);
    cr_expect_eq(phw_signal_field_symbols(&(phw_signal_field){6, 4095}), 1366);
}
