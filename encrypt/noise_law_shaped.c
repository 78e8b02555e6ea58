#include "encrypt/noise_law_shaped.h"

#include <math.h>
#include <stdlib.h>

#include "core/fft.h"
#include "core/signal.h"
#include "encrypt/noise_gaussian.h"

enum {
    SMEAR = 0,
    BITS
};

static const phw_param params_table[] = {
    {.name = "smear",
     .unit = "",
     .summary = "share by which the tag's rate may be off: the spectrum is averaged "
                "over rates from 1 - smear to 1 + smear",
     .min = 0,
     .max = 0.5,
     .preset = 0.2},
    {.name = "bits",
     .unit = "",
     .summary = "length of the filter, in bits of the tag",
     .min = 2,
     .max = 64,
     .preset = 16,
     .whole = true},
};

/* Rates at which the spectrum is averaged. */
#define N_RATES 17

/* |S(f)| of a bit of 2 L samples, f in cycles a sample:
 * |sum_{k<L} e^{-j 2 pi f k}| |1 - e^{-j 2 pi f L}| = 2 sin^2(pi f L) / |sin(pi f)|. */
static double amplitude_spectrum(double f, double length)
{
    const double below = fabs(sin(M_PI * f));
    if (below < 1e-12)
        return 0;
    const double sine = sin(M_PI * f * length);
    return 2 * sine * sine / below;
}

static double smeared(double f, double length, double smear)
{
    if (smear <= 0)
        return amplitude_spectrum(f, length);
    double sum = 0;
    for (int i = 0; i < N_RATES; ++i) {
        const double rate = 1 + smear * (2.0 * i / (N_RATES - 1) - 1);
        sum += amplitude_spectrum(f, length / rate);
    }
    return sum / N_RATES;
}

static size_t n_taps(double length, const phw_params *params)
{
    return 2 * (size_t)ceil(params->value[BITS] * length) + 1;
}

/* The middle of the zero-phase response of sqrt |S(f)|, under a cosine that takes its
 * ends to nothing, and unit energy. */
static void cut(float *tap, size_t n, const phw_cf *response, size_t n_points)
{
    double energy = 0;
    for (size_t i = 0; i < n; ++i) {
        const double from_middle = (double)i - (double)(n - 1) / 2;
        const double taper = cos(M_PI * from_middle / (double)(n + 1));
        const size_t at = (i + n_points - (n - 1) / 2) % n_points;
        tap[i] = (float)(taper * (double)crealf(response[at]));
        energy += (double)tap[i] * (double)tap[i];
    }
    for (size_t i = 0; i < n; ++i)
        tap[i] = (float)((double)tap[i] / sqrt(energy));
}

static phw_status taps(float *tap, size_t n, double length, const phw_params *params)
{
    size_t n_points = 1;
    while (n_points < 8 * n)
        n_points *= 2;
    phw_fft *fft = NULL;
    phw_cf *response = NULL;
    phw_status s = phw_array_alloc(&response, n_points, sizeof *response);
    if (!s)
        s = phw_fft_create(&fft, n_points, PHW_FFT_INVERSE);
    for (size_t k = 0; k < n_points && !s; ++k) {
        const size_t below = k <= n_points / 2 ? k : n_points - k;
        const double f = (double)below / (double)n_points;
        response[k] = (float)sqrt(smeared(f, length, params->value[SMEAR]));
    }
    if (!s) {
        phw_fft_execute(fft, response, response);
        cut(tap, n, response, n_points);
    }
    phw_fft_destroy(fft);
    free(response);
    return s;
}

const phw_noise_law phw_noise_law_shaped = {
    .name = "shaped",
    .summary = "stationary Gaussian with the power spectrum |S(f)|: needs no edges",
    .reference = "least deflection int |S|^2 / (N_J + N_0) at a given power: N_J + N_0 "
                 "~ |S|",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .unit = PHW_NOISE_SAMPLE,
    .gaussian = true,
    .draw = phw_noise_gaussian_draw,
    .n_taps = n_taps,
    .taps = taps,
    .log_density = phw_noise_gaussian_log_density,
};
