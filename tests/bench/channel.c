/* The two fading generators beside what bounds them: the spectral one beside its own
 * transform and normals, sinusoids on a grid beside their multiplications and
 * additions, at random instants beside a loop over libm's sincos; what a triple of
 * readings of a 23-tap channel by Alice, Bob and Eve costs; and the response at
 * subcarriers. Prints; asserts nothing. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "channel/fading.h"
#include "channel/profiles.h"
#include "channel/response.h"
#include "channel/spectral.h"
#include "core/fft.h"
#include "core/rng.h"
#include "core/signal.h"
#include "core/vectorised.h"

#include "tests/bench/clock.h"

enum {
    TAPS = 23,
    INSTANTS = 65536,
    RANDOM = 20000,
    TRIPLES = 40000,
    SINUSOIDS = 16,
    CARRIERS = 52,
    REPEATS = 5
};

/* The least of REPEATS runs, ns for each of `n` units of work. */
#define LEAST_NS(out, n, work)                                  \
    do {                                                        \
        (out) = HUGE_VAL;                                       \
        for (int repeat_ = 0; repeat_ < REPEATS; ++repeat_) {   \
            const double from_ = now_s();                       \
            work;                                               \
            (out) = fmin((out), 1e9 * (now_s() - from_) / (n)); \
        }                                                       \
    } while (0)

static phw_cf out[(size_t)INSTANTS * TAPS];
static double time_s[RANDOM];
static volatile double kept;

static void need(phw_status s)
{
    if (s == PHW_OK)
        return;
    (void)fprintf(stderr, "%s\n", phw_error_message());
    exit(1);
}

/* Processes with fd = 1 Hz. */
static phw_fading *create(size_t n, phw_fading_generator generator, double redraw)
{
    static uint32_t number;
    const phw_fading_config config = {
        .n = n,
        .doppler_hz = 1,
        .generator = generator,
        .redraw_periods = redraw,
        .rng = {1, PHW_RNG_PURPOSE(PHW_RNG_BENCH, 0), number++}};
    phw_fading *f = NULL;
    need(phw_fading_create(&f, &config));
    return f;
}

/* Epochs of eight processes in turn, none of them at hand. */
static void make_epochs(phw_fading *f)
{
    static int share;
    for (int k = 0; k < 16; ++k)
        need(phw_fading_read(f, out, 384.0 * (share += 2)));
}

static void transform_and_draw(const phw_fft *fft, int n_epochs)
{
    static uint32_t number;
    phw_cf *point = out;
    for (int k = 0; k < n_epochs; ++k) {
        const phw_rng rng = {2, PHW_RNG_PURPOSE(PHW_RNG_BENCH, 0), number++};
        phw_rng_normal_complex(point, &rng, 1, 0, 2 * PHW_SPECTRAL_EDGE + 1);
        phw_fft_execute(fft, point, point);
    }
}

static void bench_spectral(void)
{
    double epoch;
    double parts;
    const double points = 16.0 * 8 * PHW_SPECTRAL_POINTS;
    phw_fft *fft = NULL;
    need(phw_fft_create(&fft, PHW_SPECTRAL_POINTS, PHW_FFT_INVERSE));
    phw_fading *f = create(8, PHW_FADING_SPECTRAL, 0);
    LEAST_NS(epoch, points, make_epochs(f));
    LEAST_NS(parts, points, transform_and_draw(fft, 128));
    printf("  spectral epochs        %7.2f ns a point; transform and normals %.2f: "
           "%.2f x\n",
           epoch, parts, epoch / parts);
    const double step[] = {0.005, 0.1, 0.125, 1};
    for (size_t k = 0; k < sizeof step / sizeof step[0]; ++k) {
        phw_fading *many = create(TAPS, PHW_FADING_SPECTRAL, 0);
        phw_fading *one = create(1, PHW_FADING_SPECTRAL, 0);
        double all;
        double single;
        LEAST_NS(all, (double)INSTANTS * TAPS,
                 need(phw_fading_series(many, out, 0, step[k], 0, INSTANTS)));
        LEAST_NS(single, INSTANTS,
                 need(phw_fading_series(one, out, 0, step[k], 0, INSTANTS)));
        printf("  spectral series        %7.2f ns a sample of %d taps, %.2f of one, "
               "spacing %g/fd\n",
               all, TAPS, single, step[k]);
        phw_fading_destroy(many);
        phw_fading_destroy(one);
    }
    phw_fading_destroy(f);
    phw_fft_destroy(fft);
}

typedef float lanes __attribute__((vector_size(32)));

/* What 16 rotations and sums are made of, in registers: for 8 samples of a sinusoid
 * four products, two sums of them and two sums over sinusoids. */
PHW_VECTORISED
static void multiply_and_add(float *to, size_t n)
{
    lanes re[4];
    lanes im[4];
    lanes sum = {0};
    for (size_t g = 0; g < 4; ++g) {
        re[g] = (lanes){0} + 1 - 0.1F * (float)g;
        im[g] = (lanes){0} + 0.1F * (float)g;
    }
    for (size_t k = 0; k < n * SINUSOIDS; k += 32) {
        for (size_t g = 0; g < 4; ++g) {
            const lanes turned = re[g] * 0.8F - im[g] * 0.6F;
            im[g] = re[g] * 0.6F + im[g] * 0.8F;
            re[g] = turned;
            sum += re[g];
        }
    }
    for (size_t l = 0; l < 8; ++l)
        to[l] = sum[l] + im[0][l] + im[1][l] + im[2][l] + im[3][l];
}

static double plain_sincos(size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; ++i) {
        for (int k = 0; k < SINUSOIDS; ++k) {
            double s;
            double c;
            sincos(62.8 * time_s[i] * (0.9 - 0.1 * k) + k, &s, &c);
            sum += s + c;
        }
    }
    return sum;
}

static void read_random(phw_fading *f)
{
    for (int i = 0; i < RANDOM; ++i)
        need(phw_fading_read(f, out, time_s[i]));
}

static void bench_sinusoids(void)
{
    double bound;
    double plain;
    LEAST_NS(bound, INSTANTS, multiply_and_add((float *)out, INSTANTS));
    LEAST_NS(plain, RANDOM / 10, kept = kept + plain_sincos(RANDOM / 10));
    const size_t n[] = {1, TAPS, 1, TAPS};
    for (size_t k = 0; k < sizeof n / sizeof n[0]; ++k) {
        const double redraw = k < 2 ? 0 : 64;
        phw_fading *f = create(n[k], PHW_FADING_SINUSOIDS, redraw);
        double grid;
        double random;
        LEAST_NS(grid, (double)INSTANTS * (double)n[k],
                 need(phw_fading_series(f, out, 0, 0.001, 0, INSTANTS)));
        LEAST_NS(random, (double)RANDOM * (double)n[k], read_random(f));
        printf(
            "  16 sinusoids, %2zu taps%s on a grid %6.2f ns a sample and tap: %.2f x "
            "the bound %.2f; at any instant %6.2f: libm's sincos %.0f is %.1f x\n",
            n[k], redraw > 0 ? ", redrawn" : "", grid, grid / bound, bound, random,
            plain, plain / random);
        phw_fading_destroy(f);
    }
}

/* Alice and Bob read one channel at their own instants, Eve her own. */
static void read_triples(phw_fading *shared, phw_fading *eve, double spacing)
{
    static phw_cf tap[3][TAPS];
    for (int i = 0; i < TRIPLES; ++i) {
        const double at = spacing * i;
        need(phw_fading_read(shared, tap[0], at));
        need(phw_fading_read(shared, tap[1], at + 0.01));
        need(phw_fading_read(eve, tap[2], at));
    }
    kept = kept + (double)crealf(tap[0][0] + tap[1][0] + tap[2][0]);
}

static void bench_triples(void)
{
    const double spacing[] = {0.01, 0.1, 1};
    for (size_t k = 0; k < sizeof spacing / sizeof spacing[0]; ++k) {
        for (int g = 0; g < 2; ++g) {
            const phw_fading_generator generator =
                g == 0 ? PHW_FADING_SPECTRAL : PHW_FADING_SINUSOIDS;
            phw_fading *shared = create(TAPS, generator, 8);
            phw_fading *eve = create(TAPS, generator, 8);
            double ns;
            LEAST_NS(ns, TRIPLES, read_triples(shared, eve, spacing[k]));
            printf("  triples of %d taps, %s, spacing %g/fd: %.2f M/s\n", TAPS,
                   g == 0 ? "spectral" : "16 sinusoids redrawn every 8/fd", spacing[k],
                   1e3 / ns);
            phw_fading_destroy(shared);
            phw_fading_destroy(eve);
        }
    }
}

static void respond(const phw_response *response, phw_cf *to)
{
    for (int i = 0; i < RANDOM; ++i)
        phw_response_execute(response, to, out);
}

static void bench_response(void)
{
    const phw_profile *profile = phw_profile_find("tdl-a");
    phw_taps taps;
    double offset_hz[CARRIERS];
    phw_cf response_out[CARRIERS];
    if (profile == NULL)
        exit(1);
    need(phw_profile_taps(&taps, profile, 1e-7, 0));
    for (int k = 0; k < CARRIERS; ++k)
        offset_hz[k] = 312500.0 * (k - CARRIERS / 2);
    phw_response *response = NULL;
    need(phw_response_create(&response, taps.delay_s, taps.n, offset_hz, CARRIERS));
    double ns;
    LEAST_NS(ns, (double)RANDOM * (double)taps.n * CARRIERS,
             respond(response, response_out));
    printf("  response               %7.3f ns a tap and subcarrier\n", ns);
    phw_response_destroy(response);
}

int main(void)
{
    const phw_rng rng = {.seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 1)};
    for (int i = 0; i < RANDOM; ++i)
        time_s[i] = 0.002 * phw_rng_below(&rng, (uint64_t)i, 19000);
    printf("channel: fading, one core\n");
    bench_spectral();
    bench_sinusoids();
    bench_triples();
    bench_response();
    return 0;
}
