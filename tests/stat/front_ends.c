/* 802.11 frames from one radio through a channel to another, both with flaws, found and
 * measured by the receiver of phy: what the flaws are is known, and what the receiver
 * says of them is held to its own closed form.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/calibration.h"
#include "channel/front_end.h"
#include "channel/multipath.h"
#include "channel/profiles.h"
#include "phy/preamble.h"
#include "phy/wifi_receiver.h"

#include "tests/channel/statistics.h"

#define RATE 20e6

enum {
    FRAMES = 300,
    BEFORE = 400, /* silent samples before and after the frame */
    LENGTH = 1600,
    ROOM = 4096
};

/* Two radios, the channel between them and one frame to send. */
typedef struct pair {
    phw_front_end *radio[2];
    phw_multipath *channel;
    phw_taps taps;
    phw_signal frame;
} pair;

static void open_pair(pair *p, const phw_front_end_config config[2])
{
    const phw_preamble_config preamble = {.rate_hz = RATE,
                                          .bandwidth_hz = 20e6,
                                          .rate_mbps = 6,
                                          .length = 100,
                                          .n_payload_symbols = 4};
    phw_signal written = {0};
    for (uint32_t i = 0; i < 2; ++i) {
        const phw_rng rng = {
            .seed = 9,
            .purpose = PHW_RNG_PURPOSE(PHW_RNG_IMPAIRMENT, i * PHW_FRONT_END_STREAMS)};
        cr_assert_eq(phw_front_end_create(&p->radio[i], &config[i], RATE, &rng, &rng),
                     PHW_OK, "%s", phw_error_message());
    }
    cr_assert_eq(phw_profile_taps(&p->taps, phw_profile_find("tdl-a"), 50e-9, 0),
                 PHW_OK);
    cr_assert_eq(phw_multipath_create(&p->channel, &p->taps, LENGTH, RATE), PHW_OK);
    cr_assert_eq(phw_preamble_write(&written, &preamble), PHW_OK);
    cr_assert_eq(phw_signal_alloc(&p->frame, LENGTH, RATE, 0), PHW_OK);
    memcpy(p->frame.sample + BEFORE, written.sample, written.n * sizeof(phw_cf));
    phw_signal_free(&written);
}

static void close_pair(pair *p)
{
    phw_front_end_destroy(p->radio[0]);
    phw_front_end_destroy(p->radio[1]);
    phw_multipath_destroy(p->channel);
    phw_signal_free(&p->frame);
}

/* Rayleigh taps of a frame. */
static void draw_taps(phw_cf *out, const phw_taps *taps, uint32_t frame)
{
    const phw_rng rng = {
        .seed = 9, .purpose = PHW_RNG_PURPOSE(PHW_RNG_FADING, 1), .trial = frame};
    phw_rng_normal_complex(out, &rng, 1, 0, taps->n);
    for (size_t l = 0; l < taps->n; ++l)
        out[l] *= (float)sqrt(taps->power[l]);
}

/* What the receiver's antenna gets: at most ROOM samples, how many is returned. */
static size_t pass_air(phw_cf *air, const pair *p, phw_front_end *sender,
                       const phw_cf *tap, double time_s)
{
    static phw_cf sent[ROOM];
    phw_signal in = {.sample = sent, .n = LENGTH, .rate_hz = RATE};
    phw_signal out = {.sample = air, .rate_hz = RATE};
    static phw_cf padded[ROOM];
    memset(sent, 0, sizeof sent);
    memset(padded, 0, sizeof padded);
    memcpy(padded, p->frame.sample, LENGTH * sizeof *padded);
    phw_front_end_start(sender, time_s);
    (void)phw_front_end_transmit(sender, sent, padded,
                                 LENGTH + phw_front_end_latency(sender));
    out.n = phw_multipath_n_out(p->channel);
    cr_assert_leq(out.n, ROOM);
    cr_assert_eq(phw_multipath_apply(p->channel, &out, &in, tap, tap), PHW_OK, "%s",
                 phw_error_message());
    return out.n;
}

/* The frame as the receiver finds it; false when it does not. */
static bool receive(phw_wifi_frame *out, phw_front_end *receiver, const phw_cf *air,
                    size_t n, double time_s)
{
    static phw_cf heard[ROOM];
    phw_wifi_receiver *r = NULL;
    phw_front_end_start(receiver, time_s);
    const size_t got = phw_front_end_receive(receiver, heard, air, n);
    cr_assert_eq(phw_wifi_receiver_create(&r, RATE, 20e6), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_push(r, heard, got), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_finish(r), PHW_OK);
    const bool found = phw_wifi_receiver_take(r, out);
    phw_wifi_receiver_destroy(r);
    return found;
}

static double frame_time(uint32_t frame)
{
    return 1 + 0.0123 * (double)frame;
}

/* Variance of the measured offset at that ratio of a sample (phy/wifi_frame.h). */
static double offset_variance(double snr)
{
    return pow(20e6 / (2 * M_PI * 64), 2) / (64 * snr) * (1 + 1 / (2 * snr));
}

/* Offsets of 23 and -11 kHz, drift, filters and noise: the receiver measures their
 * difference at the frame's time, and what is left after correction is its estimator's
 * error and nothing else. Its square over the closed form, each frame at its own SNR,
 * has mean 1 and variance 2 / FRAMES. */
Test(front_ends, what_is_left_of_the_offset_is_the_estimator_s_error)
{
    const phw_front_end_config config[2] = {
        {.oscillator = {.cfo_hz = 23e3, .drift_hz_s = 500, .phase_rad = 1},
         .tx_filter = {.ripple_db = -20, .gain_db = 2}},
        {.oscillator = {.cfo_hz = -11e3},
         .rx_filter = {.gain_db = -7},
         .thermal_variance = 1e-3,
         .noise_figure_db = 3}};
    pair p = {0};
    static phw_cf air[ROOM];
    double mean = 0;
    double ratio = 0;
    double left = 0;
    open_pair(&p, config);
    const double noise = phw_front_end_noise_variance(p.radio[1]);
    for (uint32_t f = 0; f < FRAMES; ++f) {
        phw_cf tap[PHW_TAPS_MAX];
        phw_wifi_frame found = {0};
        draw_taps(tap, &p.taps, f);
        const size_t n = pass_air(air, &p, p.radio[0], tap, frame_time(f));
        cr_assert(receive(&found, p.radio[1], air, n, frame_time(f)), "frame %u", f);
        cr_expect(found.signal_ok && found.length == 100, "frame %u", f);
        double power = 0;
        for (size_t i = 0; i < 64; ++i)
            power += phw_cf_power(air[found.start_sample + i]) / 64;
        const double at_s = frame_time(f) + (double)(found.start_sample + 64) / RATE;
        const double error = found.cfo_hz - (34e3 + 500 * at_s);
        const double variance = offset_variance(power / noise);
        mean += error / sqrt(variance) / FRAMES;
        ratio += error * error / variance / FRAMES;
        left = fmax(left, fabs(error));
    }
    cr_expect_float_eq(mean, 0, tolerance(1, FRAMES), "%g", mean);
    cr_expect_float_eq(ratio, 1, tolerance(2, FRAMES), "%g", ratio);
    cr_expect_lt(left, 2e3, "%g Hz", left);
    close_pair(&p);
}

static phw_front_end_config flawed(double cfo_hz, double clock_ppm)
{
    phw_front_end_config c = {
        .oscillator = {.cfo_hz = cfo_hz, .drift_hz_s = 100, .linewidth_hz = 20},
        .clock_ppm = clock_ppm,
        .tx_mixer = {0.2, 0.02, -35, 1},
        .rx_mixer = {-0.2, 0.01, -35, 2},
        .backoff_db = 9,
        .tx_filter = {.ripple_db = -25},
        .rx_filter = {.ripple_db = -25},
        .thermal_variance = 1e-3,
        .noise_figure_db = 4,
        .agc = {.on = true, .target_db = -6, .gain_db = 6},
        .adc_bits = 10,
    };
    cr_assert_eq(phw_power_amplifier_choose(&c.amplifier, "rapp"), PHW_OK);
    cr_assert_eq(phw_phase_mask_read(&c.oscillator.mask, "10k:-95, 100k:-100, 1M:-120"),
                 PHW_OK);
    return c;
}

/* Variance of the offset that both oscillators' phase noise makes: that of the mean
 * over 64 samples of theta(i + 64) - theta(i), whose covariances follow from the
 * variogram D, E (..i)(..j) = (D(i-j+64) + D(i-j-64) - 2 D(i-j)) / 2. */
static double phase_variance(const phw_front_end_config config[2])
{
    const phw_rng rng = {.seed = 1};
    double sum = 0;
    for (int i = 0; i < 2; ++i) {
        phw_oscillator *o = NULL;
        cr_assert_eq(phw_oscillator_create(&o, &config[i].oscillator, RATE, &rng),
                     PHW_OK);
        for (int d = -63; d <= 63; ++d)
            sum += (64.0 - abs(d)) / 4096 / 2 *
                   (phw_oscillator_variance(o, (d + 64) / RATE) +
                    phw_oscillator_variance(o, (d - 64) / RATE) -
                    2 * phw_oscillator_variance(o, d / RATE));
        phw_oscillator_destroy(o);
    }
    return sum * pow(RATE / (2 * M_PI * 64), 2);
}

/* Every flaw at once, as cheap radios have them; offsets are 20 ppm of 2.4 GHz, clocks
 * as far apart. Frames that the channel leaves above 12 dB are all read, and the
 * offset's error has the sum of its two closed forms, of noise and of phase noise; the
 * flaws that are no noise are small beside them. */
Test(front_ends, frames_of_cheap_radios_are_read)
{
    const phw_front_end_config config[2] = {flawed(48e3, 20), flawed(-20e3, -8.3)};
    pair p = {0};
    static phw_cf air[ROOM];
    unsigned strong = 0;
    double ratio = 0;
    open_pair(&p, config);
    for (uint32_t f = 0; f < FRAMES; ++f) {
        phw_cf tap[PHW_TAPS_MAX];
        phw_wifi_frame found = {0};
        double power = 0;
        draw_taps(tap, &p.taps, f);
        for (size_t l = 0; l < p.taps.n; ++l)
            power += phw_cf_power(tap[l]);
        if (power < 16 * phw_front_end_noise_variance(p.radio[1]))
            continue;
        ++strong;
        const size_t n = pass_air(air, &p, p.radio[0], tap, frame_time(f));
        cr_assert(receive(&found, p.radio[1], air, n, frame_time(f)), "frame %u", f);
        cr_expect(found.signal_ok && found.length == 100, "frame %u", f);
        const double snr = power / phw_front_end_noise_variance(p.radio[1]);
        const double variance = offset_variance(snr) + phase_variance(config);
        cr_expect_float_eq(found.cfo_hz, 68e3, 5 * sqrt(variance),
                           "frame %u: %g Hz, %g", f, found.cfo_hz, sqrt(variance));
        ratio += pow(found.cfo_hz - 68e3, 2) / variance;
    }
    cr_expect_geq(strong, FRAMES / 2);
    cr_expect_float_eq(ratio / strong, 1, tolerance(2, strong), "%g", ratio / strong);
    close_pair(&p);
}

/* Sent at the same time in both directions: the oscillators turn the two estimates
 * against each other, so their product is the channel's square, whatever the phase. A
 * carrier's error is sqrt(1e-5 / 2 * 52 / 64), 0.002, from noise and 0.006 from the
 * phase noise of 64 samples, 0.009 for the product: 0.05 is 5 sigma. */
Test(front_ends, oscillators_turn_the_two_directions_against_each_other)
{
    const phw_front_end_config config[2] = {
        {.oscillator = {.cfo_hz = 23e3, .phase_rad = 2, .linewidth_hz = 1},
         .thermal_variance = 1e-5},
        {.oscillator = {.cfo_hz = -11e3, .phase_rad = -1, .linewidth_hz = 1},
         .thermal_variance = 1e-5}};
    pair p = {0};
    static phw_cf air[ROOM];
    open_pair(&p, config);
    for (uint32_t f = 0; f < 10; ++f) {
        phw_cf tap[PHW_TAPS_MAX] = {0};
        phw_wifi_frame found[2];
        tap[0] = 1;
        for (size_t way = 0; way < 2; ++way) {
            const size_t n = pass_air(air, &p, p.radio[way], tap, frame_time(f));
            cr_assert(receive(&found[way], p.radio[1 - way], air, n, frame_time(f)));
        }
        const double at_s =
            frame_time(f) +
            (double)(found[0].start_sample + PHW_WIFI_FRAME_PHASE_AT) / RATE;
        const double theta = phw_front_end_phase(p.radio[0], at_s) -
                             phw_front_end_phase(p.radio[1], at_s);
        const double complex turn = CMPLX(cos(theta), sin(theta));
        cr_assert_eq(found[0].start_sample, found[1].start_sample);
        for (size_t k = 0; k < PHW_OFDM_N_USED; ++k) {
            const double complex ab = (double complex)found[0].h[k];
            const double complex ba = (double complex)found[1].h[k];
            const double slope = 2 * M_PI * phw_ofdm_carrier[k] / 64.0 *
                                 ((double)found[0].start_sample - BEFORE - 192);
            const double complex delay = CMPLX(cos(slope), sin(slope));
            cr_expect_lt(cabs(ab * conj(delay) - turn), 0.05, "frame %u, %zu", f, k);
            cr_expect_lt(cabs(ab * ba * conj(delay * delay) - 1), 0.05);
        }
    }
    close_pair(&p);
}

/* h of a frame as if it had been found where it was sent. */
static void take_channel(phw_cf *out, const phw_wifi_frame *frame)
{
    const double late = (double)frame->start_sample - BEFORE - 192;
    for (size_t k = 0; k < PHW_OFDM_N_USED; ++k)
        out[k] = frame->h[k] * (phw_cf)phasor(-late * phw_ofdm_carrier[k] / 64);
}

/* Variance of an entry of h for that of a sample: the mean of two training symbols, 52
 * of 64 carriers in use. */
static double estimate_variance(double noise)
{
    return noise * PHW_OFDM_N_USED / 64 / 2;
}

/* The mismatch of two radios at a carrier, and what noise leaves of it: as
 * phw_calibration_variance(), but that each receiver's filter has its hand in the
 * noise.
 */
static double complex mismatch(double *variance, const pair *p, size_t k, double power)
{
    const double f = phw_ofdm_carrier[k] * RATE / 64;
    const phw_cf ra = phw_front_end_gain(p->radio[0], false, f);
    const phw_cf rb = phw_front_end_gain(p->radio[1], false, f);
    const phw_cf m = rb * phw_front_end_gain(p->radio[0], true, f) /
                     (ra * phw_front_end_gain(p->radio[1], true, f));
    *variance = estimate_variance(phw_front_end_noise_variance(p->radio[0])) *
                (phw_cf_power(rb) + phw_cf_power(m) * phw_cf_power(ra)) / power;
    return (double complex)m;
}

/* Two radios of unequal chains, each frame over a path of its own phase and with its
 * oscillators' phase: what calibration finds of the mismatch is off by the noise of the
 * estimates alone. |error|^2 over its closed form has mean 1 and variance 1 / 52, and
 * the common phase takes one of 104 degrees of freedom. */
Test(front_ends, calibration_finds_the_mismatch_from_received_frames)
{
    enum {
        PAIRS = 40,
        TONES = PHW_OFDM_N_USED
    };

    const phw_chain_filter_config chain = {.gain_db = 1, .ripple_db = -18, .n_taps = 3};
    const phw_front_end_config config[2] = {{.oscillator = {.cfo_hz = 23e3},
                                             .tx_filter = chain,
                                             .rx_filter = chain,
                                             .thermal_variance = 1e-3},
                                            {.oscillator = {.cfo_hz = -11e3},
                                             .tx_filter = chain,
                                             .rx_filter = chain,
                                             .thermal_variance = 1e-3}};
    pair p = {0};
    static phw_cf air[ROOM];
    static phw_cf h[2][PAIRS * TONES];
    phw_cf m[TONES];
    double complex along = 0;
    double ratio = 0;
    open_pair(&p, config);
    for (uint32_t f = 0; f < PAIRS; ++f) {
        phw_cf tap[PHW_TAPS_MAX];
        draw_taps(tap, &p.taps, f);
        /* One path: several smear symbols into each other where a late one is found. */
        for (size_t l = 1; l < p.taps.n; ++l)
            tap[l] = 0;
        tap[0] = (phw_cf)phasor(0.1 * f);
        for (size_t way = 0; way < 2; ++way) {
            phw_wifi_frame found;
            const size_t n = pass_air(air, &p, p.radio[way], tap, frame_time(f));
            cr_assert(receive(&found, p.radio[1 - way], air, n, frame_time(f)), "%u",
                      f);
            take_channel(h[way] + (size_t)f * TONES, &found);
        }
    }
    cr_assert_eq(phw_calibration_estimate(m, h[0], h[1], PAIRS, TONES, true), PHW_OK);
    for (size_t k = 0; k < TONES; ++k) {
        double variance = 0;
        along += (double complex)m[k] * conj(mismatch(&variance, &p, k, 1));
    }
    for (size_t k = 0; k < TONES; ++k) {
        double power = 0;
        double variance = 0;
        for (size_t f = 0; f < PAIRS; ++f)
            power += phw_cf_power(h[1][f * TONES + k]);
        const double complex truth = mismatch(&variance, &p, k, power);
        const double complex error =
            (double complex)m[k] * conj(along) / cabs(along) - truth;
        ratio += power_of(error) / variance / TONES;
    }
    cr_expect_float_eq(ratio, 1, tolerance(1, TONES) + 0.01, "%g", ratio);
    close_pair(&p);
}
