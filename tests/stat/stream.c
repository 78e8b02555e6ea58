/* The two levels of the channel agree: what least squares makes of training symbols
 * that went through the streaming delay line is the coefficients' frequency response of
 * that instant, with the noise that least squares leaves and nothing else. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/delay_line.h"
#include "channel/fading.h"
#include "channel/profiles.h"
#include "channel/response.h"
#include "core/fft.h"
#include "core/signal.h"
#include "phy/ofdm.h"

enum {
    FFT = PHW_OFDM_N_FFT,
    CARRIERS = PHW_OFDM_N_USED,
    PREFIX = 32,
    SUFFIX = 16, /* what fractional delays ask for in advance */
    FRAME = PREFIX + 2 * FFT + SUFFIX,
    SPACING = 4096, /* samples from frame to frame: 0.04 / fd */
    FRAMES = 400,
    BLOCK = 1000 /* a push: frames straddle them */
};

static const double rate_hz = 20e6;
static const double doppler_hz = 200;
static const double start_s = 3.5;

/* A bank of Gaussian fading under a profile's powers. */
typedef struct air {
    phw_taps taps;
    phw_fading *fading;
} air;

static phw_status read_air(void *context, phw_cf *tap, double time_s)
{
    const air *a = context;
    PHW_TRY(phw_fading_read(a->fading, tap, time_s));
    for (size_t l = 0; l < a->taps.n; ++l)
        tap[l] *= (float)sqrt(a->taps.power[l]);
    return PHW_OK;
}

static air make_air(void)
{
    air a = {0};
    cr_assert_eq(phw_profile_taps(&a.taps, phw_profile_find("tdl-a"), 50e-9, 0),
                 PHW_OK);
    const phw_fading_config config = {
        .n = a.taps.n,
        .doppler_hz = doppler_hz,
        .rng = {.seed = 81, .purpose = PHW_RNG_PURPOSE(PHW_RNG_FADING, 0)}};
    cr_assert_eq(phw_fading_create(&a.fading, &config), PHW_OK);
    return a;
}

/* Every carrier has amplitude 1: the long training symbol, twice, with its own end
 * before and its own beginning after. */
static void write_frame(phw_cf *out)
{
    for (int i = 0; i < FRAME; ++i) {
        double complex sum = 0;
        for (size_t c = 0; c < CARRIERS; ++c) {
            const double turn = phw_ofdm_carrier[c] * (i - PREFIX) % FFT / (double)FFT;
            sum += phw_ofdm_long[c] * CMPLX(cos(2 * M_PI * turn), sin(2 * M_PI * turn));
        }
        out[i] = (phw_cf)sum;
    }
}

/* The mean of both symbols over what was sent. */
static void estimate(phw_cf *h, phw_fft *fft, const phw_cf *frame)
{
    phw_cf bin[FFT];
    for (size_t i = 0; i < FFT; ++i)
        bin[i] = (frame[PREFIX + i] + frame[PREFIX + FFT + i]) / (2.0F * FFT);
    phw_fft_execute(fft, bin, bin);
    for (size_t c = 0; c < CARRIERS; ++c)
        h[c] = bin[phw_ofdm_bin(c, FFT)] * (float)phw_ofdm_long[c];
}

/* What comes out of all frames at a noise variance of a sample. */
static phw_cf *receive(air *a, double variance)
{
    const phw_delay_line_config config = {.taps = &a->taps,
                                          .rate_hz = rate_hz,
                                          .doppler_hz = doppler_hz,
                                          .start_s = start_s,
                                          .source = read_air,
                                          .context = a};
    const phw_rng rng = {.seed = 82, .purpose = PHW_RNG_PURPOSE(PHW_RNG_NOISE, 1)};
    const size_t n = (size_t)FRAMES * SPACING;
    phw_cf *y = NULL;
    phw_delay_line *line = NULL;
    cr_assert_eq(phw_delay_line_create(&line, &config), PHW_OK);
    cr_assert_eq(phw_delay_line_noise(line, variance, &rng, 0), PHW_OK);
    const size_t latency = phw_delay_line_latency(line);
    cr_assert_eq(phw_array_alloc(&y, n, sizeof *y), PHW_OK);
    for (size_t i = 0; i < FRAMES; ++i)
        write_frame(y + i * SPACING);
    for (size_t at = 0; at < n; at += BLOCK)
        cr_assert_eq(
            phw_delay_line_push(line, y + at, y + at, n - at < BLOCK ? n - at : BLOCK),
            PHW_OK);
    memmove(y, y + latency, (n - latency) * sizeof *y);
    phw_delay_line_destroy(line);
    return y;
}

/* The mean of |estimate - response|^2 over all carriers and frames, as a multiple of
 * the closed form: a sample's noise over the 2 * 64 samples of the mean. The response
 * is that of `late` samples after the middle of the two symbols. */
static double excess(air *a, const phw_cf *y, double variance, double late)
{
    double offset_hz[CARRIERS];
    phw_response *response = NULL;
    phw_fft *fft = NULL;
    double sum = 0;
    for (size_t c = 0; c < CARRIERS; ++c)
        offset_hz[c] = phw_ofdm_carrier[c] * rate_hz / FFT;
    cr_assert_eq(
        phw_response_create(&response, a->taps.delay_s, a->taps.n, offset_hz, CARRIERS),
        PHW_OK);
    cr_assert_eq(phw_fft_create(&fft, FFT, PHW_FFT_FORWARD), PHW_OK);
    for (size_t i = 0; i < FRAMES; ++i) {
        phw_cf tap[PHW_TAPS_MAX];
        phw_cf truth[CARRIERS];
        phw_cf h[CARRIERS];
        const double middle = (double)(i * SPACING) + PREFIX + FFT - 0.5 + late;
        cr_assert_eq(read_air(a, tap, start_s + middle / rate_hz), PHW_OK);
        phw_response_execute(response, truth, tap);
        estimate(h, fft, y + i * SPACING);
        for (size_t c = 0; c < CARRIERS; ++c)
            sum += phw_cf_power(h[c] - truth[c]);
    }
    phw_response_destroy(response);
    phw_fft_destroy(fft);
    return sum / ((double)FRAMES * CARRIERS) / (variance / (2.0 * FFT));
}

/* |e|^2 of each carrier and frame is exponential, so the mean of 400 * 52 has a
 * standard deviation of 1 / sqrt(20800) of it: 5 of these are 3.5 %. What is not noise
 * lies far below at 30 dB: the filters of fractional delays -65 dB, the straight lines
 * -82 dB, the motion within a symbol (2 pi 200 Hz 3.2 us)^2 / 24, -62 dB. */
Test(stream, estimates_are_the_coefficients_with_the_closed_form_s_noise)
{
    const double snr_db[] = {10, 20, 30};
    const double bound = 5 / sqrt((double)FRAMES * CARRIERS);
    air a = make_air();
    for (size_t i = 0; i < 3; ++i) {
        const double variance = 2.0 * FFT * pow(10, -snr_db[i] / 10);
        phw_cf *y = receive(&a, variance);
        const double ratio = excess(&a, y, variance, 0);
        cr_expect_lt(fabs(ratio - 1), bound, "%g dB: %.4f", snr_db[i], ratio);
        free(y);
    }
    phw_fading_destroy(a.fading);
}

/* An answer a hundredth of 1/fd later would be seen at 30 dB: 2 (1 - J0(0.063)) is
 * 0.002, twice the noise. */
Test(stream, the_channel_of_another_instant_is_told_apart)
{
    const double variance = 2.0 * FFT * 1e-3;
    air a = make_air();
    phw_cf *y = receive(&a, variance);
    const double ratio = excess(&a, y, variance, 0.01 / doppler_hz * rate_hz);
    cr_expect_gt(ratio, 2, "%.4f", ratio);
    free(y);
    phw_fading_destroy(a.fading);
}

/* Without noise what is left is the filters' and the motion's. */
Test(stream, without_noise_the_levels_agree_within_55_db)
{
    air a = make_air();
    phw_cf *y = receive(&a, 0);
    const double error_db = 10 * log10(excess(&a, y, 2.0 * FFT, 0));
    cr_expect_lt(error_db, -55, "%.1f dB", error_db);
    free(y);
    phw_fading_destroy(a.fading);
}
