#include "phy/wifi_data.h"

#include <stdio.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "phy/wifi_receiver.h"

#include "tests/phy/wifi_air.h"

Test(wifi_data, formats_have_names)
{
    cr_expect_str_eq(phw_wifi_format_name(PHW_WIFI_LEGACY), "legacy");
    cr_expect_str_eq(phw_wifi_format_name(PHW_WIFI_HT), "ht");
    cr_expect_str_eq(phw_wifi_format_name(PHW_WIFI_VHT), "vht");
    cr_expect_str_eq(phw_wifi_format_name(PHW_WIFI_HE), "he");
}

static phw_wifi_receiver *create(double rate_hz, double bandwidth_hz)
{
    phw_wifi_receiver *r = NULL;
    cr_assert_eq(phw_wifi_receiver_create(&r, rate_hz, bandwidth_hz), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_decode(r), PHW_OK);
    return r;
}

/* Frames of every rate and 50 to 4095 bytes, one after the other; every fifth is HT. */
enum {
    FRAMES = 48
};

static phw_wifi_transmission frame_of(size_t i, uint8_t *byte)
{
    static const unsigned mbps[8] = {54, 6, 9, 48, 12, 18, 24, 36};
    const size_t n = i % 16 == 7 ? 4095 : 50 + 37 * i;
    air_bytes(byte, n, (uint32_t)i);
    return (phw_wifi_transmission){.bandwidth_hz = 20e6,
                                   .ht = i % 5 == 4,
                                   .rate_mbps = mbps[i % 8],
                                   .mcs = (unsigned)i % 8,
                                   .short_guard = i % 2,
                                   .seed = 1 + (unsigned)i,
                                   .byte = byte,
                                   .n_bytes = n};
}

/* At a carrier offset of 1 kHz, in noise of -30 dB. */
static phw_signal traffic(void)
{
    static uint8_t byte[4095];
    phw_signal x = {0};
    const phw_rng rng = air_stream(0x748, 0);
    size_t at = 500;
    cr_assert_eq(phw_signal_alloc(&x, 1500000, 20e6, 0), PHW_OK);
    phw_rng_normal_complex(x.sample, &rng, 1e-3, 0, x.n);
    for (size_t i = 0; i < FRAMES; ++i) {
        const phw_wifi_transmission t = frame_of(i, byte);
        phw_signal s = air_send(&t);
        cr_assert_leq(at + s.n + 500, x.n);
        for (size_t k = 0; k < s.n; ++k)
            x.sample[at + k] +=
                s.sample[k] * (phw_cf)cexp(CMPLX(0, 2 * M_PI * 5e-5 * (double)k));
        at += s.n + 200;
        phw_signal_free(&s);
    }
    x.n = at;
    return x;
}

static void expect_frame(const phw_wifi_data *d, size_t i)
{
    static uint8_t byte[4095];
    const phw_wifi_transmission t = frame_of(i, byte);
    cr_assert(d->complete && d->decoded && d->fcs_ok && d->mac_ok, "frame %zu", i);
    cr_assert_eq(d->format == PHW_WIFI_HT, t.ht, "frame %zu", i);
    cr_assert_eq(d->n_bytes, t.n_bytes, "frame %zu", i);
    cr_expect_arr_eq(d->byte, byte, t.n_bytes, "frame %zu", i);
    cr_expect(d->n_points >= 48 && d->n_points <= PHW_WIFI_DATA_POINTS_MAX);
    cr_expect_lt(d->data_evm_db, -22, "frame %zu: %g dB", i, d->data_evm_db);
}

/* Some frames are taken between the blocks, so that queues move. */
Test(wifi_data, blocks_of_any_size_give_the_same_bytes)
{
    phw_signal x = traffic();
    static const size_t block[] = {777, 16384, 100000, 3000000};
    for (size_t k = 0; k < sizeof block / sizeof *block; ++k) {
        phw_wifi_receiver *r = create(20e6, 20e6);
        phw_wifi_frame f;
        phw_wifi_data d;
        size_t n = 0;
        for (size_t at = 0; at < x.n; at += block[k]) {
            const size_t left = x.n - at;
            cr_assert_eq(phw_wifi_receiver_push(r, x.sample + at,
                                                left < block[k] ? left : block[k]),
                         PHW_OK);
            if (phw_wifi_receiver_take_data(r, &f, NULL, &d))
                expect_frame(&d, n++);
        }
        cr_assert_eq(phw_wifi_receiver_finish(r), PHW_OK);
        while (phw_wifi_receiver_take_data(r, &f, NULL, &d))
            expect_frame(&d, n++);
        cr_expect_eq(n, FRAMES);
        const phw_wifi_counts c = phw_wifi_receiver_counts(r);
        cr_expect_eq(c.n_signal, FRAMES);
        cr_expect_eq(c.n_complete, FRAMES);
        cr_expect_eq(c.n_decoded, FRAMES);
        cr_expect_eq(c.n_check, FRAMES);
        cr_expect_eq(c.n_ht, 9);
        cr_expect_eq(c.n_ht_check, 9);
        phw_wifi_receiver_destroy(r);
    }
    phw_signal_free(&x);
}

/* The burst is kept beside, and frames are those of a receiver that decodes nothing. */
Test(wifi_data, decoding_changes_no_frame)
{
    phw_signal x = traffic();
    phw_wifi_receiver *plain = NULL;
    phw_wifi_receiver *decoding = create(20e6, 20e6);
    phw_wifi_frame a;
    phw_wifi_frame b;
    phw_wifi_burst burst;
    phw_wifi_data d;
    size_t n = 0;
    cr_assert_eq(phw_wifi_receiver_create(&plain, 20e6, 20e6), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_keep(decoding, 3), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_push(plain, x.sample, x.n), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_push(decoding, x.sample, x.n), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_finish(plain), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_finish(decoding), PHW_OK);
    while (phw_wifi_receiver_take(plain, &a)) {
        cr_assert(phw_wifi_receiver_take_data(decoding, &b, &burst, &d));
        cr_expect_eq(a.start_sample, b.start_sample);
        cr_expect_eq(a.cfo_hz, b.cfo_hz);
        cr_expect_eq(a.snr_db, b.snr_db);
        cr_expect_eq(burst.to, PHW_OFDM_DATA_AT + 3 * PHW_OFDM_N_SYMBOL);
        expect_frame(&d, n++);
    }
    cr_expect_eq(n, FRAMES);
    cr_expect_not(phw_wifi_receiver_take_data(decoding, &b, &burst, &d));
    phw_wifi_receiver_destroy(plain);
    phw_wifi_receiver_destroy(decoding);
    phw_signal_free(&x);
}

/* Half and quarter clocked. At two and three times the rate zeros lie between the
 * samples: the receiver's filter takes their images away. */
Test(wifi_data, other_bandwidths_and_rates_are_decoded)
{
    static const double bandwidth_hz[3] = {20e6, 10e6, 5e6};
    uint8_t byte[300];
    for (size_t i = 0; i < 3; ++i) {
        for (size_t factor = 1; factor <= 3; ++factor) {
            air_bytes(byte, sizeof byte, (uint32_t)i);
            const phw_wifi_transmission t = {.bandwidth_hz = bandwidth_hz[i],
                                             .rate_mbps = 24,
                                             .seed = 5,
                                             .byte = byte,
                                             .n_bytes = sizeof byte};
            phw_signal s = air_send(&t);
            phw_signal x = air_arrive(&s, 300, 300, 1e-3, 0, 1e-3, (uint32_t)factor);
            phw_wifi_receiver *r =
                create(bandwidth_hz[i] * (double)factor, bandwidth_hz[i]);
            phw_wifi_frame f;
            phw_wifi_data d;
            phw_cf sample[3] = {0};
            for (size_t k = 0; k < x.n; ++k) {
                sample[0] = x.sample[k] * (float)factor;
                cr_assert_eq(phw_wifi_receiver_push(r, sample, factor), PHW_OK);
            }
            cr_assert_eq(phw_wifi_receiver_finish(r), PHW_OK);
            cr_assert(phw_wifi_receiver_take_data(r, &f, NULL, &d));
            cr_expect(d.fcs_ok, "bandwidth %zu factor %zu", i, factor);
            phw_wifi_receiver_destroy(r);
            phw_signal_free(&x);
            phw_signal_free(&s);
        }
    }
}

/* A recording that ends anywhere in a frame: the frame is told, complete with its last
 * sample only, whatever the receiver has been given as silence afterwards. */
Test(wifi_data, a_recording_that_ends_within_a_frame_tells_so)
{
    uint8_t byte[100];
    air_bytes(byte, sizeof byte, 3);
    const phw_wifi_transmission t = {
        .bandwidth_hz = 20e6, .rate_mbps = 36, .seed = 5, .byte = byte, .n_bytes = 100};
    phw_signal s = air_send(&t);
    for (size_t n = PHW_OFDM_DATA_AT; n <= s.n; n += n + 7 < s.n ? 7 : 1) {
        phw_wifi_receiver *r = create(20e6, 20e6);
        phw_wifi_frame f;
        phw_wifi_data d;
        cr_assert_eq(phw_wifi_receiver_push(r, s.sample, n), PHW_OK);
        cr_assert_eq(phw_wifi_receiver_finish(r), PHW_OK);
        cr_assert(phw_wifi_receiver_take_data(r, &f, NULL, &d));
        cr_expect_eq(d.complete, n == s.n, "%zu of %zu", n, s.n);
        cr_expect_eq(d.fcs_ok, n == s.n);
        phw_wifi_receiver_destroy(r);
    }
    phw_signal_free(&s);
}

Test(wifi_data, decoding_is_asked_for_before_the_first_sample)
{
    phw_wifi_receiver *r = create(20e6, 20e6);
    const phw_cf zero = 0;
    cr_expect_eq(phw_wifi_receiver_decode(r), PHW_OK, "twice changes nothing");
    cr_assert_eq(phw_wifi_receiver_push(r, &zero, 1), PHW_OK);
    cr_expect_eq(phw_wifi_receiver_decode(r), PHW_EARG);
    phw_wifi_receiver_destroy(r);
}
