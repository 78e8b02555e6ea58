/* These attacks must succeed: they are what a keyed reference does not hide. */
#include "encrypt/sensing_leak.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "encrypt/reference_sequence.h"

enum {
    CARRIERS = 256,
    SYMBOLS = 16,
    ALL = CARRIERS * SYMBOLS,
    RUNS = 300
};

static const double two_pi = 6.28318530717958647692;
static const phw_range_doppler_grid grid = {CARRIERS, SYMBOLS, 30e3, 1 / 30e3};

typedef struct paths {
    double direct, echo; /* delays in cycles a grid of subcarriers */
    double doppler;      /* of the echo, cycles a grid of symbols */
} paths;

static paths draw_paths(uint32_t run)
{
    const phw_rng rng = {8, PHW_RNG_PURPOSE(PHW_RNG_TEST, 1), run};
    float u[3];
    phw_rng_uniform(u, &rng, 0, 3);
    return (paths){20 * (double)u[0], 20 * (double)u[0] + 3 + 60 * (double)u[1],
                   10 * ((double)u[2] - 0.5)};
}

static phw_cf turned(double amplitude, double turns)
{
    return CMPLXF((float)(amplitude * cos(two_pi * turns)),
                  (float)(amplitude * sin(two_pi * turns)));
}

/* What an antenna hears of frame `run`: unknown symbols times the paths, plus noise. */
static void hear(phw_cf *y, const phw_key *key, uint32_t run, uint32_t antenna,
                 const double amplitude[2], double noise_variance)
{
    const paths p = draw_paths(run);
    const phw_keystream k = {key, 1, run};
    const phw_rng rng = {8, PHW_RNG_PURPOSE(PHW_RNG_TEST, 2 + antenna), run};
    static phw_cf noise[ALL];
    cr_assert_eq(phw_reference_symbols(y, &k, 0, ALL), PHW_OK);
    phw_rng_normal_complex(noise, &rng, noise_variance, 0, ALL);
    for (size_t i = 0; i < ALL; ++i) {
        const double f = (double)(i % CARRIERS) / CARRIERS;
        const double t = (double)(i / CARRIERS) / SYMBOLS;
        y[i] = y[i] * (turned(amplitude[0], -f * p.direct) +
                       turned(amplitude[1], t * p.doppler - f * p.echo)) +
               noise[i];
    }
}

static phw_key key_of(uint8_t byte)
{
    phw_key key = {0};
    cr_assert_eq(phw_key_alloc(&key, PHW_KEYSTREAM_KEY_SIZE), PHW_OK);
    for (size_t i = 0; i < key.size; ++i)
        key.byte[i] = byte;
    return key;
}

static bool is_echo(const phw_range_doppler_peak *peak, uint32_t run)
{
    const paths p = draw_paths(run);
    return fabs(peak->delay_s * CARRIERS * 30e3 - (p.echo - p.direct)) < 0.5 &&
           fabs(peak->doppler_hz * SYMBOLS / 30e3 - p.doppler) < 0.5;
}

/* Echo 6 dB below, found within half a cell in every one of 300 runs. */
Test(sensing_leak, powers_tell_how_two_paths_differ)
{
    static const double amplitude[] = {1, 0.5};
    static phw_cf y[ALL];
    phw_range_doppler *rd = NULL;
    phw_key key = key_of(7);
    cr_assert_eq(phw_range_doppler_create(&rd, &grid, 2), PHW_OK);
    for (int db = 0; db <= 20; db += 10) {
        int hits = 0;
        for (uint32_t run = 0; run < RUNS; ++run) {
            phw_range_doppler_peak peak;
            hear(y, &key, run, 0, amplitude, pow(10, -db / 10.0));
            phw_sensing_leak_powers(y, y, ALL);
            phw_range_doppler_estimate(&peak, rd, y);
            phw_sensing_leak_fold(&peak, &grid);
            hits += is_echo(&peak, run);
        }
        cr_expect_eq(hits, RUNS, "%d dB: %d of %d", db, hits, RUNS);
    }
    phw_range_doppler_destroy(rd);
    phw_key_free(&key);
}

/* One antenna hears the direct path alone, the other the echo alone. */
Test(sensing_leak, two_antennas_see_the_echo_without_the_key)
{
    static const double direct[] = {1, 0};
    static const double echo[] = {0, 0.5};
    static phw_cf y[ALL];
    static phw_cf reference[ALL];
    phw_range_doppler *rd = NULL;
    phw_key key = key_of(9);
    cr_assert_eq(phw_range_doppler_create(&rd, &grid, 2), PHW_OK);
    for (int db = 0; db <= 20; db += 10) {
        int hits = 0;
        for (uint32_t run = 0; run < RUNS; ++run) {
            phw_range_doppler_peak peak;
            hear(reference, &key, run, 0, direct, pow(10, -db / 10.0));
            hear(y, &key, run, 1, echo, pow(10, -db / 10.0));
            phw_sensing_leak_product(y, y, reference, ALL);
            phw_range_doppler_estimate(&peak, rd, y);
            hits += is_echo(&peak, run);
        }
        cr_expect_eq(hits, RUNS, "%d dB: %d of %d", db, hits, RUNS);
    }
    phw_range_doppler_destroy(rd);
    phw_key_free(&key);
}

Test(sensing_leak, a_peak_is_folded_to_the_later_path)
{
    phw_range_doppler_peak late = {0.9 / 30e3, 100, 1};
    phw_range_doppler_peak early = {0.1 / 30e3, 100, 1};
    phw_sensing_leak_fold(&late, &grid);
    phw_sensing_leak_fold(&early, &grid);
    cr_expect_float_eq(late.delay_s, 0.1 / 30e3, 1e-18);
    cr_expect_eq(late.doppler_hz, -100);
    cr_expect_float_eq(early.delay_s, 0.1 / 30e3, 1e-18);
    cr_expect_eq(early.doppler_hz, 100);
}
