/* A simulated reception of a sounding burst, for the tests of its receivers. */
#ifndef PHW_TESTS_SOUNDING_SIGNAL_H
#define PHW_TESTS_SOUNDING_SIGNAL_H

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "core/fft.h"
#include "core/rng.h"
#include "phy/sounding_waveform.h"

/* What happens to a burst on its way. */
typedef struct passage {
    double gain;
    double cfo;   /* cycles a sample */
    double clock; /* the sender's rate over ours, less 1 */
    double delay; /* samples, a share of one */
} passage;

/* The burst without noise, out[w->n_samples], exact to single precision: at every
 * instant the sum of the bins of the core that the sample belongs to. Samples between
 * blocks that are not a core's continuation (LoRa's sync word) are left 0. */
static inline void pass(phw_cf *out, const phw_sounding_waveform *w, const passage *p)
{
    const size_t n = w->n_core;
    phw_fft *fft = NULL;
    phw_cf *spectrum = calloc(n, sizeof *spectrum);
    if (spectrum == NULL || phw_fft_create(&fft, n, PHW_FFT_FORWARD))
        abort();
    for (size_t i = 0; i < w->n_samples; ++i)
        out[i] = 0;
    for (size_t b = 0; b < w->n_blocks; ++b) {
        phw_fft_execute(fft, spectrum, w->core + w->block[b].core * n);
        for (size_t i = w->block[b].at - w->guard; i < w->block[b].at + n; ++i) {
            const double t = (double)i * (1 + p->clock) - p->delay;
            const double s = (t - (double)w->block[b].at) / (double)n;
            const double complex first =
                cexp(CMPLX(0, -2 * M_PI * (double)(n / 2) * s));
            const double complex step = cexp(CMPLX(0, 2 * M_PI * s));
            double complex sum = 0;
            double complex turn = first;
            for (size_t k = 0; k < n; ++k) {
                sum += (double complex)spectrum[(k + n - n / 2) % n] * turn;
                turn *= step;
            }
            out[i] = (phw_cf)(p->gain / (double)n * sum *
                              cexp(CMPLX(0, 2 * M_PI * p->cfo * (double)i)));
        }
    }
    phw_fft_destroy(fft);
    free(spectrum);
}

/* out[n] = clean[n] and white noise of that variance; every trial has its own. */
static inline void add_noise(phw_cf *out, const phw_cf *clean, size_t n,
                             double variance, uint32_t trial)
{
    const phw_rng rng = {7, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x50), trial};
    phw_rng_normal_complex(out, &rng, variance, 0, n);
    for (size_t i = 0; i < n; ++i)
        out[i] += clean[i];
}

#endif
