#include "channel/delay_line.h"

#include <malloc.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/fractional_delay.h"
#include "channel/multipath.h"
#include "channel/profiles.h"

#include "tests/channel/statistics.h"

#define RATE 20e6

/* Two plane waves a tap, or standing ones at shift 0. */
typedef struct air {
    size_t n;
    double shift_hz;
    phw_cf first[PHW_TAPS_MAX];
    phw_cf second[PHW_TAPS_MAX];
    size_t n_read;
    size_t fails_at; /* this reading, when not 0 */
} air;

static double complex gain(const air *a, size_t l, double time_s)
{
    const double turns = fmod(a->shift_hz * time_s, 1);
    return (double complex)a->first[l] * phasor(turns) +
           (double complex)a->second[l] * phasor(-0.3 * a->shift_hz * time_s);
}

static phw_status read_air(void *context, phw_cf *tap, double time_s)
{
    air *a = context;
    if (++a->n_read == a->fails_at)
        return phw_fail(PHW_EINPUT, "no air");
    for (size_t l = 0; l < a->n; ++l)
        tap[l] = (phw_cf)gain(a, l, time_s);
    return PHW_OK;
}

static air make_air(size_t n, double shift_hz)
{
    air a = {.n = n, .shift_hz = shift_hz};
    const phw_rng rng = {.seed = 70};
    phw_rng_normal_complex(a.first, &rng, 0.5 / (double)n, 0, n);
    phw_rng_normal_complex(a.second, &rng, 0.5 / (double)n, PHW_TAPS_MAX, n);
    return a;
}

static phw_delay_line *create(const phw_taps *taps, air *a, double start_s)
{
    const phw_delay_line_config config = {.taps = taps,
                                          .rate_hz = RATE,
                                          .doppler_hz = a->shift_hz,
                                          .start_s = start_s,
                                          .source = read_air,
                                          .context = a};
    phw_delay_line *line = NULL;
    cr_assert_eq(phw_delay_line_create(&line, &config), PHW_OK, "%s",
                 phw_error_message());
    return line;
}

static phw_taps profile(const char *name, double delay_spread_s)
{
    phw_taps taps = {0};
    cr_assert_eq(phw_profile_taps(&taps, phw_profile_find(name), delay_spread_s, 0),
                 PHW_OK);
    return taps;
}

static phw_cf *samples(size_t n)
{
    phw_cf *x = calloc(n, sizeof *x);
    cr_assert_not_null(x);
    return x;
}

static void push(phw_delay_line *line, phw_cf *out, const phw_cf *in, size_t n)
{
    cr_assert_eq(phw_delay_line_push(line, out, in, n), PHW_OK, "%s",
                 phw_error_message());
}

/* Tones through fading taps; when the filters are full, each is multiplied by the sum
 * over the taps of that instant, turned by their exact delays. */
Test(delay_line, tones_are_multiplied_by_the_exact_response_within_60_db)
{
    enum {
        N = 3000
    };

    const char *const names[] = {"flat", "tdl-a", "tdl-b", "tdl-c"};
    phw_cf *x = samples(N);
    phw_cf *y = samples(N);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; ++i) {
        const phw_taps taps = profile(names[i], 137e-9);
        air a = make_air(taps.n, 12345);
        for (int step = -8; step <= 8; ++step) {
            const double f = step / 20.0;
            phw_delay_line *line = create(&taps, &a, 0.25);
            const size_t latency = phw_delay_line_latency(line);
            const size_t from = phw_delay_line_tail(line);
            for (int k = 0; k < N; ++k)
                x[k] = (phw_cf)phasor(fmod(f * k, 1));
            push(line, y, x, N);
            double error = 0;
            double power = 0;
            for (size_t k = from; k < N; ++k) {
                const double at = (double)k - (double)latency;
                double complex want = 0;
                double scale = 0;
                for (size_t l = 0; l < taps.n; ++l) {
                    const double complex h = gain(&a, l, 0.25 + at / RATE);
                    want += h * phasor(fmod(f * at, 1) - f * RATE * taps.delay_s[l]);
                    scale += power_of(h);
                }
                error += power_of((double complex)y[k] - want);
                power += scale;
            }
            cr_expect_lt(10 * log10(error / power), -60, "%s, f %g: %.1f dB", names[i],
                         f, 10 * log10(error / power));
            phw_delay_line_destroy(line);
        }
    }
    free(x);
    free(y);
}

Test(delay_line, taps_that_stand_still_would_be_seen)
{
    const phw_taps taps = {.n = 1, .power = {1}};
    air a = make_air(1, 12345);
    const double still = cabs(gain(&a, 0, 0) - gain(&a, 0, 800 / RATE));
    cr_expect_gt(still, 0.3);
    phw_delay_line *line = create(&taps, &a, 0);
    cr_expect_eq(phw_delay_line_spacing(line), 64);
    phw_delay_line_destroy(line);
}

/* A wide pulse has nothing beyond the band of the fractional delays. */
Test(delay_line, a_frame_comes_out_as_from_the_frequency_domain)
{
    enum {
        N = 600
    };

    const phw_taps taps = profile("tdl-c", 200e-9);
    air a = make_air(taps.n, 0);
    phw_multipath *m = NULL;
    phw_signal in = {0};
    phw_signal want = {0};
    cr_assert_eq(phw_multipath_create(&m, &taps, N, RATE), PHW_OK);
    cr_assert_eq(phw_signal_alloc(&in, N, RATE, 0), PHW_OK);
    cr_assert_eq(phw_signal_alloc(&want, phw_multipath_n_out(m), RATE, 0), PHW_OK);
    for (size_t i = 0; i < N; ++i)
        in.sample[i] =
            (phw_cf)(exp(-pow(((double)i - 300) / 6, 2)) * phasor(0.2 * (double)i));
    phw_cf tap[PHW_TAPS_MAX];
    cr_assert_eq(read_air(&a, tap, 0), PHW_OK);
    cr_assert_eq(phw_multipath_apply(m, &want, &in, tap, tap), PHW_OK);
    phw_delay_line *line = create(&taps, &a, 0);
    const size_t tail = phw_delay_line_tail(line);
    const size_t latency = phw_delay_line_latency(line);
    phw_cf *y = samples(N + tail);
    push(line, y, in.sample, N);
    cr_assert_eq(phw_delay_line_flush(line, y + N, tail), PHW_OK);
    double error = 0;
    double power = 0;
    for (size_t i = 0; i + latency < N + tail && i < want.n; ++i) {
        error +=
            power_of((double complex)y[i + latency] - (double complex)want.sample[i]);
        power += phw_cf_power(want.sample[i]);
    }
    cr_expect_gt(power, 1);
    cr_expect_lt(10 * log10(error / power), -66, "%.1f dB", 10 * log10(error / power));
    free(y);
    phw_delay_line_destroy(line);
    phw_multipath_destroy(m);
    phw_signal_free(&in);
    phw_signal_free(&want);
}

Test(delay_line, whole_sample_delays_wait_for_nothing)
{
    const phw_taps taps = {.n = 3, .delay_s = {0, 37 / RATE, 1500 / RATE}};
    air a = make_air(3, 0);
    phw_delay_line *line = create(&taps, &a, 0);
    cr_expect_eq(phw_delay_line_latency(line), 0);
    cr_expect_eq(phw_delay_line_tail(line), 1500);
    cr_expect_eq(phw_delay_line_spacing(line), PHW_DELAY_LINE_SPACING_MAX);
    phw_cf *y = samples(2000);
    y[5] = 1;
    push(line, y, y, 2000);
    for (size_t i = 0; i < 2000; ++i) {
        double complex want = 0;
        for (size_t l = 0; l < 3; ++l)
            want +=
                i == 5 + (size_t)lround(taps.delay_s[l] * RATE) ? gain(&a, l, 0) : 0;
        cr_expect_lt(cabs((double complex)y[i] - want), 1e-7, "sample %zu", i);
    }
    free(y);
    phw_delay_line_destroy(line);
}

Test(delay_line, any_blocks_give_the_same_bytes)
{
    enum {
        N = 20000
    };

    const size_t block[] = {1, 2, 7, 63, 64, 65, 511, 512, 513, 4099};
    const phw_taps taps = profile("tdl-a", 300e-9);
    const phw_rng rng = {.seed = 71, .purpose = PHW_RNG_PURPOSE(PHW_RNG_NOISE, 1)};
    phw_cf *x = samples(N);
    phw_cf *want = samples(N);
    phw_cf *y = samples(N);
    phw_rng_normal_complex(x, &rng, 1, 1UL << 40, N);
    air a = make_air(taps.n, 3000);
    phw_delay_line *line = create(&taps, &a, 7.5);
    cr_assert_eq(phw_delay_line_noise(line, 0.01, &rng, 5), PHW_OK);
    push(line, want, x, N);
    for (size_t b = 0; b < sizeof block / sizeof block[0]; ++b) {
        cr_assert_eq(phw_delay_line_restart(line, 7.5, 0), PHW_OK);
        memcpy(y, x, N * sizeof *y);
        for (size_t at = 0; at < N; at += block[b])
            push(line, y + at, y + at, N - at < block[b] ? N - at : block[b]);
        cr_expect_arr_eq(y, want, N * sizeof *y, "blocks of %zu", block[b]);
    }
    phw_delay_line_destroy(line);
    free(x);
    free(want);
    free(y);
}

Test(delay_line, a_stream_can_be_entered_anywhere)
{
    enum {
        N = 9000,
        FROM = 5001
    };

    const phw_taps taps = profile("tdl-a", 100e-9);
    const phw_rng rng = {.seed = 72, .purpose = PHW_RNG_PURPOSE(PHW_RNG_NOISE, 1)};
    phw_cf *x = samples(N);
    phw_cf *want = samples(N);
    phw_cf *y = samples(N);
    phw_rng_normal_complex(x, &rng, 1, 1UL << 40, N);
    air a = make_air(taps.n, 3000);
    phw_delay_line *line = create(&taps, &a, 1);
    const size_t tail = phw_delay_line_tail(line);
    cr_assert_eq(phw_delay_line_noise(line, 0.01, &rng, 0), PHW_OK);
    push(line, want, x, N);
    cr_assert_eq(phw_delay_line_restart(line, 1, FROM), PHW_OK);
    push(line, y, x + FROM, N - FROM);
    cr_expect_arr_eq(y + tail, want + FROM + tail, (N - FROM - tail) * sizeof *y);
    cr_expect_arr_neq(y, want + FROM, tail * sizeof *y);
    phw_delay_line_destroy(line);
    free(x);
    free(want);
    free(y);
}

Test(delay_line, noise_is_numbered_by_the_instant)
{
    enum {
        N = 3000
    };

    const phw_taps taps = {.n = 1, .delay_s = {0.5 / RATE}, .power = {1}};
    const phw_rng rng = {.seed = 73, .purpose = PHW_RNG_PURPOSE(PHW_RNG_NOISE, 2)};
    air a = make_air(1, 100);
    phw_delay_line *line = create(&taps, &a, 0);
    const size_t latency = phw_delay_line_latency(line);
    cr_assert_eq(latency, PHW_FRACTIONAL_DELAY_POINTS / 2 - 1);
    cr_assert_eq(phw_delay_line_noise(line, 0.25, &rng, 1000), PHW_OK);
    phw_cf *y = samples(N);
    phw_cf *want = samples(N);
    cr_assert_eq(phw_delay_line_flush(line, y, N), PHW_OK);
    phw_rng_normal_complex(want, &rng, 0.25, 1000, N);
    cr_expect_arr_eq(y + latency, want, (N - latency) * sizeof *y);
    cr_assert_eq(phw_delay_line_noise(line, 0, &rng, 0), PHW_OK);
    cr_assert_eq(phw_delay_line_flush(line, y, N), PHW_OK);
    for (size_t i = 0; i < N; ++i)
        cr_expect_float_eq(cabsf(y[i]), 0, 0);
    free(y);
    free(want);
    phw_delay_line_destroy(line);
}

/* Each reading serves all stretches that it is a knot of: 2 of a line, 4 of a cubic. */
Test(delay_line, taps_are_read_once_a_stretch)
{
    const double shift_hz[] = {10, 3000};
    const size_t extra[] = {1, 3};
    const phw_taps taps = {.n = 1, .power = {1}};
    for (size_t v = 0; v < 2; ++v) {
        air a = make_air(1, shift_hz[v]);
        phw_delay_line *line = create(&taps, &a, 0);
        const size_t spacing = phw_delay_line_spacing(line);
        phw_cf *y = samples(10 * spacing);
        for (size_t i = 0; i < 10 * spacing; i += 2)
            cr_assert_eq(phw_delay_line_flush(line, y, 2), PHW_OK);
        cr_expect_eq(a.n_read, 10 + extra[v], "%zu", a.n_read);
        free(y);
        phw_delay_line_destroy(line);
    }
}

Test(delay_line, a_source_that_fails_is_heard)
{
    const phw_taps taps = {.n = 1, .power = {1}};
    air a = make_air(1, 3000);
    phw_cf y[4096] = {0};
    phw_delay_line *line = create(&taps, &a, 0);
    a.fails_at = 3;
    cr_expect_eq(phw_delay_line_push(line, y, y, 4096), PHW_EINPUT);
    cr_assert_eq(phw_delay_line_restart(line, 0, 0), PHW_OK);
    cr_expect_eq(phw_delay_line_push(line, y, y, 4096), PHW_OK);
    phw_delay_line_destroy(line);
}

Test(delay_line, what_cannot_be_is_refused)
{
    const phw_taps taps = {.n = 1, .power = {1}};
    const phw_taps none = {0};
    const phw_taps many = {.n = PHW_TAPS_MAX + 1};
    const phw_taps far = {.n = 1, .delay_s = {1}};
    const phw_taps endless = {.n = 1, .delay_s = {HUGE_VAL}};
    const phw_taps before = {.n = 1, .delay_s = {-1e-9}};
    const phw_delay_line_config good = {
        .taps = &taps, .rate_hz = RATE, .source = read_air};
    phw_delay_line_config bad[12];
    for (size_t i = 0; i < 12; ++i)
        bad[i] = good;
    bad[0].taps = &none;
    bad[1].taps = &many;
    bad[2].taps = &far;
    bad[3].taps = &endless;
    bad[4].taps = &before;
    bad[5].rate_hz = 0;
    bad[6].rate_hz = nan("");
    bad[7].rate_hz = HUGE_VAL;
    bad[8].doppler_hz = RATE / 2 + 1;
    bad[9].doppler_hz = -1;
    bad[10].start_s = nan("");
    bad[11].source = NULL;
    phw_delay_line *line = NULL;
    for (size_t i = 0; i < 12; ++i)
        cr_expect_eq(phw_delay_line_create(&line, &bad[i]), PHW_EARG, "%zu", i);
    cr_expect_null(line);
    cr_assert_eq(phw_delay_line_create(&line, &bad[8]), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "half the sampling rate"), "%s",
                       phw_error_message());
    cr_assert_eq(phw_delay_line_create(&line, &good), PHW_OK);
    const phw_rng rng = {.seed = 1};
    cr_expect_eq(phw_delay_line_noise(line, -1, &rng, 0), PHW_EARG);
    cr_expect_eq(phw_delay_line_noise(line, HUGE_VAL, &rng, 0), PHW_EARG);
    cr_expect_eq(phw_delay_line_restart(line, HUGE_VAL, 0), PHW_EARG);
    phw_delay_line_destroy(line);
    phw_delay_line_destroy(NULL);
}

/* At half the sampling rate the taps are read for every sample. */
Test(delay_line, the_greatest_doppler_shift_reads_every_sample)
{
    const phw_taps taps = {.n = 1, .power = {1}};
    air a = make_air(1, RATE / 2);
    phw_delay_line *line = create(&taps, &a, 0);
    cr_expect_eq(phw_delay_line_spacing(line), 1);
    phw_cf y[100];
    for (size_t i = 0; i < 100; ++i)
        y[i] = 1;
    push(line, y, y, 100);
    for (size_t i = 0; i < 100; ++i)
        cr_expect_lt(cabs((double complex)y[i] - gain(&a, 0, (double)i / RATE)), 1e-6,
                     "sample %zu", i);
    phw_delay_line_destroy(line);
}

Test(delay_line, the_longest_delay_comes_out_whole)
{
    const size_t longest = PHW_DELAY_LINE_SAMPLES_MAX;
    const phw_taps taps = {.n = 2, .delay_s = {0, (double)longest / RATE}};
    air a = make_air(2, 0);
    phw_delay_line *line = create(&taps, &a, 0);
    cr_expect_eq(phw_delay_line_tail(line), longest);
    phw_cf *y = samples(longest + 10);
    y[3] = 1;
    push(line, y, y, longest + 10);
    for (size_t i = 0; i < longest + 10; ++i) {
        double complex want = i == 3 ? gain(&a, 0, 0) : 0;
        want += i == longest + 3 ? gain(&a, 1, 0) : 0;
        if (cabs((double complex)y[i] - want) > 1e-7)
            cr_expect(false, "sample %zu", i);
    }
    free(y);
    phw_delay_line_destroy(line);
}

/* What the allocator has given out, as far as it says so. */
Test(delay_line, memory_does_not_grow_with_the_length)
{
    enum {
        N = 5000
    };

    const phw_taps taps = profile("tdl-c", 300e-9);
    const phw_rng rng = {.seed = 74, .purpose = PHW_RNG_PURPOSE(PHW_RNG_NOISE, 3)};
    air a = make_air(taps.n, 100);
    phw_delay_line *line = create(&taps, &a, 0);
    cr_assert_eq(phw_delay_line_noise(line, 0.1, &rng, 0), PHW_OK);
    phw_cf *y = samples(N);
    push(line, y, y, N);
    const size_t before = mallinfo2().uordblks;
    for (int i = 0; i < 200; ++i)
        push(line, y, y, N);
    cr_expect_eq(mallinfo2().uordblks, before);
    free(y);
    phw_delay_line_destroy(line);
}
