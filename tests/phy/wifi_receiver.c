#include "phy/wifi_receiver.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <gsl/gsl_cdf.h>

#include "core/rng.h"
#include "core/signal.h"
#include "phy/preamble.h"

static phw_wifi_receiver *create(double rate_hz, double bandwidth_hz)
{
    phw_wifi_receiver *r = NULL;
    cr_assert_eq(phw_wifi_receiver_create(&r, rate_hz, bandwidth_hz), PHW_OK);
    return r;
}

static phw_rng stream(uint32_t sub, uint32_t trial)
{
    return (phw_rng){1, PHW_RNG_PURPOSE(PHW_RNG_TEST, sub), trial};
}

/* Adds a frame to x with its beginning at `at`, which may lie between two samples by
 * quarters, at `rate_hz`. */
static void add_frame(phw_signal *x, double at, double cfo_hz, double gain,
                      double bandwidth_hz)
{
    phw_signal s = {0};
    const phw_preamble_config config = {4 * x->rate_hz,  bandwidth_hz, 18, 321, 2,
                                        stream(0x710, 0)};
    cr_assert_eq(phw_preamble_write(&s, &config), PHW_OK);
    const size_t first = (size_t)ceil(at);
    for (size_t i = first; i < x->n; ++i) {
        const size_t from = (size_t)(4 * ((double)i - at));
        if (from >= s.n)
            break;
        const double cycles = cfo_hz / x->rate_hz * ((double)i - at);
        x->sample[i] +=
            s.sample[from] * (phw_cf)(gain * cexp(CMPLX(0, 2 * M_PI * cycles)));
    }
    phw_signal_free(&s);
}

static phw_signal noise(size_t n, double rate_hz, double variance, uint32_t trial)
{
    phw_signal x = {0};
    const phw_rng rng = stream(0x711, trial);
    cr_assert_eq(phw_signal_alloc(&x, n, rate_hz, 0), PHW_OK);
    phw_rng_normal_complex(x.sample, &rng, variance, 0, n);
    return x;
}

static void run(phw_wifi_receiver *r, const phw_signal *x)
{
    cr_assert_eq(phw_wifi_receiver_push(r, x->sample, x->n), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_finish(r), PHW_OK);
}

/* The one frame of a signal. */
static phw_wifi_frame only_frame(const phw_signal *x, double bandwidth_hz)
{
    phw_wifi_frame f = {0};
    phw_wifi_frame second;
    phw_wifi_receiver *r = create(x->rate_hz, bandwidth_hz);
    run(r, x);
    cr_assert(phw_wifi_receiver_take(r, &f));
    cr_expect_not(phw_wifi_receiver_take(r, &second));
    phw_wifi_receiver_destroy(r);
    return f;
}

/* 1000 frames at 10 dB, 1000 samples apart or a little more, offsets in +-500 kHz,
 * delays in quarters of a sample. The lower end of the exact (Clopper and Pearson)
 * interval of the rate, at one in a thousand, is above 0.99: one may miss. */
Test(wifi_receiver, finds_99_of_100_frames_at_10_db)
{
    enum {
        FRAMES = 1000,
        APART = 1000
    };

    phw_signal x = noise((FRAMES + 1) * APART, 20e6, 0.1, 1);
    static double at[FRAMES];
    static double cfo_hz[FRAMES];
    const phw_rng rng = stream(0x712, 0);
    for (uint32_t i = 0; i < FRAMES; ++i) {
        at[i] = APART * i + 100 + phw_rng_below(&rng, 2 * i, 1200) / 4.0;
        cfo_hz[i] = (double)phw_rng_below(&rng, 2 * i + 1, 1000001) - 500000;
        add_frame(&x, at[i], cfo_hz[i], 1, 20e6);
    }
    phw_wifi_receiver *r = create(20e6, 20e6);
    run(r, &x);
    phw_wifi_frame f;
    size_t i = 0;
    unsigned found = 0;
    while (phw_wifi_receiver_take(r, &f)) {
        while (i < FRAMES && at[i] + 192 < (double)f.start_sample - 2)
            ++i;
        cr_assert(i < FRAMES && fabs(at[i] + 192 - (double)f.start_sample) < 1,
                  "a false frame at %g", (double)f.start_sample);
        cr_expect(f.signal_ok && f.rate_mbps == 18 && f.length == 321, "frame %zu", i);
        /* 5 sigma of the offset: 49.7 kHz / sqrt(64 * 10) * sqrt(1.05). */
        cr_expect_float_eq(f.cfo_hz, cfo_hz[i], 10.1e3, "frame %zu", i);
        cr_expect_float_eq(f.time_s, (double)f.start_sample / 20e6, 1e-12);
        ++found;
        ++i;
    }
    const double least = gsl_cdf_beta_Pinv(1e-3, found, FRAMES - found + 1);
    cr_expect(least > 0.99, "%u of %d frames, rate > %g", found, FRAMES, least);
    const phw_wifi_counts counts = phw_wifi_receiver_counts(r);
    cr_expect_eq(counts.n_samples, x.n);
    cr_expect_eq(counts.n_long, found);
    cr_expect_eq(counts.n_signal, found);
    cr_expect_geq(counts.n_short, found);
    phw_wifi_receiver_destroy(r);
    phw_signal_free(&x);
}

/* 0.4 s; the thresholds allow one search in 2e12 windows, and none of them a frame. */
Test(wifi_receiver, noise_has_no_frames)
{
    phw_wifi_receiver *r = create(20e6, 20e6);
    for (uint32_t trial = 0; trial < 8; ++trial) {
        phw_signal x = noise(1000000, 20e6, 1, 100 + trial);
        cr_assert_eq(phw_wifi_receiver_push(r, x.sample, x.n), PHW_OK);
        phw_signal_free(&x);
    }
    cr_assert_eq(phw_wifi_receiver_finish(r), PHW_OK);
    const phw_wifi_counts counts = phw_wifi_receiver_counts(r);
    cr_expect_eq(counts.n_short, 0);
    cr_expect_eq(counts.n_long, 0);
    phw_wifi_receiver_destroy(r);
}

/* Tones repeat at every lag: searches start, and find nothing. A constant starts none.
 */
Test(wifi_receiver, tones_and_constants_have_no_frames)
{
    for (int carrier = 0; carrier < 2; ++carrier) {
        phw_signal x = noise(100000, 20e6, 0.01, 2);
        for (size_t i = 0; i < x.n; ++i)
            x.sample[i] +=
                (phw_cf)cexp(CMPLX(0, 2 * M_PI * carrier * 0.0937 * (double)i));
        phw_wifi_receiver *r = create(20e6, 20e6);
        run(r, &x);
        const phw_wifi_counts counts = phw_wifi_receiver_counts(r);
        cr_expect_eq(counts.n_short > 0, carrier == 1);
        cr_expect_eq(counts.n_long, 0);
        phw_wifi_receiver_destroy(r);
        phw_signal_free(&x);
    }
}

static void expect_same_frames(const phw_signal *x, double bandwidth_hz,
                               size_t block_most)
{
    phw_wifi_receiver *whole = create(x->rate_hz, bandwidth_hz);
    phw_wifi_receiver *parts = create(x->rate_hz, bandwidth_hz);
    run(whole, x);
    const phw_rng rng = stream(0x713, (uint32_t)block_most);
    for (size_t i = 0, call = 0; i < x->n; ++call) {
        size_t n = 1 + phw_rng_below(&rng, call, (uint32_t)block_most);
        n = n < x->n - i ? n : x->n - i;
        cr_assert_eq(phw_wifi_receiver_push(parts, x->sample + i, n), PHW_OK);
        i += n;
    }
    cr_assert_eq(phw_wifi_receiver_finish(parts), PHW_OK);
    phw_wifi_frame a;
    phw_wifi_frame b;
    memset(&a, 0, sizeof a);
    memset(&b, 0, sizeof b);
    int n = 0;
    while (phw_wifi_receiver_take(whole, &a)) {
        cr_assert(phw_wifi_receiver_take(parts, &b), "frame %d", n);
        cr_expect_eq(a.start_sample, b.start_sample);
        cr_expect_eq(a.cfo_hz, b.cfo_hz);
        cr_expect_eq(a.snr_db, b.snr_db);
        cr_expect_eq(a.evm_db, b.evm_db);
        cr_expect_arr_eq(a.h, b.h, sizeof a.h);
        ++n;
    }
    cr_expect_not(phw_wifi_receiver_take(parts, &b));
    cr_expect_eq(n, 40);
    phw_wifi_receiver_destroy(whole);
    phw_wifi_receiver_destroy(parts);
}

Test(wifi_receiver, blocks_of_any_size_give_the_same_frames)
{
    const double rate_hz[2] = {10e6, 30e6};
    for (int i = 0; i < 2; ++i) {
        const double factor = rate_hz[i] / 10e6;
        phw_signal x = noise((size_t)(42000 * factor), rate_hz[i], 0.05 * factor, 3);
        for (int k = 0; k < 40; ++k)
            add_frame(&x, factor * (1000 * k + 133 + 7 * k), 2e3 * k, 1, 10e6);
        const size_t block[5] = {1, 15, 64, 1000, 40000};
        for (int b = 0; b < 5; ++b)
            expect_same_frames(&x, 10e6, block[b]);
        phw_signal_free(&x);
    }
}

/* Every rate and bandwidth sees the frame at its own sample, to one at the bandwidth,
 * with the same channel: flat, the phase ramp of what the place is off included. */
Test(wifi_receiver, higher_rates_are_thinned_without_moving_a_frame)
{
    const double bandwidth_hz[3] = {20e6, 10e6, 5e6};
    for (int i = 0; i < 3; ++i) {
        for (size_t factor = 1; factor <= 5; ++factor) {
            const double at = 1000.0 * (double)factor;
            phw_signal x = noise(3000 * factor, bandwidth_hz[i] * (double)factor,
                                 1e-4 * (double)factor, 4);
            add_frame(&x, at, 11e3, 0.5, bandwidth_hz[i]);
            const phw_wifi_frame f = only_frame(&x, bandwidth_hz[i]);
            cr_expect_eq(f.start_sample, 1192 * factor, "factor %zu", factor);
            cr_expect(f.signal_ok && f.length == 321);
            cr_expect_float_eq(f.cfo_hz, 11e3, 800);
            cr_expect_float_eq(f.snr_db, 10 * log10(0.25 * 64 / 52 / 1e-4), 3);
            for (size_t k = 1; k < PHW_OFDM_N_USED; ++k)
                cr_expect(cabsf(f.h[k] - f.h[0]) < 0.05F, "factor %zu entry %zu",
                          factor, k);
            cr_expect_float_eq(cabsf(f.h[0]), 0.5F, 0.05F);
            phw_signal_free(&x);
        }
    }
}

/* Frames that begin within their short training, as where a recording starts late. */
Test(wifi_receiver, a_cut_short_training_is_no_loss)
{
    for (size_t cut = 0; cut <= 160; cut += 16) {
        phw_signal x = noise(1500, 20e6, 0.01, 5);
        phw_signal rest = {0};
        add_frame(&x, 500, 20e3, 1, 20e6);
        cr_assert_eq(phw_signal_alloc(&rest, 1000 - cut, 20e6, 0), PHW_OK);
        memcpy(rest.sample, x.sample + 500 + cut, rest.n * sizeof *rest.sample);
        const phw_wifi_frame f = only_frame(&rest, 20e6);
        cr_expect_eq(f.start_sample, 192 - cut);
        cr_expect(f.signal_ok);
        phw_signal_free(&rest);
        phw_signal_free(&x);
    }
}

Test(wifi_receiver, the_last_frame_needs_its_whole_signal_symbol)
{
    for (size_t missing = 0; missing < 2; ++missing) {
        phw_signal x = noise(500 + PHW_OFDM_DATA_AT - missing, 20e6, 0.001, 6);
        add_frame(&x, 500, 0, 1, 20e6);
        phw_wifi_receiver *r = create(20e6, 20e6);
        phw_wifi_frame f;
        run(r, &x);
        cr_expect_eq(phw_wifi_receiver_take(r, &f), missing == 0);
        phw_wifi_receiver_destroy(r);
        phw_signal_free(&x);
    }
}

/* A constant 20 dB above the noise, and scales from 1e-9 to 1e9, change nothing. */
Test(wifi_receiver, scale_and_constant_do_not_matter)
{
    for (int exponent = -9; exponent <= 9; exponent += 6) {
        const double scale = pow(10, exponent);
        phw_signal x = noise(3000, 20e6, 0.01 * scale * scale, 7);
        add_frame(&x, 777, -40e3, scale, 20e6);
        const phw_wifi_frame f = only_frame(&x, 20e6);
        cr_expect_eq(f.start_sample, 969);
        cr_expect_float_eq(f.level / scale, 1, 0.05);
        cr_expect_float_eq(f.snr_db, 20.9, 3);
        for (size_t i = 0; i < x.n; ++i)
            x.sample[i] += (float)scale;
        cr_expect_eq(only_frame(&x, 20e6).start_sample, 969);
        phw_signal_free(&x);
    }
}

Test(wifi_receiver, samples_that_are_no_numbers_do_not_outlast_themselves)
{
    for (double rate_hz = 20e6; rate_hz < 50e6; rate_hz += 20e6) {
        const size_t factor = (size_t)(rate_hz / 20e6);
        phw_signal x = noise(4000 * factor, rate_hz, 0.01, 8);
        for (size_t i = 0; i < 500; ++i)
            x.sample[i] = i % 2 ? NAN : INFINITY;
        add_frame(&x, 2000 * (double)factor, 0, 1, 20e6);
        cr_expect_eq(only_frame(&x, 20e6).start_sample, 2192 * factor);
        phw_signal_free(&x);
    }
}

Test(wifi_receiver, what_makes_no_sense_is_refused)
{
    phw_wifi_receiver *r = NULL;
    cr_expect_eq(phw_wifi_receiver_create(&r, 25e6, 20e6), PHW_EARG);
    cr_expect_eq(phw_wifi_receiver_create(&r, 40e6, 40e6), PHW_EARG);
    cr_expect_null(r);
    phw_wifi_receiver_destroy(r);

    r = create(20e6, 20e6);
    phw_wifi_frame f;
    const phw_cf zero = 0;
    cr_expect_not(phw_wifi_receiver_take(r, &f));
    cr_expect_eq(phw_wifi_receiver_push(r, NULL, 0), PHW_OK);
    cr_expect_eq(phw_wifi_receiver_finish(r), PHW_OK);
    cr_expect_eq(phw_wifi_receiver_finish(r), PHW_EARG);
    cr_expect_eq(phw_wifi_receiver_push(r, &zero, 1), PHW_EARG);
    cr_expect_not(phw_wifi_receiver_take(r, &f));
    phw_wifi_receiver_destroy(r);
}

/* One line of frames_truth.csv. */
typedef struct truth {
    char file[128];
    unsigned long start;
    double cfo_hz;
    double level;
    unsigned rate_mbps;
    unsigned length;
} truth;

#define N_TRUTHS_MAX 400

static const char *recordings(void)
{
    static char path[2048];
    snprintf(path, sizeof path, "%s/datasets/recordings/openofdm",
             getenv("PHW_SOURCE"));
    return path;
}

static size_t read_truth(truth row[N_TRUTHS_MAX])
{
    char path[4096];
    char line[512];
    size_t n = 0;
    snprintf(path, sizeof path, "%s/frames_truth.csv", recordings());
    FILE *f = fopen(path, "r");
    if (f == NULL)
        return 0;
    while (n < N_TRUTHS_MAX && fgets(line, sizeof line, f) != NULL) {
        truth *t = &row[n];
        n += sscanf(line, "%127[^,],%lu,%lf,%*f,%lf,%u,%u", t->file, &t->start,
                    &t->cfo_hz, &t->level, &t->rate_mbps, &t->length) == 6;
    }
    fclose(f);
    return n;
}

/* A receiver that has heard a recording; NULL when it is absent. */
static phw_wifi_receiver *hear(const char *file)
{
    char path[4096];
    int16_t iq[2];
    snprintf(path, sizeof path, "%s/%s", recordings(), file);
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        return NULL;
    phw_wifi_receiver *r = create(20e6, 20e6);
    while (fread(iq, sizeof iq, 1, f) == 1) {
        const phw_cf x = CMPLXF(iq[0], iq[1]);
        cr_assert_eq(phw_wifi_receiver_push(r, &x, 1), PHW_OK);
    }
    fclose(f);
    cr_assert_eq(phw_wifi_receiver_finish(r), PHW_OK);
    return r;
}

/* Frames that the table misses, all of the station whose offset is -14 to -18 kHz,
 * each beginning within its short training, right after another frame. The check sums
 * of the two acknowledgements (14 bytes) are good when they are decoded; the others are
 * repetitions of lengths that the table has from the same station. */
static const truth more[] = {
    {"radiated_dot11n_19.5mbps.dat", 2841, -16949, 317, 6, 39},
    {"radiated_dot11n_19.5mbps.dat", 16857, -17188, 317, 12, 14},
    {"radiated_dot11n_19.5mbps.dat", 17672, -16460, 318, 6, 39},
    {"radiated_dot11n_6.5mbps.dat", 87681, -16119, 341, 6, 75},
    {"radiated_dot11n_6.5mbps.dat", 90762, -15266, 340, 6, 75},
    {"radiated_dot11n_6.5mbps.dat", 94173, -15596, 339, 6, 75},
    {"radiated_dot11n_6.5mbps.dat", 97575, -14690, 338, 6, 75},
    {"radiated_dot11n_6.5mbps.dat", 127998, -15544, 335, 6, 75},
    {"radiated_dot11n_65mbps.dat", 1186, -16108, 273, 24, 14},
    {"radiated_dot11n_65mbps.dat", 1981, -15795, 265, 6, 39},
};

static const truth *find_truth(const truth *row, size_t n, const char *file,
                               uint64_t start)
{
    for (size_t i = 0; i < n; ++i)
        if (strcmp(row[i].file, file) == 0 && start + 3 >= row[i].start &&
            start <= row[i].start + 3)
            return &row[i];
    return NULL;
}

#define TO_A     "_98_5f_d3_c7_06_27_e8_de_27_90_6e_42.dat"
#define QOS_TO_A "_qos_data_e4_90_7e_15_2a_16_e8_de_27_90_6e_42.dat"

static const char *const recording[] = {
    "conducted_dot11a_12mbps" QOS_TO_A, "conducted_dot11a_18mbps" QOS_TO_A,
    "conducted_dot11a_24mbps" QOS_TO_A, "conducted_dot11a_48mbps" QOS_TO_A,
    "conducted_dot11a_6mbps" QOS_TO_A,  "conducted_dot11a_9mbps" QOS_TO_A,
    "conducted_dot11n_13mbps" TO_A,     "conducted_dot11n_19.5mbps" TO_A,
    "conducted_dot11n_26mbps" TO_A,     "conducted_dot11n_39mbps" TO_A,
    "conducted_dot11n_52mbps" TO_A,     "conducted_dot11n_6.5mbps" TO_A,
    "conducted_dot11n_65mbps" TO_A,     "conducted_dot11n_7.2mbps" TO_A,
    "radiated_dot11n_19.5mbps.dat",     "radiated_dot11n_6.5mbps.dat",
    "radiated_dot11n_65mbps.dat",
};

#define N_RECORDINGS (sizeof recording / sizeof *recording)

static size_t count_rows(const truth *row, size_t n, const char *file)
{
    size_t count = 0;
    for (size_t i = 0; i < n; ++i)
        count += strcmp(row[i].file, file) == 0;
    return count;
}

static void expect_frame(const phw_wifi_frame *f, const truth *t)
{
    cr_expect(f->signal_ok, "%s %lu", t->file, t->start);
    cr_expect_eq(f->rate_mbps, t->rate_mbps, "%s %lu", t->file, t->start);
    cr_expect_eq(f->length, t->length, "%s %lu", t->file, t->start);
    cr_expect_float_eq(f->cfo_hz, t->cfo_hz, 1e3, "%s %lu", t->file, t->start);
    cr_expect_float_eq(f->level, t->level, 0.01 * t->level, "%s %lu", t->file,
                       t->start);
}

ParameterizedTestParameters(wifi_receiver, a_recording_holds_its_known_frames_only)
{
    static size_t row[N_RECORDINGS];
    for (size_t i = 0; i < N_RECORDINGS; ++i)
        row[i] = i;
    return cr_make_param_array(size_t, row, N_RECORDINGS);
}

ParameterizedTest(size_t *which, wifi_receiver, a_recording_holds_its_known_frames_only)
{
    static truth row[N_TRUTHS_MAX];
    const size_t n_more = sizeof more / sizeof *more;
    const char *file = recording[*which];
    const size_t n_rows = read_truth(row);
    phw_wifi_receiver *r = hear(file);
    if (r == NULL || n_rows == 0)
        cr_skip_test("recording %s or its table is absent", file);
    phw_wifi_frame f;
    size_t n = 0;
    while (phw_wifi_receiver_take(r, &f)) {
        const truth *t = find_truth(row, n_rows, file, f.start_sample);
        if (t == NULL)
            t = find_truth(more, n_more, file, f.start_sample);
        cr_assert_not_null(t, "%s: a false frame at %g", file, (double)f.start_sample);
        expect_frame(&f, t);
        ++n;
    }
    cr_expect_eq(n, count_rows(row, n_rows, file) + count_rows(more, n_more, file),
                 "%s: %zu frames", file, n);
    phw_wifi_receiver_destroy(r);
}
