#include "phy/wifi_symbols.h"

#include <criterion/criterion.h>

#include "phy/channel_smoother.h"
#include "phy/signal_field.h"

#include "tests/phy/wifi_air.h"

/* The frame's estimate, of samples whose training starts at sample 192. */
static phw_wifi_frame estimate(const phw_signal *x)
{
    phw_wifi_estimator *e = NULL;
    phw_wifi_frame f;
    cr_assert_eq(phw_wifi_estimator_create(&e, 20e6), PHW_OK);
    phw_wifi_estimator_run(e, &f, x->sample + PHW_OFDM_LONG_AT, 100e3);
    phw_wifi_estimator_destroy(e);
    return f;
}

static void expect_bpsk(const phw_wifi_symbols *s, const phw_cf *matched, float most)
{
    const phw_wifi_carriers *c = phw_wifi_symbols_carriers(s);
    const float *gain = phw_wifi_symbols_gain(s);
    for (size_t i = 0; i < c->n_data; ++i) {
        const phw_cf x = matched[c->data[i]] / gain[c->data[i]];
        cr_expect(fabsf(fabsf(crealf(x)) - 1) < most && fabsf(cimagf(x)) < most,
                  "carrier %d: %g %g", c->carrier[c->data[i]], (double)crealf(x),
                  (double)cimagf(x));
    }
}

/* No noise, two paths, an offset of 100 kHz: BPSK's points come back within the
 * rounding of single precision and what is left of the offset's estimate. */
Test(wifi_symbols, points_come_back_over_paths_and_offset)
{
    uint8_t byte[200];
    air_bytes(byte, sizeof byte, 1);
    const phw_wifi_transmission t = {
        .bandwidth_hz = 20e6, .rate_mbps = 6, .seed = 93, .byte = byte, .n_bytes = 200};
    phw_signal sent = air_send(&t);
    phw_signal x = air_arrive(&sent, 0, 0, 5e-3, 0.5F, 1e-12, 0);
    phw_wifi_symbols *s = NULL;
    cr_assert_eq(phw_wifi_symbols_create(&s, 20e6), PHW_OK);
    const phw_wifi_frame f = estimate(&x);
    phw_wifi_symbols_start(s, x.sample + PHW_OFDM_LONG_AT, x.n - PHW_OFDM_LONG_AT, &f);
    size_t n = 0;
    for (; phw_wifi_symbols_has(s, PHW_OFDM_N_GUARD); ++n) {
        int pilot[PHW_OFDM_N_PILOTS];
        for (size_t p = 0; p < PHW_OFDM_N_PILOTS; ++p)
            pilot[p] = phw_ofdm_polarity(n) * phw_ofdm_pilot_value[p];
        expect_bpsk(s, phw_wifi_symbols_read(s, PHW_OFDM_N_GUARD, pilot), 1e-3F);
    }
    cr_expect_eq(n, 1 + phw_signal_field_symbols(&(phw_signal_field){6, 200}));
    cr_expect_float_eq(phw_wifi_symbols_clock_ppm(s), 0, 0.5);
    phw_wifi_symbols_destroy(s);
    phw_signal_free(&x);
    phw_signal_free(&sent);
}

/* A channel's error is 1/3 of a carrier's noise with SIGNAL, and by smoothing below the
 * closed form's share of that, whose channels are harder than this flat one; it is a
 * third of it at least, as many delays are fitted. Of 52 TRIALS complex values, at
 * least 9 TRIALS of them free, the relative deviation is 1 / sqrt(9 TRIALS). */
Test(wifi_symbols, a_known_symbol_refines_the_channel)
{
    enum {
        TRIALS = 500
    };

    uint8_t byte[20];
    float value[PHW_OFDM_N_DATA];
    phw_cf point[PHW_OFDM_N_DATA];
    const double noise = 1e-3;
    const int pilot[PHW_OFDM_N_PILOTS] = {1, 1, 1, -1};
    double error = 0;
    air_bytes(byte, sizeof byte, 2);
    const phw_wifi_transmission t = {
        .bandwidth_hz = 20e6, .rate_mbps = 6, .seed = 93, .byte = byte, .n_bytes = 20};
    phw_signal sent = air_send(&t);
    phw_wifi_symbols *s = NULL;
    cr_assert_eq(phw_wifi_symbols_create(&s, 20e6), PHW_OK);
    cr_assert_eq(phw_signal_field_encode(value, &(phw_signal_field){6, 20}), PHW_OK);
    for (size_t i = 0; i < PHW_OFDM_N_DATA; ++i)
        point[i] = value[i];
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        phw_signal x = air_arrive(&sent, 0, 0, 0, 0, noise, trial);
        phw_wifi_frame f = estimate(&x);
        phw_wifi_symbols_start(s, x.sample + PHW_OFDM_LONG_AT, x.n - PHW_OFDM_LONG_AT,
                               &f);
        (void)phw_wifi_symbols_read(s, PHW_OFDM_N_GUARD, pilot);
        phw_wifi_symbols_learn(s, point);
        /* |h|^2 of a channel of 1 is off by twice the real part of its error. */
        for (size_t i = 0; i < PHW_OFDM_N_USED; ++i) {
            const double off = (double)phw_wifi_symbols_gain(s)[i] - 1;
            error += off * off / 2 / (PHW_OFDM_N_USED * TRIALS);
        }
        phw_signal_free(&x);
    }
    const double plain = noise * 52 / 64 / 3;
    phw_wifi_carriers c;
    phw_channel_smoother *smoother = NULL;
    phw_wifi_carriers_legacy(&c);
    cr_assert_eq(phw_channel_smoother_create(&smoother, &c), PHW_OK);
    const double most = phw_channel_smoother_error(smoother, plain, 1);
    cr_expect_lt(most, 0.9 * plain);
    cr_expect_lt(error, most * (1 + 5 / sqrt(9.0 * TRIALS)), "%g of %g", error, plain);
    cr_expect_gt(error, plain / 3, "%g of %g", error, plain);
    phw_channel_smoother_destroy(smoother);
    phw_wifi_symbols_destroy(s);
    phw_signal_free(&sent);
}

Test(wifi_symbols, other_bandwidths_are_refused)
{
    phw_wifi_symbols *s = NULL;
    cr_expect_eq(phw_wifi_symbols_create(&s, 80e6), PHW_EARG);
    cr_expect_null(s);
    phw_wifi_symbols_destroy(s);
}
