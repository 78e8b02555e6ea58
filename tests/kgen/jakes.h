/** @file
 * Fading for the tests of kgen: a Gaussian process with Clarke's spectrum in noise.
 */
#ifndef PHW_TESTS_KGEN_JAKES_H
#define PHW_TESTS_KGEN_JAKES_H

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "core/fft.h"
#include "core/rng.h"
#include "core/sample.h"
#include "kgen/doppler.h"

/** One run of the process h (variance 1) and of what was read of it. */
typedef struct jakes {
    phw_cf *clean;
    phw_cf *noisy;
    size_t n;
} jakes;

/** n readings, `turns` of the largest Doppler shift apart (below 0.5), in noise of that
 * variance; stream `trial`. Made by one Fourier transform four times as long, each
 * frequency with its exact share of the power. */
static inline jakes jakes_make(size_t n, double turns, double noise, uint32_t trial)
{
    const phw_rng rng = {11, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x6a616b), 2 * trial};
    const phw_rng other = {11, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x6a616b), 2 * trial + 1};
    size_t points = 1;
    while (points < 4 * n)
        points *= 2;
    phw_cf *wave = malloc(points * sizeof *wave);
    phw_fft *fft = NULL;
    jakes j = {malloc(n * sizeof *j.clean), malloc(n * sizeof *j.noisy), n};
    cr_assert(wave != NULL && j.clean != NULL && j.noisy != NULL);
    cr_assert_eq(phw_fft_create(&fft, points, PHW_FFT_INVERSE), PHW_OK);
    phw_rng_normal_complex(wave, &rng, 1, 0, points);
    for (size_t i = 0; i < points; ++i) {
        const double f = (double)i / (double)points - (i >= points / 2 ? 1 : 0);
        const double half = 0.5 / (double)points;
        const double power = phw_doppler_share(PHW_DOPPLER_JAKES, (f + half) / turns) -
                             phw_doppler_share(PHW_DOPPLER_JAKES, (f - half) / turns);
        wave[i] *= (float)sqrt(power);
    }
    phw_fft_execute(fft, wave, wave);
    phw_rng_normal_complex(j.noisy, &other, noise > 0 ? noise : 1, 0, n);
    for (size_t i = 0; i < n; ++i) {
        j.clean[i] = wave[i];
        j.noisy[i] = wave[i] + (noise > 0 ? j.noisy[i] : 0);
    }
    phw_fft_destroy(fft);
    free(wave);
    return j;
}

static inline void jakes_free(jakes *j)
{
    free(j->clean);
    free(j->noisy);
    *j = (jakes){0};
}

/** The real parts times sqrt(2), so that h has variance 1 in them; to be freed. */
static inline double *jakes_parts(const phw_cf *h, size_t n)
{
    double *out = malloc(n * sizeof *out);
    cr_assert_not_null(out);
    for (size_t i = 0; i < n; ++i)
        out[i] = M_SQRT2 * (double)crealf(h[i]);
    return out;
}

#endif
