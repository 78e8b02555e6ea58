#include "phy/wifi_burst.h"

#include <complex.h>
#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "core/signal.h"
#include "phy/preamble.h"
#include "phy/wifi_receiver.h"

enum {
    APART = 1700,
    FRAMES = 150, /* more than a fresh receiver has room for */
    N = FRAMES * APART
};

static phw_rng stream(uint32_t sub)
{
    return (phw_rng){1, PHW_RNG_PURPOSE(PHW_RNG_TEST, sub), 0};
}

/* Frames of twelve data symbols in noise, at `rate_hz` of 20 MHz of bandwidth. */
static phw_signal air(double rate_hz)
{
    const size_t factor = (size_t)(rate_hz / 20e6);
    phw_signal x = {0};
    phw_signal frame = {0};
    const phw_rng noise = stream(0x730);
    const phw_preamble_config config = {rate_hz, 20e6, 18, 100, 12, stream(0x731)};
    cr_assert_eq(phw_signal_alloc(&x, N * factor, rate_hz, 0), PHW_OK);
    phw_rng_normal_complex(x.sample, &noise, 1e-3 * (double)factor, 0, x.n);
    cr_assert_eq(phw_preamble_write(&frame, &config), PHW_OK);
    for (size_t k = 0; k < FRAMES; ++k) {
        for (size_t i = 0; i < frame.n; ++i)
            x.sample[factor * (APART * k + 11 * (k % 16)) + i] +=
                frame.sample[i] *
                (phw_cf)cexp(CMPLX(0, 2 * M_PI * 1e-3 / (double)factor * (double)i));
    }
    phw_signal_free(&frame);
    return x;
}

static phw_wifi_receiver *keeper(double rate_hz, size_t n_symbols)
{
    phw_wifi_receiver *r = NULL;
    cr_assert_eq(phw_wifi_receiver_create(&r, rate_hz, 20e6), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_keep(r, n_symbols), PHW_OK);
    return r;
}

/* The burst is what was pushed. */
static void expect_pushed(const phw_wifi_frame *f, const phw_wifi_burst *b,
                          const phw_signal *x, size_t n_symbols)
{
    const size_t first = (size_t)f->start_sample - PHW_OFDM_LONG_AT;
    const size_t n = PHW_OFDM_DATA_AT + n_symbols * PHW_OFDM_N_SYMBOL;
    cr_assert_eq(b->from, 0);
    cr_assert_eq(b->to, first + n < x->n ? n : x->n - first);
    cr_expect_arr_eq(b->sample, x->sample + first, b->to * sizeof *b->sample,
                     "frame at %zu", first);
}

Test(wifi_burst, samples_are_those_pushed_whatever_the_blocks)
{
    phw_signal x = air(20e6);
    static const size_t block[] = {100, 1000, 16384, N};
    static const size_t symbols[] = {0, 3, PHW_WIFI_BURST_SYMBOLS_MAX};
    for (size_t i = 0; i < sizeof block / sizeof block[0]; ++i) {
        for (size_t k = 0; k < sizeof symbols / sizeof symbols[0]; ++k) {
            phw_wifi_receiver *r = keeper(20e6, symbols[k]);
            phw_wifi_frame f;
            phw_wifi_burst b;
            int n = 0;
            for (size_t at = 0; at < x.n; at += block[i]) {
                const size_t left = x.n - at;
                cr_assert_eq(phw_wifi_receiver_push(r, x.sample + at,
                                                    left < block[i] ? left : block[i]),
                             PHW_OK);
                /* Some wait, so that the queue moves. */
                for (int t = 0; t < 2 && phw_wifi_receiver_take_burst(r, &f, &b);
                     ++t, ++n)
                    expect_pushed(&f, &b, &x, symbols[k]);
            }
            cr_assert_eq(phw_wifi_receiver_finish(r), PHW_OK);
            for (; phw_wifi_receiver_take_burst(r, &f, &b); ++n)
                expect_pushed(&f, &b, &x, symbols[k]);
            cr_expect_eq(n, FRAMES);
            phw_wifi_receiver_destroy(r);
        }
    }
    phw_signal_free(&x);
}

Test(wifi_burst, keeping_changes_no_frame)
{
    phw_signal x = air(20e6);
    phw_wifi_receiver *plain = NULL;
    phw_wifi_receiver *keeping = keeper(20e6, 7);
    cr_assert_eq(phw_wifi_receiver_create(&plain, 20e6, 20e6), PHW_OK);
    phw_wifi_frame a;
    phw_wifi_frame b;
    phw_wifi_burst burst;
    memset(&a, 0, sizeof a);
    memset(&b, 0, sizeof b);
    cr_assert_eq(phw_wifi_receiver_push(plain, x.sample, x.n), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_push(keeping, x.sample, x.n), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_finish(plain), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_finish(keeping), PHW_OK);
    int n = 0;
    while (phw_wifi_receiver_take_burst(plain, &a, &burst)) {
        cr_expect_null(burst.sample, "nothing is kept unasked");
        cr_expect_eq(burst.to, 0);
        cr_assert(phw_wifi_receiver_take(keeping, &b));
        cr_expect_eq(a.start_sample, b.start_sample);
        cr_expect_eq(a.cfo_hz, b.cfo_hz);
        cr_expect_arr_eq(a.h, b.h, sizeof a.h);
        ++n;
    }
    cr_expect_eq(n, FRAMES);
    phw_wifi_receiver_destroy(plain);
    phw_wifi_receiver_destroy(keeping);
    phw_signal_free(&x);
}

/* Of the thinned samples those of the frame are near what was sent: the filter's ripple
 * and the noise are what is left. */
Test(wifi_burst, higher_rates_are_thinned)
{
    phw_signal x = air(60e6);
    phw_signal sent = {0};
    const phw_preamble_config config = {20e6, 20e6, 18, 100, 12, stream(0x731)};
    cr_assert_eq(phw_preamble_write(&sent, &config), PHW_OK);
    phw_wifi_receiver *r = keeper(60e6, 4);
    phw_wifi_frame f;
    phw_wifi_burst b;
    cr_assert_eq(phw_wifi_receiver_push(r, x.sample, 20 * 3 * APART), PHW_OK);
    int n = 0;
    for (; phw_wifi_receiver_take_burst(r, &f, &b); ++n) {
        double error = 0;
        for (size_t i = 32; i < b.to; ++i)
            error += phw_cf_power(
                b.sample[i] * (phw_cf)cexp(CMPLX(0, -2 * M_PI * 1e-3 * (double)i)) -
                sent.sample[i]);
        cr_expect_lt(error / (double)(b.to - 32), 0.02, "frame %d", n);
    }
    cr_expect_geq(n, 19);
    phw_wifi_receiver_destroy(r);
    phw_signal_free(&sent);
    phw_signal_free(&x);
}

Test(wifi_burst, what_the_recording_cut_off_is_told)
{
    phw_signal x = air(20e6);
    for (size_t cut = 0; cut <= 160; cut += 20) {
        phw_wifi_receiver *r = keeper(20e6, 2);
        phw_wifi_frame f;
        phw_wifi_burst b;
        const size_t n = PHW_OFDM_DATA_AT + 100; /* 20 samples into the second symbol */
        cr_assert_eq(phw_wifi_receiver_push(r, x.sample + cut, n - cut), PHW_OK);
        cr_assert_eq(phw_wifi_receiver_finish(r), PHW_OK);
        cr_assert(phw_wifi_receiver_take_burst(r, &f, &b));
        cr_expect_eq(b.from, cut);
        cr_expect_eq(b.to, n);
        cr_expect_arr_eq(b.sample + cut, x.sample + cut, (n - cut) * sizeof *x.sample);
        for (size_t i = 0; i < cut; ++i)
            cr_expect_eq(phw_cf_power(b.sample[i]), 0);
        phw_wifi_receiver_destroy(r);
    }
    phw_signal_free(&x);
}

Test(wifi_burst, what_can_not_be_kept_is_refused)
{
    phw_wifi_receiver *r = keeper(20e6, 0);
    const phw_cf zero[16] = {0};
    cr_expect_eq(phw_wifi_receiver_keep(r, PHW_WIFI_BURST_SYMBOLS_MAX + 1), PHW_EARG);
    cr_expect_eq(phw_wifi_receiver_keep(r, PHW_WIFI_BURST_SYMBOLS_MAX), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_push(r, zero, 16), PHW_OK);
    cr_expect_eq(phw_wifi_receiver_keep(r, 0), PHW_EARG, "a sample was pushed");
    phw_wifi_receiver_destroy(r);
}
