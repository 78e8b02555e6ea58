/* A keyed reference: symbols a second beside the keystream under them, and range
 * estimates a second beside the transforms of their image. Prints; asserts nothing. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/fft.h"
#include "core/rng.h"
#include "encrypt/reference_sequence.h"
#include "phy/range_doppler.h"

#include "tests/bench/clock.h"

enum {
    SYMBOLS = 1 << 20,
    CARRIERS = 128,
    LENGTH = 16,
    FRAMES = 500,
    PAD = 2,
    REPEATS = 5
};

static phw_cf symbol[SYMBOLS];
static uint8_t byte[SYMBOLS / 4];

static void check(phw_status s)
{
    if (s != PHW_OK)
        exit(1);
}

/* The least CPU time of some runs, s. */
static double least(void (*work)(const void *), const void *context)
{
    double best = HUGE_VAL;
    for (int i = 0; i < REPEATS; ++i) {
        const double from = now_s();
        work(context);
        best = fmin(best, now_s() - from);
    }
    return best;
}

static void draw_symbols(const void *keystream)
{
    check(phw_reference_symbols(symbol, keystream, 0, SYMBOLS));
}

static void draw_bytes(const void *keystream)
{
    check(phw_keystream_read(byte, keystream, 0, sizeof byte));
}

typedef struct ranging {
    phw_range_doppler *rd;
    phw_fft *range, *doppler;
} ranging;

static void estimate(const void *context)
{
    const ranging *r = context;
    phw_range_doppler_peak peak;
    for (int i = 0; i < FRAMES; ++i)
        phw_range_doppler_estimate(&peak, r->rd, symbol + i);
}

static void transform(const void *context)
{
    static phw_cf out[PAD * CARRIERS];
    const ranging *r = context;
    for (int i = 0; i < FRAMES; ++i) {
        for (int l = 0; l < LENGTH; ++l)
            phw_fft_execute(r->range, out, symbol);
        for (int k = 0; k < PAD * CARRIERS; ++k)
            phw_fft_execute(r->doppler, out, symbol);
    }
}

int main(void)
{
    const phw_range_doppler_grid grid = {CARRIERS, LENGTH, 30e3, 1 / 30e3};
    phw_key key = {0};
    ranging r = {0};
    check(phw_key_alloc(&key, PHW_KEYSTREAM_KEY_SIZE));
    const phw_keystream keystream = {&key, 0, 0};
    const double symbols = least(draw_symbols, &keystream);
    const double bytes = least(draw_bytes, &keystream);
    (void)printf("reference: %.0f Msymbol/s, keystream alone %.0f (%.2f of it)\n",
                 1e-6 * SYMBOLS / symbols, 1e-6 * SYMBOLS / bytes, bytes / symbols);
    check(phw_range_doppler_create(&r.rd, &grid, PAD));
    check(phw_fft_create(&r.range, PAD * CARRIERS, PHW_FFT_INVERSE));
    check(phw_fft_create(&r.doppler, PAD * LENGTH, PHW_FFT_FORWARD));
    const double estimates = least(estimate, &r);
    const double transforms = least(transform, &r);
    (void)printf("range of %d x %d: %.0f estimates/s, transforms alone %.0f (%.2f)\n",
                 CARRIERS, LENGTH, FRAMES / estimates, FRAMES / transforms,
                 transforms / estimates);
    phw_range_doppler_destroy(r.rd);
    phw_fft_destroy(r.range);
    phw_fft_destroy(r.doppler);
    phw_key_free(&key);
    return 0;
}
