#include "phy/wifi_transmitter.h"

#include <criterion/criterion.h>

#include "phy/signal_field.h"

#include "tests/phy/wifi_air.h"

static phw_wifi_transmission example(const uint8_t *byte, size_t n)
{
    return (phw_wifi_transmission){
        .bandwidth_hz = 20e6, .rate_mbps = 54, .seed = 1, .byte = byte, .n_bytes = n};
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
