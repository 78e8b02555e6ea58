#include "phy/wifi_transmitter.h"

#include <criterion/criterion.h>

#include "phy/signal_field.h"

#include "tests/phy/wifi_air.h"

static phw_wifi_transmission example(const uint8_t *byte, size_t n)
{
    return (phw_wifi_transmission){
        .bandwidth_hz = 20e6, .rate_mbps = 54, .seed = 1, .byte = byte, .n_bytes = n};
}

/* The worked example of the standard, annex I.1: 100 bytes at 36 Mb/s, scrambled from
 * 1011101. Its tables have time samples to three digits, of amplitude 1 / 64 a carrier;
 * those at the edges are of a window that is not written here. */
Test(wifi_transmitter, sends_the_example_of_the_standard)
{
    static const uint8_t byte[] =
        "\x04\x02\x00\x2e\x00\x60\x08\xcd\x37\xa6\x00\x20"
        "\xd6\x01\x3c\xf1\x00\x60\x08\xad\x3b\xaf\x00\x00"
        "Joy, bright spark of divinity,\nDaughter of Elysium,\nFire-insired we trea"
        "\x67\x33\x21\xb6";
    static const float training[3][2] = {
        {-0.132F, 0.002F}, {-0.013F, -0.079F}, {0.143F, -0.013F}};
    static const float data[11][2] = {
        {0.004F, 0.014F},  {0.011F, -0.100F},  {-0.097F, -0.020F}, {0.062F, 0.081F},
        {0.124F, 0.139F},  {0.104F, -0.015F},  {0.173F, -0.140F},  {-0.040F, 0.006F},
        {-0.133F, 0.009F}, {-0.002F, -0.043F}, {-0.047F, 0.092F}};
    const float scale = sqrtf(52) / 64;
    phw_wifi_transmission t = example(byte, 100);
    t.rate_mbps = 36;
    t.seed = 0x5d;
    phw_signal s = air_send(&t);
    cr_assert_eq(s.n, PHW_OFDM_DATA_AT + 6 * PHW_OFDM_N_SYMBOL);
    for (size_t i = 0; i < 3; ++i) {
        cr_expect_float_eq(scale * crealf(s.sample[1 + i]), training[i][0], 6e-4F);
        cr_expect_float_eq(scale * cimagf(s.sample[1 + i]), training[i][1], 6e-4F);
    }
    for (size_t i = 0; i < 11; ++i) {
        const phw_cf x = scale * s.sample[PHW_OFDM_DATA_AT + 1 + i];
        cr_expect_float_eq(crealf(x), data[i][0], 6e-4F, "sample %zu", i);
        cr_expect_float_eq(cimagf(x), data[i][1], 6e-4F, "sample %zu", i);
    }
    cr_expect_eq(phw_crc_32(byte, 96), 0xb6213367);
    phw_signal_free(&s);
}

/* The mean of 80 n correlated samples' powers; symbols of 64-QAM vary by 0.05 in power,
 * 60 of them by 0.7 %: 5 sigma. */
Test(wifi_transmitter, mean_power_is_1)
{
    uint8_t byte[1600];
    air_bytes(byte, sizeof byte, 3);
    for (int ht = 0; ht < 2; ++ht) {
        phw_wifi_transmission t = example(byte, sizeof byte);
        t.ht = ht;
        t.mcs = 7;
        phw_signal s = air_send(&t);
        double power = 0;
        for (size_t i = 0; i < s.n; ++i)
            power += phw_cf_power(s.sample[i]) / (double)s.n;
        cr_expect_float_eq(power, 1, 0.035, "%g", power);
        phw_signal_free(&s);
    }
}

/* Equation 17-11 and 19-90: what the numbers of bits take in symbols. */
Test(wifi_transmitter, lasts_as_long_as_the_standard_says)
{
    uint8_t byte[138];
    air_bytes(byte, sizeof byte, 4);
    phw_wifi_transmission t = example(byte, sizeof byte);
    phw_signal s = air_send(&t);
    cr_expect_eq(s.n,
                 400 + 80 * phw_signal_field_symbols(&(phw_signal_field){54, 138}));
    phw_signal_free(&s);
    t.ht = true;
    t.mcs = 0; /* 44 symbols of 26 bits */
    s = air_send(&t);
    cr_expect_eq(s.n, 400 + 320 + 44 * 80);
    phw_signal_free(&s);
    t.short_guard = true;
    s = air_send(&t);
    cr_expect_eq(s.n, 400 + 320 + 44 * 72);
    phw_signal_free(&s);
}

Test(wifi_transmitter, every_symbol_ends_as_its_guard_interval_begins)
{
    uint8_t byte[300];
    air_bytes(byte, sizeof byte, 5);
    phw_wifi_transmission t = example(byte, sizeof byte);
    phw_signal s = air_send(&t);
    for (size_t at = PHW_OFDM_SIGNAL_AT; at < s.n; at += PHW_OFDM_N_SYMBOL)
        for (size_t i = 0; i < PHW_OFDM_N_GUARD; ++i)
            cr_expect_eq(s.sample[at + i], s.sample[at + i + PHW_OFDM_N_FFT]);
    phw_signal_free(&s);
}

Test(wifi_transmitter, what_can_not_be_sent_is_refused)
{
    static uint8_t byte[70000];
    phw_signal s = {0};
    phw_wifi_transmission t = example(byte, 4096);
    cr_expect_eq(phw_wifi_transmit(&s, &t), PHW_EARG);
    t = example(byte, 0);
    cr_expect_eq(phw_wifi_transmit(&s, &t), PHW_EARG);
    t = example(byte, 10);
    t.seed = 0;
    cr_expect_eq(phw_wifi_transmit(&s, &t), PHW_EARG);
    t.seed = 128;
    cr_expect_eq(phw_wifi_transmit(&s, &t), PHW_EARG);
    t = example(byte, 10);
    t.rate_mbps = 11;
    cr_expect_eq(phw_wifi_transmit(&s, &t), PHW_EARG);
    t = example(byte, 10);
    t.bandwidth_hz = 40e6;
    cr_expect_eq(phw_wifi_transmit(&s, &t), PHW_EARG);
    t = example(byte, 65536);
    t.ht = true;
    cr_expect_eq(phw_wifi_transmit(&s, &t), PHW_EARG);
    t = example(byte, 5000); /* 1540 symbols */
    t.ht = true;
    cr_expect_eq(phw_wifi_transmit(&s, &t), PHW_EARG);
    t.n_bytes = 10;
    t.mcs = 8;
    cr_expect_eq(phw_wifi_transmit(&s, &t), PHW_EARG);
    cr_expect_null(s.sample);
}
