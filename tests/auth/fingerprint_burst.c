#include "auth/fingerprint_burst.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "auth/widely_linear.h"
#include "channel/impairment.h"
#include "core/rng.h"
#include "core/signal.h"
#include "phy/ofdm.h"
#include "phy/preamble.h"
#include "phy/wifi_receiver.h"

#define FRAMES 400
#define APART  800
#define LEAD   100

static phw_rng stream(uint32_t sub, uint32_t trial)
{
    return (phw_rng){1, PHW_RNG_PURPOSE(PHW_RNG_TEST, sub), trial};
}

/* A sender and its air. */
typedef struct device {
    double gain_db;
    double phase_rad;
    double leakage_dbc;
    double cfo_hz;
    double snr;  /* of samples */
    bool smooth; /* five new paths a frame, else one */
} device;

static phw_signal preamble(void)
{
    phw_signal s = {0};
    const phw_preamble_config config = {20e6, 20e6, 24, 200, 0, stream(0x910, 0)};
    cr_assert_eq(phw_preamble_write(&s, &config), PHW_OK);
    return s;
}

static phw_signal frame(const device *d)
{
    phw_signal s = preamble();
    cr_assert_eq(phw_impairment_imbalance(&s, d->gain_db, d->phase_rad), PHW_OK);
    cr_assert_eq(phw_impairment_constant(&s, d->leakage_dbc, 1), PHW_OK);
    cr_assert_eq(phw_impairment_cfo(&s, d->cfo_hz, 0.7), PHW_OK);
    return s;
}

/* FRAMES of them, each through a channel of its own, and the noise. */
static phw_signal air(const device *d)
{
    phw_signal one = frame(d);
    phw_signal x = {0};
    const phw_rng noise = stream(0x911, 0);
    cr_assert_eq(phw_signal_alloc(&x, FRAMES * APART + 500, 20e6, 0), PHW_OK);
    phw_rng_normal_complex(x.sample, &noise, 1 / d->snr, 0, x.n);
    for (uint32_t k = 0; k < FRAMES; ++k) {
        phw_cf tap[6] = {1};
        const phw_rng taps = stream(0x912, k);
        if (d->smooth)
            phw_rng_normal_complex(tap + 1, &taps, 0.1, 0, 5);
        for (size_t i = 0; i < 6; ++i) {
            for (size_t n = 0; n < one.n; ++n)
                x.sample[LEAD + APART * k + n + i] += tap[i] * one.sample[n];
        }
    }
    phw_signal_free(&one);
    return x;
}

/* What the bursts of an air showed; taken away with free(). */
static size_t analyze(phw_fingerprint_burst out[FRAMES], const phw_signal *x)
{
    phw_wifi_receiver *r = NULL;
    phw_fingerprint_analyzer *a = NULL;
    phw_wifi_frame f;
    phw_wifi_burst b;
    size_t n = 0;
    cr_assert_eq(phw_fingerprint_analyzer_create(&a), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_create(&r, 20e6, 20e6), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_keep(r, 0), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_push(r, x->sample, x->n), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_finish(r), PHW_OK);
    while (n < FRAMES && phw_wifi_receiver_take_burst(r, &f, &b))
        cr_assert_eq(phw_fingerprint_analyze(a, &out[n++], &f, &b, 20e6), PHW_OK, "%s",
                     phw_error_message());
    phw_wifi_receiver_destroy(r);
    phw_fingerprint_analyzer_destroy(a);
    return n;
}

static phw_fingerprint_burst bursts[FRAMES];

/* Frame by frame within its own 5 sigma (FRAMES of two normals: once in 2000 runs
 * beyond), the mean within 5 sigma of its own, the squares as many sigma as chi-square
 * with 2 FRAMES degrees has: sd 1 / sqrt(FRAMES). The training symbols' noise is itself
 * estimated, with 103 degrees, which adds 2 % to the squares (an F's mean is 103 /
 * 101). The frame's own offset error (78 Hz at 38 dB) and timing are in it. */
static void expect_estimates(const device *d)
{
    double re = 0;
    double im = 0;
    phw_imbalance_image(&re, &im, d->gain_db, d->phase_rad);
    phw_signal x = air(d);
    const size_t n = analyze(bursts, &x);
    double complex mean = 0;
    double variance = 0;
    double square = 0;
    double misfit = 0;
    cr_assert_eq(n, FRAMES);
    for (size_t i = 0; i < n; ++i) {
        const phw_fingerprint_burst *b = &bursts[i];
        cr_assert(b->has_image, "frame %zu: misfit %g", i, b->misfit);
        const double complex error = CMPLX(b->image_re - re, b->image_im - im);
        cr_expect_lt(fabs(creal(error)), 5 * b->image_sd, "frame %zu", i);
        cr_expect_lt(fabs(cimag(error)), 5 * b->image_sd, "frame %zu", i);
        mean += error / FRAMES;
        variance += b->image_sd * b->image_sd / FRAMES;
        square += (creal(error) * creal(error) + cimag(error) * cimag(error)) /
                  (b->image_sd * b->image_sd) / (2 * FRAMES);
        misfit += b->misfit / FRAMES;
    }
    const double tolerance = 5 * sqrt(variance / FRAMES);
    cr_expect_float_eq(creal(mean), 0, tolerance, "%g of %g", creal(mean), tolerance);
    cr_expect_float_eq(cimag(mean), 0, tolerance, "%g of %g", cimag(mean), tolerance);
    cr_expect_float_eq(square, 103.0 / 101, 5 / sqrt(FRAMES), "%g", square);
    /* An F with 84 and 103 degrees: mean 103 / 101, sd 0.21. */
    cr_expect_float_eq(misfit, 103.0 / 101, 5 * 0.21 / sqrt(FRAMES), "%g", misfit);
    phw_signal_free(&x);
}

Test(fingerprint_burst, the_mixers_image_is_found_in_a_flat_channel)
{
    expect_estimates(&(device){0.2, M_PI / 180, -60, 35e3, 1000, false});
    expect_estimates(&(device){-0.5, 2 * M_PI / 180, -60, -120e3, 300, false});
}

Test(fingerprint_burst, the_mixers_image_is_found_in_multipath)
{
    expect_estimates(&(device){0.2, M_PI / 180, -60, 35e3, 1000, true});
    expect_estimates(&(device){0, 0, -60, 1e3, 100, true});
}

/* Image rejection of the mean estimate against the closed form: the image is known to
 * sd / sqrt(FRAMES) at 30 dB, 2 % of the least of these, so within 1 dB at 5 sigma. */
Test(fingerprint_burst, image_rejection_is_the_closed_forms)
{
    static const double row[][3] = {
        {0.2, 1, 36.8049}, {0.5, 2, 29.4591}, {1, 5, 22.8294}};
    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        const device d = {row[i][0], row[i][1] * M_PI / 180, -60, 20e3, 1000, true};
        phw_signal x = air(&d);
        const size_t n = analyze(bursts, &x);
        double complex mean = 0;
        for (size_t k = 0; k < n; ++k)
            mean += CMPLX(bursts[k].image_re, bursts[k].image_im) / (double)n;
        cr_expect_float_eq(-20 * log10(cabs(mean)), row[i][2], 1);
        cr_expect_float_eq(phw_imbalance_rejection_db(d.gain_db, d.phase_rad),
                           row[i][2], 1e-4);
        phw_signal_free(&x);
    }
}

/* The general fit, of the samples to those sent, sees the same image of the same burst:
 * both are within 5 of their joint standard deviations (the general one's is at least
 * this one's, of which it has more channel to fit). */
Test(fingerprint_burst, the_general_fit_of_samples_agrees)
{
    const device d = {0.5, 2 * M_PI / 180, -60, 0, 1e5, false};
    phw_signal x = air(&d);
    phw_signal sent = preamble();
    const phw_widely_linear_config config = {
        .n_taps = 1, .image = true, .constant = true};
    phw_widely_linear fit;
    const size_t n = analyze(bursts, &x);
    cr_assert_eq(n, FRAMES);
    for (size_t k = 0; k < 20; ++k) {
        const phw_cf *y = x.sample + LEAD + APART * k;
        cr_assert_eq(phw_widely_linear_fit(&fit, y, sent.sample, 320, &config), PHW_OK,
                     "%s", phw_error_message());
        const double tolerance = 5 * sqrt(2) * bursts[k].image_sd + 2e-4;
        cr_expect_float_eq(fit.image_re, bursts[k].image_re, tolerance);
        cr_expect_float_eq(fit.image_im, bursts[k].image_im, tolerance);
    }
    phw_signal_free(&sent);
    phw_signal_free(&x);
}

Test(fingerprint_burst, without_its_short_training_a_burst_shows_no_image)
{
    const device d = {0.5, 0.02, -60, 20e3, 1000, false};
    phw_signal x = air(&d);
    for (size_t cut = LEAD; cut <= LEAD + 150; cut += 50) {
        phw_signal rest = {.sample = x.sample + cut, .n = 700 - cut, .rate_hz = 20e6};
        cr_assert_eq(analyze(bursts, &rest), 1);
        cr_expect_eq(bursts[0].has_image, cut == LEAD, "%zu cut off", cut - LEAD);
        cr_expect_eq(isnan(bursts[0].image_re), cut != LEAD);
        cr_expect_eq(isnan(bursts[0].image_sd), cut != LEAD);
        cr_expect(isfinite(bursts[0].frame.cfo_hz));
    }
    phw_signal_free(&x);
}

/* Two samples' worth of noise where short training should be: the fit says so. */
Test(fingerprint_burst, short_training_under_another_signal_is_a_misfit)
{
    const device d = {0.5, 0.02, -60, 20e3, 1000, false};
    phw_signal x = air(&d);
    const phw_rng rng = stream(0x913, 0);
    phw_rng_normal_complex(x.sample + LEAD, &rng, 1, 0, 100);
    x.n = 700;
    cr_assert_eq(analyze(bursts, &x), 1);
    cr_expect_not(bursts[0].has_image);
    cr_expect_gt(bursts[0].misfit, PHW_FINGERPRINT_MISFIT_MOST);
    cr_expect(isnan(bursts[0].image_im));
    x.n = FRAMES * APART + 500;
    phw_signal_free(&x);
}

Test(fingerprint_burst, bursts_that_are_short_or_not_finite_are_refused)
{
    const device d = {0.5, 0.02, -60, 20e3, 1000, false};
    phw_signal x = air(&d);
    phw_fingerprint_analyzer *a = NULL;
    phw_wifi_frame f;
    phw_fingerprint_burst out = {.misfit = 7};
    cr_assert_eq(phw_fingerprint_analyzer_create(&a), PHW_OK);
    cr_assert_eq(analyze(bursts, &x), FRAMES);
    f = bursts[0].frame;
    phw_cf *sample = x.sample + LEAD;
    phw_wifi_burst b = {sample, 0, PHW_OFDM_DATA_AT - 1};
    cr_expect_eq(phw_fingerprint_analyze(a, &out, &f, &b, 20e6), PHW_ESHORT);
    b = (phw_wifi_burst){0};
    cr_expect_eq(phw_fingerprint_analyze(a, &out, &f, &b, 20e6), PHW_ESHORT);
    cr_expect_not_null(strstr(phw_error_message(), "keep"));
    b = (phw_wifi_burst){sample, 0, PHW_OFDM_DATA_AT};
    for (size_t i = 0; i < PHW_OFDM_DATA_AT; i += 57) {
        const phw_cf was = sample[i];
        char want[32];
        ((float *)&sample[i])[i % 2] = i % 3 == 0 ? HUGE_VALF : nanf("");
        (void)snprintf(want, sizeof want, "sample %zu is", i);
        cr_expect_eq(phw_fingerprint_analyze(a, &out, &f, &b, 20e6), PHW_EINPUT);
        cr_expect_not_null(strstr(phw_error_message(), want), "%s",
                           phw_error_message());
        sample[i] = was;
    }
    f.h[3] = nanf("");
    cr_expect_eq(phw_fingerprint_analyze(a, &out, &f, &b, 20e6), PHW_EINPUT);
    f = (phw_wifi_frame){0};
    cr_expect_eq(phw_fingerprint_analyze(a, &out, &f, &b, 20e6), PHW_EINPUT);
    cr_expect_eq(out.misfit, 7, "out is untouched on failure");
    phw_fingerprint_analyzer_destroy(a);
    phw_signal_free(&x);
}

Test(fingerprint_burst, an_analyzer_that_was_never_made_is_given_back)
{
    phw_fingerprint_analyzer_destroy(NULL);
}
