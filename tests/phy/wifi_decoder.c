#include "phy/wifi_decoder.h"

#include <criterion/criterion.h>

#include "core/fft.h"
#include "phy/aggregate.h"
#include "phy/ht_signal.h"
#include "phy/signal_field.h"
#include "phy/wifi_coding.h"

#include "tests/phy/wifi_air.h"

static const unsigned mbps[8] = {6, 9, 12, 18, 24, 36, 48, 54};

static phw_wifi_decoder *create(void)
{
    phw_wifi_decoder *d = NULL;
    cr_assert_eq(phw_wifi_decoder_create(&d, 20e6), PHW_OK);
    return d;
}

/* Estimates and decodes a frame whose beginning is sample `at`. */
static phw_wifi_data decode(phw_wifi_decoder *d, const phw_signal *x, size_t at,
                            double coarse_hz)
{
    phw_wifi_estimator *e = NULL;
    phw_wifi_frame f;
    phw_wifi_data data;
    const size_t training = at + PHW_OFDM_LONG_AT;
    cr_assert_eq(phw_wifi_estimator_create(&e, 20e6), PHW_OK);
    phw_wifi_estimator_run(e, &f, x->sample + training, coarse_hz);
    phw_wifi_decoder_run(d, &data, x->sample + training, x->n - training, &f);
    phw_wifi_estimator_destroy(e);
    return data;
}

static phw_wifi_transmission legacy(unsigned rate_mbps, const uint8_t *byte, size_t n)
{
    return (phw_wifi_transmission){.bandwidth_hz = 20e6,
                                   .rate_mbps = rate_mbps,
                                   .seed = 1 + (unsigned)n % 127,
                                   .byte = byte,
                                   .n_bytes = n};
}

static void expect_bytes(const phw_wifi_data *out, const phw_wifi_transmission *t)
{
    cr_assert(out->complete);
    cr_assert(out->decoded, "%u Mb/s, MCS %u, %zu bytes", t->rate_mbps, t->mcs,
              t->n_bytes);
    cr_assert_eq(out->format, t->ht ? PHW_WIFI_HT : PHW_WIFI_LEGACY);
    cr_assert_eq(out->n_bytes, t->n_bytes);
    cr_expect_arr_eq(out->byte, t->byte, t->n_bytes, "%u Mb/s, MCS %u, %zu bytes",
                     t->rate_mbps, t->mcs, t->n_bytes);
    cr_expect_eq(out->scrambler_seed, t->seed);
    cr_expect_eq(out->fcs_ok, t->n_bytes > 4 || t->aggregated);
}

/* At 40 dB, over two paths of which one has a tenth of the other's power. */
Test(wifi_decoder, every_rate_and_length_comes_back)
{
    static const size_t length[] = {1,  2,  3,   4,   5,   13,   14,
                                    28, 38, 100, 139, 777, 1500, 4095};
    static uint8_t byte[4095];
    phw_wifi_decoder *d = create();
    for (size_t r = 0; r < 8; ++r) {
        for (size_t i = 0; i < sizeof length / sizeof *length; ++i) {
            air_bytes(byte, length[i], (uint32_t)(100 * r + i));
            const phw_wifi_transmission t = legacy(mbps[r], byte, length[i]);
            phw_signal s = air_send(&t);
            phw_signal x = air_arrive(&s, 10, 10, 2e-3, 0.3F, 1e-4, (uint32_t)i);
            const phw_wifi_data out = decode(d, &x, 10, 40e3);
            expect_bytes(&out, &t);
            cr_expect_eq(out.mac_ok, length[i] >= 28);
            if (out.mac_ok)
                cr_expect_arr_eq(out.mac.transmitter, AIR_SENDER, 6);
            phw_signal_free(&x);
            phw_signal_free(&s);
        }
    }
    phw_wifi_decoder_destroy(d);
}

/* Two paths nearly as strong as each other take five carriers out, by up to 20 dB; the
 * values of those count for little. */
Test(wifi_decoder, notches_of_the_channel_are_bridged)
{
    uint8_t byte[1000];
    phw_wifi_decoder *d = create();
    for (unsigned i = 0; i < 16; ++i) {
        air_bytes(byte, sizeof byte, i);
        phw_wifi_transmission t = legacy(mbps[i % 8], byte, sizeof byte);
        t.ht = i >= 8;
        t.mcs = i % 8;
        phw_signal s = air_send(&t);
        phw_signal x = air_arrive(&s, 30, 30, -0.024, 0.9F, 1e-4, i);
        const phw_wifi_data out = decode(d, &x, 30, -480e3);
        expect_bytes(&out, &t);
        phw_signal_free(&x);
        phw_signal_free(&s);
    }
    phw_wifi_decoder_destroy(d);
}

Test(wifi_decoder, every_ht_rate_with_either_guard_interval_comes_back)
{
    static const size_t length[] = {5, 28, 138, 1500, 4000};
    static uint8_t byte[4000];
    phw_wifi_decoder *d = create();
    for (unsigned mcs = 0; mcs < 16; ++mcs) {
        for (size_t i = 0; i < sizeof length / sizeof *length; ++i) {
            air_bytes(byte, length[i], (uint32_t)(1000 + 100 * mcs + i));
            phw_wifi_transmission t = legacy(0, byte, length[i]);
            t.ht = true;
            t.mcs = mcs % 8;
            t.short_guard = mcs >= 8;
            phw_signal s = air_send(&t);
            phw_signal x = air_arrive(&s, 0, 90, -4e-3, 0.2F, 1e-4, (uint32_t)i);
            const phw_wifi_data out = decode(d, &x, 0, -80e3);
            cr_assert(out.ht_ok);
            cr_expect_eq(out.ht.mcs, t.mcs);
            cr_expect_eq(out.ht.length, length[i]);
            cr_expect_eq(out.ht.short_guard, t.short_guard);
            expect_bytes(&out, &t);
            phw_signal_free(&x);
            phw_signal_free(&s);
        }
    }
    phw_wifi_decoder_destroy(d);
}

/* Three frames, the second of which has a wrong check. */
Test(wifi_decoder, frames_of_an_aggregate_are_checked_each)
{
    enum {
        N = 3,
        LENGTH = 60,
        N_BYTES = N * (LENGTH + PHW_AGGREGATE_N_DELIMITER)
    };

    uint8_t byte[N_BYTES];
    phw_wifi_decoder *d = create();
    for (size_t i = 0; i < N; ++i) {
        uint8_t *at = byte + i * (LENGTH + PHW_AGGREGATE_N_DELIMITER);
        phw_aggregate_delimiter(at, LENGTH);
        air_bytes(at + PHW_AGGREGATE_N_DELIMITER, LENGTH, (uint32_t)i);
        at[PHW_AGGREGATE_N_DELIMITER + 40] ^= i == 1;
    }
    phw_wifi_transmission t = legacy(0, byte, N_BYTES);
    t.ht = true;
    t.mcs = 4;
    t.aggregated = true;
    phw_signal s = air_send(&t);
    const phw_wifi_data out = decode(d, &s, 0, 0);
    expect_bytes(&out, &t);
    cr_expect_eq(out.n_subframes, N);
    cr_expect_eq(out.n_subframes_ok, N - 1);
    cr_expect(out.mac_ok);
    cr_expect_arr_eq(out.mac.transmitter, AIR_SENDER, 6);
    phw_signal_free(&s);
    phw_wifi_decoder_destroy(d);
}

/* As a receiver hears it whose clock is `ppm` faster: 4.4 samples in the longest frame
 * at 40 ppm, by a windowed sinc. */
static phw_signal drift(const phw_signal *s, double ppm)
{
    enum {
        HALF = 24
    };

    phw_signal x = {0};
    cr_assert_eq(phw_signal_alloc(&x, s->n, s->rate_hz, 0), PHW_OK);
    for (size_t i = 0; i < s->n; ++i) {
        const double at = (double)i * (1 - 1e-6 * ppm);
        const ptrdiff_t middle = (ptrdiff_t)floor(at);
        const double share = at - (double)middle;
        double re = 0;
        double im = 0;
        for (ptrdiff_t k = 1 - HALF; k <= HALF; ++k) {
            const ptrdiff_t from = middle + k;
            const double u = share - (double)k;
            if (from < 0 || (size_t)from >= s->n)
                continue;
            const double sinc = fabs(u) < 1e-9 ? 1 : sin(M_PI * u) / (M_PI * u);
            const double w = sinc * (0.54 + 0.46 * cos(M_PI * u / HALF));
            re += w * (double)crealf(s->sample[from]);
            im += w * (double)cimagf(s->sample[from]);
        }
        x.sample[i] = CMPLXF((float)re, (float)im);
    }
    return x;
}

Test(wifi_decoder, clocks_40_ppm_apart_are_followed_over_the_longest_frames)
{
    static uint8_t byte[4095];
    phw_wifi_decoder *d = create();
    air_bytes(byte, sizeof byte, 7);
    static const unsigned rate[] = {6, 54};
    for (size_t i = 0; i < 2; ++i) {
        for (int sign = -1; sign <= 1; sign += 2) {
            const phw_wifi_transmission t = legacy(rate[i], byte, sizeof byte);
            phw_signal s = air_send(&t);
            phw_signal late = drift(&s, 40.0 * sign);
            phw_signal x = air_arrive(&late, 0, 20, 0.01, 0.1F, 1e-3, 1);
            const phw_wifi_data out = decode(d, &x, 0, 200e3);
            expect_bytes(&out, &t);
            cr_expect_float_eq(out.clock_ppm, 40.0 * sign, rate[i] == 6 ? 0.5 : 4,
                               "%g ppm", out.clock_ppm);
            phw_signal_free(&x);
            phw_signal_free(&late);
            phw_signal_free(&s);
        }
    }
    phw_wifi_decoder_destroy(d);
}

/* At every number of samples: complete with the last one, and no sooner. */
Test(wifi_decoder, a_truncated_frame_is_not_complete)
{
    uint8_t byte[60];
    phw_wifi_decoder *d = create();
    air_bytes(byte, sizeof byte, 8);
    for (int ht = 0; ht < 2; ++ht) {
        phw_wifi_transmission t = legacy(6, byte, sizeof byte);
        t.ht = ht;
        phw_signal s = air_send(&t);
        const size_t whole = s.n;
        for (size_t n = PHW_OFDM_DATA_AT; n <= whole; ++n) {
            s.n = n;
            const phw_wifi_data out = decode(d, &s, 0, 0);
            cr_expect_eq(out.complete, n == whole, "%zu of %zu", n, whole);
            cr_expect_eq(out.decoded, n == whole);
            cr_expect_eq(out.format == PHW_WIFI_HT, ht && n >= PHW_OFDM_DATA_AT + 160);
        }
        phw_signal_free(&s);
    }
    phw_wifi_decoder_destroy(d);
}

/* SIGNAL and HT-SIG of any content before noise: no field leads out of the samples. */
Test(wifi_decoder, headers_may_promise_what_they_like)
{
    enum {
        N = 3000
    };

    static phw_cf sample[N];
    phw_wifi_decoder *d = create();
    const phw_rng rng = air_stream(0x746, 0);
    phw_wifi_data out;
    phw_rng_normal_complex(sample, &rng, 1, 0, N);
    for (unsigned length = 0; length <= 5000; length += length < 100 ? 1 : 97) {
        for (size_t r = 0; r < 9; ++r) {
            phw_wifi_frame f = {.signal_ok = true,
                                .noise_variance = 0.1,
                                .snr_db = 10,
                                .rate_mbps = r < 8 ? mbps[r] : 7,
                                .length = length};
            for (size_t i = 0; i < PHW_OFDM_N_USED; ++i)
                f.h[i] = 1;
            phw_wifi_decoder_run(d, &out, sample + 4, N - 4, &f);
            cr_expect_not(out.fcs_ok);
            cr_expect_eq(out.complete, phw_wifi_decoder_reach(&f) <= N - 4);
            f.signal_ok = false;
            phw_wifi_decoder_run(d, &out, sample + 4, N - 4, &f);
            cr_expect_not(out.complete);
        }
    }
    phw_wifi_decoder_destroy(d);
}

Test(wifi_decoder, samples_that_are_no_numbers_break_nothing)
{
    uint8_t byte[60];
    phw_wifi_decoder *d = create();
    air_bytes(byte, sizeof byte, 9);
    const phw_wifi_transmission t = legacy(54, byte, sizeof byte);
    phw_signal s = air_send(&t);
    for (size_t i = PHW_OFDM_DATA_AT; i < s.n; ++i)
        s.sample[i] = i % 3 ? NAN : INFINITY;
    const phw_wifi_data out = decode(d, &s, 0, 0);
    cr_expect(out.complete);
    cr_expect_not(out.fcs_ok);
    phw_signal_free(&s);
    phw_wifi_decoder_destroy(d);
}

/* Turns symbol `number` after SIGNAL by 90 degrees, pilots left alone: what the headers
 * of later formats look like. */
static void write_header_symbol(phw_signal *s, size_t number, const float *point,
                                phw_cf turn)
{
    phw_fft *fft = NULL;
    phw_cf bin[PHW_OFDM_N_FFT] = {0};
    phw_cf *at = s->sample + PHW_OFDM_SIGNAL_AT + number * PHW_OFDM_N_SYMBOL;
    const float scale = (float)(1 / sqrt(PHW_OFDM_N_USED));
    cr_assert_eq(phw_fft_create(&fft, PHW_OFDM_N_FFT, PHW_FFT_INVERSE), PHW_OK);
    for (size_t i = 0; i < PHW_OFDM_N_DATA; ++i)
        bin[phw_ofdm_bin(phw_ofdm_data[i], PHW_OFDM_N_FFT)] = scale * point[i] * turn;
    for (size_t p = 0; p < PHW_OFDM_N_PILOTS; ++p)
        bin[phw_ofdm_bin(phw_ofdm_pilot[p], PHW_OFDM_N_FFT)] =
            scale * (float)(phw_ofdm_pilot_value[p] * phw_ofdm_polarity(number));
    phw_fft_execute(fft, bin, bin);
    for (size_t i = 0; i < PHW_OFDM_N_SYMBOL; ++i)
        at[i] = bin[(i + PHW_OFDM_N_FFT - PHW_OFDM_N_GUARD) % PHW_OFDM_N_FFT];
    phw_fft_destroy(fft);
}

Test(wifi_decoder, later_formats_are_told_by_their_headers)
{
    uint8_t byte[300];
    uint8_t bit[PHW_HT_SIGNAL_N_BITS];
    float point[PHW_HT_SIGNAL_N_POINTS];
    float again[PHW_OFDM_N_DATA];
    phw_wifi_decoder *d = create();
    air_bytes(byte, sizeof byte, 10);
    /* VHT-SIG-A has HT-SIG's check: BPSK, then turned; SIGNAL's length is 3 k. */
    const phw_wifi_transmission vht = legacy(6, byte, 300);
    phw_signal s = air_send(&vht);
    const phw_ht_signal any = {.mcs = 3, .bandwidth_mhz = 20, .length = 99};
    cr_assert_eq(phw_ht_signal_write(bit, &any), PHW_OK);
    phw_ht_signal_code(point, bit);
    write_header_symbol(&s, 1, point, 1);
    write_header_symbol(&s, 2, point + PHW_OFDM_N_DATA, I);
    phw_wifi_data out = decode(d, &s, 0, 0);
    cr_expect_eq(out.format, PHW_WIFI_VHT);
    cr_expect_not(out.decoded);
    phw_signal_free(&s);
    /* The same after a SIGNAL that VHT does not send. */
    const phw_wifi_transmission other = legacy(6, byte, 299);
    s = air_send(&other);
    write_header_symbol(&s, 1, point, 1);
    write_header_symbol(&s, 2, point + PHW_OFDM_N_DATA, I);
    cr_expect_eq(decode(d, &s, 0, 0).format, PHW_WIFI_LEGACY);
    phw_signal_free(&s);
    /* HE repeats SIGNAL; its length is not 3 k. */
    const phw_wifi_transmission he = legacy(6, byte, 298);
    s = air_send(&he);
    cr_assert_eq(phw_signal_field_encode(again, &(phw_signal_field){6, 298}), PHW_OK);
    write_header_symbol(&s, 1, again, 1);
    out = decode(d, &s, 0, 0);
    cr_expect_eq(out.format, PHW_WIFI_HE);
    cr_expect_not(out.decoded);
    phw_signal_free(&s);
    /* HT-SIG with a wrong check is of the format, and not read. */
    s = air_send(&vht);
    bit[9] ^= 1;
    phw_ht_signal_code(point, bit);
    write_header_symbol(&s, 1, point, I);
    write_header_symbol(&s, 2, point + PHW_OFDM_N_DATA, I);
    out = decode(d, &s, 0, 0);
    cr_expect_eq(out.format, PHW_WIFI_HT);
    cr_expect_not(out.ht_ok);
    cr_expect_not(out.decoded);
    phw_signal_free(&s);
    phw_wifi_decoder_destroy(d);
}

/* A frame of HT-SIG `field`, whose SIGNAL promises 12 symbols. */
static phw_wifi_data decode_ht_signal(phw_wifi_decoder *d, const phw_ht_signal *field)
{
    uint8_t byte[30];
    uint8_t bit[PHW_HT_SIGNAL_N_BITS];
    float point[PHW_HT_SIGNAL_N_POINTS];
    air_bytes(byte, sizeof byte, 11);
    phw_wifi_transmission t = legacy(0, byte, sizeof byte);
    t.ht = true;
    phw_signal s = air_send(&t);
    cr_assert_eq(phw_ht_signal_write(bit, field), PHW_OK);
    phw_ht_signal_code(point, bit);
    write_header_symbol(&s, 1, point, I);
    write_header_symbol(&s, 2, point + PHW_OFDM_N_DATA, I);
    const phw_wifi_data out = decode(d, &s, 0, 0);
    cr_expect_eq(out.format, PHW_WIFI_HT);
    cr_expect(out.ht_ok && out.complete);
    phw_signal_free(&s);
    return out;
}

Test(wifi_decoder, ht_frames_of_other_kinds_are_told_and_not_decoded)
{
    const phw_ht_signal good = {.bandwidth_mhz = 20, .length = 30, .smoothing = true};
    phw_ht_signal other[8];
    phw_wifi_decoder *d = create();
    for (size_t i = 0; i < 8; ++i)
        other[i] = good;
    other[0].bandwidth_mhz = 40;
    other[1].stbc = 1;
    other[2].ldpc = true;
    other[3].n_extra_spatial = 1;
    other[4].sounding = true;
    other[5].mcs = 8;
    other[6].length = 0;
    other[7].length = 34; /* a symbol more than SIGNAL says */
    cr_expect(decode_ht_signal(d, &good).fcs_ok);
    for (size_t i = 0; i < 8; ++i)
        cr_expect_not(decode_ht_signal(d, &other[i]).decoded, "kind %zu", i);
    phw_wifi_decoder_destroy(d);
}

Test(wifi_decoder, looking_tells_all_but_the_bytes)
{
    uint8_t byte[200];
    phw_wifi_decoder *d = create();
    phw_wifi_estimator *e = NULL;
    cr_assert_eq(phw_wifi_estimator_create(&e, 20e6), PHW_OK);
    air_bytes(byte, sizeof byte, 12);
    for (int ht = 0; ht < 2; ++ht) {
        phw_wifi_transmission t = legacy(6, byte, sizeof byte);
        t.ht = ht;
        phw_signal s = air_send(&t);
        phw_wifi_frame f;
        phw_wifi_data seen;
        const phw_cf *at = s.sample + PHW_OFDM_LONG_AT;
        phw_wifi_estimator_run(e, &f, at, 0);
        phw_wifi_decoder_look(d, &seen, at, s.n - PHW_OFDM_LONG_AT, &f);
        const phw_wifi_data whole = decode(d, &s, 0, 0);
        cr_expect(seen.complete && whole.decoded);
        cr_expect_eq(seen.format, whole.format);
        cr_expect_eq(seen.ht.length, whole.ht.length);
        cr_expect_not(seen.decoded);
        cr_expect_null(seen.byte);
        phw_signal_free(&s);
    }
    phw_wifi_estimator_destroy(e);
    phw_wifi_decoder_destroy(d);
}

Test(wifi_decoder, other_bandwidths_are_refused)
{
    phw_wifi_decoder *d = NULL;
    cr_expect_eq(phw_wifi_decoder_create(&d, 40e6), PHW_EARG);
    cr_expect_null(d);
    phw_wifi_decoder_destroy(d);
}
