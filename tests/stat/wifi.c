/* 802.11 frames err where the code's distances say, and noise has none. */
#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>

#include "phy/channel_smoother.h"
#include "phy/wifi_carriers.h"
#include "phy/wifi_coding.h"
#include "phy/wifi_decoder.h"
#include "phy/wifi_receiver.h"

#include "tests/phy/wifi_air.h"

#define N_STATES  64
#define N_WEIGHTS 32

/* Ways that leave the zero state at step `from` and come back, by weight: those of a
 * punctured code differ by where they start. The last six bits, newest lowest, are the
 * state, as 133 and 171 octal turned round have it. */
static void count_ways(double ways[N_WEIGHTS], const phw_wifi_coding *c, size_t from)
{
    static double now[N_STATES][N_WEIGHTS];
    static double next[N_STATES][N_WEIGHTS];
    memset(now, 0, sizeof now);
    now[0][0] = 1;
    for (size_t step = 0; step < 80; ++step) {
        const size_t k = 2 * (from + step);
        memset(next, 0, sizeof next);
        for (unsigned s = 0; s < N_STATES; ++s) {
            for (unsigned bit = step == 0; bit < 2; ++bit) {
                const unsigned window = s << 1 | bit;
                const int weight =
                    (__builtin_parity(window & 0155U) & phw_wifi_coding_sends(c, k)) +
                    (__builtin_parity(window & 0117U) &
                     phw_wifi_coding_sends(c, k + 1));
                double *to = next[window & (N_STATES - 1)];
                for (int w = 0; w + weight < N_WEIGHTS; ++w)
                    to[w + weight] += now[s][w];
            }
        }
        for (int w = 0; w < N_WEIGHTS; ++w) {
            ways[w] += next[0][w];
            next[0][w] = 0;
        }
        memcpy(now, next, sizeof now);
    }
}

/* The union bound on a frame's error rate at the SNR `snr` of a carrier: each of its
 * steps may start a wrong way; a way of weight d is likelier than the right one with
 * probability Q(sqrt(2 d snr)), of half the power an axis in QPSK (Viterbi, IEEE Trans.
 * Commun. Technol. 19 (1971) 751). */
static double bound_errors(const phw_wifi_coding *c, size_t n_bytes, double snr)
{
    double sum = 0;
    const double axis = 2 * snr / c->bits_per_carrier;
    for (size_t from = 0; from < c->numerator; ++from) {
        double ways[N_WEIGHTS] = {0};
        count_ways(ways, c, from);
        for (int w = 0; w < N_WEIGHTS; ++w)
            sum += ways[w] / c->numerator * gsl_cdf_ugaussian_Q(sqrt(w * axis));
    }
    return 8 * (double)n_bytes * sum;
}

/* The SNR where the bound is `rate`. */
static double snr_of(const phw_wifi_coding *c, size_t n_bytes, double rate)
{
    double low = 0.1;
    double high = 100;
    for (int i = 0; i < 60; ++i) {
        const double middle = sqrt(low * high);
        if (bound_errors(c, n_bytes, middle) > rate)
            low = middle;
        else
            high = middle;
    }
    return low;
}

enum {
    FRAMES = 1000,
    N_BYTES = 100
};

/* Frames of which not every bit came back; the receiver knows where they are. */
static unsigned count_errors(unsigned mbps, double snr)
{
    uint8_t byte[N_BYTES];
    unsigned errors = 0;
    phw_wifi_decoder *d = NULL;
    phw_wifi_estimator *e = NULL;
    cr_assert_eq(phw_wifi_decoder_create(&d, 20e6), PHW_OK);
    cr_assert_eq(phw_wifi_estimator_create(&e, 20e6), PHW_OK);
    air_bytes(byte, N_BYTES, mbps);
    const phw_wifi_transmission t = {.bandwidth_hz = 20e6,
                                     .rate_mbps = mbps,
                                     .seed = 77,
                                     .byte = byte,
                                     .n_bytes = N_BYTES};
    phw_signal s = air_send(&t);
    for (uint32_t trial = 0; trial < FRAMES; ++trial) {
        phw_wifi_frame f;
        phw_wifi_data data;
        phw_signal x = air_arrive(&s, 0, 0, 0, 0, 64.0 / 52 / snr, 10000 + trial);
        phw_wifi_estimator_run(e, &f, x.sample + PHW_OFDM_LONG_AT, 0);
        f.signal_ok = true;
        f.rate_mbps = mbps;
        f.length = N_BYTES;
        phw_wifi_decoder_run(d, &data, x.sample + PHW_OFDM_LONG_AT,
                             x.n - PHW_OFDM_LONG_AT, &f);
        errors += !data.fcs_ok;
        phw_signal_free(&x);
    }
    phw_signal_free(&s);
    phw_wifi_estimator_destroy(e);
    phw_wifi_decoder_destroy(d);
    return errors;
}

/* What noise the receiver adds to that of a carrier: the smoothed channel's error, of a
 * third of the noise with SIGNAL, by its closed form; and the phase of four pilots, an
 * eighth in one of two dimensions, if no symbol helped the other. */
static double added_noise(double snr)
{
    phw_wifi_carriers carriers;
    phw_channel_smoother *s = NULL;
    phw_wifi_carriers_legacy(&carriers);
    cr_assert_eq(phw_channel_smoother_create(&s, &carriers), PHW_OK);
    const double channel = phw_channel_smoother_error(s, 1 / (3 * snr), 1) * snr;
    phw_channel_smoother_destroy(s);
    return 1 + channel + 1.0 / 8;
}

/* Where the bound is 3 % for a known channel the rate is half of that at least, for the
 * bound counts frames twice that have two wrong ways, and no receiver is better; at an
 * SNR higher by what this one adds (1.1 to 1.2 dB) it is 3 % at most. 5 sigma of a
 * binomial. */
Test(wifi, frames_err_where_the_distances_of_the_code_say)
{
    static const unsigned mbps[] = {6, 9, 12, 18};
    const double rate = 0.03;
    for (size_t i = 0; i < sizeof mbps / sizeof *mbps; ++i) {
        phw_wifi_coding c;
        cr_assert_eq(phw_wifi_coding_legacy(&c, mbps[i]), PHW_OK);
        const double snr = snr_of(&c, N_BYTES, rate);
        const double at = (double)count_errors(mbps[i], snr) / FRAMES;
        const double above =
            (double)count_errors(mbps[i], snr * added_noise(snr)) / FRAMES;
        const double least = rate / 2;
        cr_expect_geq(at, least - 5 * sqrt(least * (1 - least) / FRAMES),
                      "%u Mb/s at %g dB: %g", mbps[i], 10 * log10(snr), at);
        cr_expect_leq(above, rate + 5 * sqrt(rate * (1 - rate) / FRAMES),
                      "%u Mb/s at %g dB: %g", mbps[i],
                      10 * log10(snr * added_noise(snr)), above);
    }
}

/* Ten seconds at 20 MS/s: no search, no frame, no SIGNAL. Thresholds allow one search
 * in 2e12 windows, of which there are 1.3e7 here. */
Test(wifi, ten_seconds_of_noise_hold_no_frame)
{
    enum {
        BLOCK = 100000,
        N_BLOCKS = 2000
    };

    static phw_cf sample[BLOCK];
    const phw_rng rng = air_stream(0x749, 0);
    phw_wifi_receiver *r = NULL;
    cr_assert_eq(phw_wifi_receiver_create(&r, 20e6, 20e6), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_decode(r), PHW_OK);
    for (uint64_t i = 0; i < N_BLOCKS; ++i) {
        phw_rng_normal_complex(sample, &rng, 1, i * BLOCK, BLOCK);
        cr_assert_eq(phw_wifi_receiver_push(r, sample, BLOCK), PHW_OK);
    }
    cr_assert_eq(phw_wifi_receiver_finish(r), PHW_OK);
    const phw_wifi_counts c = phw_wifi_receiver_counts(r);
    cr_expect_eq(c.n_samples, 200000000);
    cr_expect_eq(c.n_long, 0);
    cr_expect_eq(c.n_signal, 0);
    phw_wifi_receiver_destroy(r);
}
