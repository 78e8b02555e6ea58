#include "channel/multipath.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/profiles.h"
#include "core/rng.h"

#include "tests/channel/statistics.h"
#include "tests/channel/three.h"

#define RATE 20e6

static phw_signal alloc(size_t n)
{
    phw_signal s = {0};
    cr_assert_eq(phw_signal_alloc(&s, n, RATE, 1e9), PHW_OK);
    return s;
}

static phw_multipath *create(const phw_taps *taps, size_t n)
{
    phw_multipath *m = NULL;
    cr_assert_eq(phw_multipath_create(&m, taps, n, RATE), PHW_OK, "%s",
                 phw_error_message());
    return m;
}

/* Spectrum at frequency f, in turns a sample. */
static double complex spectrum_at(const phw_signal *s, double f)
{
    double complex sum = 0;
    for (size_t i = 0; i < s->n; ++i)
        sum += (double complex)s->sample[i] * phasor(-fmod(f * (double)i, 1));
    return sum;
}

/* Tones of random phase in |f| <= 0.4 of the rate under a window that begins and ends
 * at zero: what is occupied is 80 % of the band. */
static phw_signal burst(size_t n)
{
    enum {
        TONES = 81
    };

    const phw_rng rng = {.seed = 60};
    float turn[TONES];
    phw_rng_uniform(turn, &rng, 0, TONES);
    phw_signal s = alloc(n);
    for (size_t i = 0; i < n; ++i) {
        const double w = pow(sin(M_PI * ((double)i + 0.5) / (double)n), 4);
        double complex sum = 0;
        for (int k = 0; k < TONES; ++k) {
            const double f = (k - TONES / 2) * 0.01;
            sum += phasor(fmod(f * (double)i, 1) + (double)turn[k]);
        }
        s.sample[i] = (phw_cf)(w * sum / sqrt(TONES));
    }
    return s;
}

Test(multipath, the_spectrum_is_multiplied_by_the_exact_frequency_response)
{
    const char *const names[] = {"flat", "tdl-a", "tdl-b", "tdl-c"};
    phw_signal in = burst(2000);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; ++i) {
        phw_taps taps = {0};
        cr_assert_eq(phw_profile_taps(&taps, phw_profile_find(names[i]), 173e-9, 0),
                     PHW_OK);
        phw_cf tap[PHW_TAPS_MAX];
        const phw_rng rng = {.seed = 61, .trial = (uint32_t)i};
        phw_rng_normal_complex(tap, &rng, 1.0 / (double)taps.n, 0, taps.n);
        phw_multipath *m = create(&taps, in.n);
        phw_signal out = alloc(phw_multipath_n_out(m));
        cr_assert_eq(phw_multipath_apply(m, &out, &in, tap, tap), PHW_OK);
        double error = 0;
        double power = 0;
        for (int k = -160; k <= 160; ++k) {
            const double f = k / 400.0;
            double complex h = 0;
            for (size_t l = 0; l < taps.n; ++l)
                h += (double complex)tap[l] * phasor(-f * RATE * taps.delay_s[l]);
            const double complex want = h * spectrum_at(&in, f);
            error += power_of(spectrum_at(&out, f) - want);
            power += power_of(want);
        }
        const double db = 10 * log10(error / power);
        cr_expect_lt(db, -100, "%s: %.1f dB", names[i], db);
        phw_signal_free(&out);
        phw_multipath_destroy(m);
    }
    phw_signal_free(&in);
}

Test(multipath, whole_sample_delays_shift)
{
    const phw_taps taps = {.n = 2, .delay_s = {0, 37 / RATE}, .power = {0.5, 0.5}};
    const phw_cf tap[2] = {2, CMPLXF(0, -1)};
    phw_multipath *m = create(&taps, 100);
    phw_signal in = alloc(100);
    phw_signal out = alloc(phw_multipath_n_out(m));
    cr_expect_eq(out.n, 100 + 37 + PHW_MULTIPATH_TAIL);
    in.sample[5] = 1;
    in.sample[99] = CMPLXF(0, 3);
    cr_assert_eq(phw_multipath_apply(m, &out, &in, tap, tap), PHW_OK);
    for (size_t i = 0; i < out.n; ++i) {
        const phw_cf direct = i < 100 ? 2 * in.sample[i] : 0;
        const phw_cf echo = i >= 37 && i < 137 ? tap[1] * in.sample[i - 37] : 0;
        cr_expect_lt(cabsf(out.sample[i] - direct - echo), 3e-6F, "sample %zu", i);
    }
    cr_expect_float_eq(out.rate_hz, RATE, 0);
    cr_expect_float_eq(out.carrier_hz, 1e9, 0);
    phw_signal_free(&in);
    phw_signal_free(&out);
    phw_multipath_destroy(m);
}

/* A Gaussian pulse 4 samples wide has nothing (-170 dB) beyond the band, so its
 * fractionally delayed samples are those of the continuous pulse. */
static double pulse(double t)
{
    return exp(-t * t / (2 * 4.0 * 4.0));
}

Test(multipath, fractional_delays_are_those_of_the_continuous_waveform)
{
    for (int step = 0; step < 20; ++step) {
        const double delay = 3 + step / 20.0;
        const phw_taps taps = {.n = 1, .delay_s = {delay / RATE}, .power = {1}};
        const phw_cf one = 1;
        phw_multipath *m = create(&taps, 200);
        phw_signal in = alloc(200);
        phw_signal out = alloc(phw_multipath_n_out(m));
        for (size_t i = 0; i < in.n; ++i)
            in.sample[i] = (float)pulse((double)i - 100);
        cr_assert_eq(phw_multipath_apply(m, &out, &in, &one, &one), PHW_OK);
        for (size_t i = 0; i < out.n; ++i)
            cr_expect_lt(
                cabs((double complex)out.sample[i] - pulse((double)i - 100 - delay)),
                2e-6, "delay %g sample %zu", delay, i);
        phw_signal_free(&in);
        phw_signal_free(&out);
        phw_multipath_destroy(m);
    }
}

/* The samples of a frame through a moving link against the sum over taps that are read
 * anew for every sample: fd T = 0.01 leaves (2 pi 0.01)^2 / 8, -66 dB, at most. */
Test(multipath, taps_that_move_are_followed)
{
    phw_signal in = alloc(1500);
    for (size_t i = 0; i < in.n; ++i)
        in.sample[i] = (float)pulse(((double)i - 750) / 50);
    three t;
    three_fill(&t, "tdl-a", 0, 0);
    t.config.taps.steady[0] = 0.5;
    t.config.seed = 62;
    const phw_taps taps = t.config.taps;
    phw_multipath *m = create(&taps, in.n);
    t.config.doppler_hz = 0.01 / phw_multipath_duration_s(m);
    phw_network *network = network_of(&t.config);
    const double start_s = 12.345 / t.config.doppler_hz;
    phw_cf begin[PHW_TAPS_MAX];
    phw_cf end[PHW_TAPS_MAX];
    read_taps(network, begin, ALICE, BOB, start_s);
    read_taps(network, end, ALICE, BOB, start_s + phw_multipath_duration_s(m));
    phw_signal out = alloc(phw_multipath_n_out(m));
    cr_assert_eq(phw_multipath_apply(m, &out, &in, begin, end), PHW_OK);
    double error = 0;
    double still = 0;
    double power = 0;
    for (size_t i = 0; i < out.n; ++i) {
        phw_cf h[PHW_TAPS_MAX];
        read_taps(network, h, ALICE, BOB, start_s + (double)i / RATE);
        double complex want = 0;
        double complex frozen = 0;
        for (size_t l = 0; l < taps.n; ++l) {
            const double x = pulse(((double)i - 750 - taps.delay_s[l] * RATE) / 50);
            want += (double complex)h[l] * x;
            frozen += (double complex)begin[l] * x;
        }
        error += power_of((double complex)out.sample[i] - want);
        still += power_of(frozen - want);
        power += power_of(want);
    }
    cr_expect_lt(10 * log10(error / power), -60, "%.1f dB", 10 * log10(error / power));
    /* That the taps do move: standing still would be seen. */
    cr_expect_gt(10 * log10(still / power), -50, "%.1f dB", 10 * log10(still / power));
    phw_signal_free(&in);
    phw_signal_free(&out);
    phw_network_destroy(network);
    phw_multipath_destroy(m);
}

Test(multipath, what_cannot_be_is_refused)
{
    const phw_taps taps = {.n = 1, .power = {1}};
    const phw_taps none = {0};
    const phw_taps far = {.n = 1, .delay_s = {1}, .power = {1}};
    const phw_taps before = {.n = 1, .delay_s = {-1e-9}, .power = {1}};
    phw_multipath *m = NULL;
    cr_expect_eq(phw_multipath_create(&m, &taps, 0, RATE), PHW_EARG);
    cr_expect_eq(phw_multipath_create(&m, &taps, 1UL << 19, RATE), PHW_EARG);
    cr_expect_eq(phw_multipath_create(&m, &taps, 10, 0), PHW_EARG);
    cr_expect_eq(phw_multipath_create(&m, &taps, 10, nan("")), PHW_EARG);
    cr_expect_eq(phw_multipath_create(&m, &none, 10, RATE), PHW_EARG);
    cr_expect_eq(phw_multipath_create(&m, &far, 10, RATE), PHW_EARG);
    cr_expect_eq(phw_multipath_create(&m, &before, 10, RATE), PHW_EARG);
    cr_expect_null(m);
    m = create(&taps, 10);
    phw_signal in = alloc(10);
    phw_signal out = alloc(phw_multipath_n_out(m));
    const phw_cf one = 1;
    cr_expect_eq(phw_multipath_apply(m, &in, &in, &one, &one), PHW_EARG);
    cr_expect_eq(phw_multipath_apply(m, &out, &out, &one, &one), PHW_EARG);
    in.rate_hz = 1;
    cr_expect_eq(phw_multipath_apply(m, &out, &in, &one, &one), PHW_EARG);
    phw_signal_free(&in);
    phw_signal_free(&out);
    phw_multipath_destroy(m);
    phw_multipath_destroy(NULL);
}
