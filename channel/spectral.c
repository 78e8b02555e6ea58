#include "channel/spectral.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "channel/spectra.h"
#include "core/fft.h"
#include "core/signal.h"

#define N    PHW_SPECTRAL_POINTS
#define EDGE PHW_SPECTRAL_EDGE
#define BINS (2 * EDGE + 1)

/* Draws set aside for an epoch: at least BINS, so that no two epochs share any. */
#define DRAWS 2048

_Static_assert(PHW_SPECTRAL_EDGE *PHW_SPECTRAL_OVERSAMPLING == PHW_SPECTRAL_POINTS,
               "the largest Doppler shift lies on a bin");

struct phw_spectral {
    phw_fft *inverse;
    float amplitude[BINS]; /* sqrt(w_k), k = -EDGE..EDGE */
    phw_cf line[BINS];     /* sqrt(w_k) z_k of the epoch at hand */
};

/* Share of the power below bin i's lower end. */
static double share_below(const phw_spectrum_choice *spectrum, double centre,
                          double edge, int i)
{
    if (i == 0 || i == BINS)
        return i == 0 ? 0 : 1;
    return phw_spectrum_cdf(spectrum, centre + (i - EDGE - 0.5) / EDGE * edge);
}

phw_status phw_spectral_create(phw_spectral **out, const phw_spectrum_choice *spectrum,
                               double centre, double edge)
{
    phw_spectral *s = NULL;
    PHW_TRY(phw_array_alloc(&s, 1, sizeof *s));
    const phw_status status = phw_fft_create(&s->inverse, N, PHW_FFT_INVERSE);
    if (status) {
        free(s);
        return status;
    }
    /* Filter amplitude = root of the power spectrum. */
    for (int i = 0; i < BINS; ++i) {
        const double weight = share_below(spectrum, centre, edge, i + 1) -
                              share_below(spectrum, centre, edge, i);
        s->amplitude[i] = (float)sqrt(fmax(weight, 0));
    }
    *out = s;
    return PHW_OK;
}

void phw_spectral_destroy(phw_spectral *spectral)
{
    if (spectral == NULL)
        return;
    phw_fft_destroy(spectral->inverse);
    free(spectral);
}

static void draw_lines(phw_spectral *s, const phw_rng *rng, int64_t epoch)
{
    phw_rng_normal_complex(s->line, rng, 1, (uint64_t)epoch * DRAWS, BINS);
    for (int i = 0; i < BINS; ++i)
        s->line[i] *= s->amplitude[i];
}

void phw_spectral_epoch(phw_spectral *spectral, phw_cf *out, const phw_rng *rng,
                        int64_t epoch)
{
    draw_lines(spectral, rng, epoch);
    const phw_cf *line = spectral->line;
    memcpy(out, line + EDGE, (EDGE + 1) * sizeof *out);
    memset(out + EDGE + 1, 0, (N - BINS) * sizeof *out);
    memcpy(out + N - EDGE, line, EDGE * sizeof *out);
    phw_fft_execute(spectral->inverse, out, out);
}

phw_cf phw_spectral_value(phw_spectral *spectral, const phw_rng *rng, int64_t epoch,
                          double x)
{
    draw_lines(spectral, rng, epoch);
    double complex sum = 0;
    for (int i = 0; i < BINS; ++i) {
        const double angle = 2 * M_PI * fmod((i - EDGE) * x / N, 1);
        sum += (double complex)spectral->line[i] * CMPLX(cos(angle), sin(angle));
    }
    return (phw_cf)sum;
}
