#include "phy/long_training.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "core/fft.h"
#include "core/signal.h"
#include "phy/ofdm.h"

#define N     PHW_LONG_SEARCH
#define N_LTS PHW_OFDM_N_FFT
#define LAGS  (PHW_LONG_STARTS + 2 * N_LTS)

/* Squared normalised correlations. The recordings' worst frame, over a channel of many
 * paths, has 0.37 in the first. */
#define CROSS_LEAST  0.15
#define REPEAT_LEAST 0.2

struct phw_long_training {
    phw_fft *forward;
    phw_fft *inverse;
    phw_cf known[N];      /* spectrum of the known symbol, energy 1, over N^2 */
    phw_cf zero[N];       /* the search's samples without their mean */
    phw_cf work[N];       /* their spectrum, then */
    phw_cf cross[N];      /* the cross correlation */
    double energy[N + 1]; /* of the samples before */
    double hold[LAGS]; /* share of the energy that the known symbol has at each place */
};

static void write_known(phw_long_training *t)
{
    for (size_t n = 0; n < N_LTS; ++n) {
        double complex x = 0;
        for (size_t i = 0; i < PHW_OFDM_N_USED; ++i)
            x += phw_ofdm_long[i] *
                 cexp(CMPLX(0, 2 * M_PI * phw_ofdm_carrier[i] * (double)n / N_LTS));
        t->known[n] = (phw_cf)(x / (N * sqrt(PHW_OFDM_N_USED * N_LTS)));
    }
    phw_fft_execute(t->forward, t->known, t->known);
    for (size_t k = 0; k < N; ++k)
        t->known[k] = conjf(t->known[k]);
}

phw_status phw_long_training_create(phw_long_training **out)
{
    phw_long_training *t = NULL;
    PHW_TRY(phw_array_alloc(&t, 1, sizeof *t));
    phw_status s = phw_fft_create(&t->forward, N, PHW_FFT_FORWARD);
    if (!s)
        s = phw_fft_create(&t->inverse, N, PHW_FFT_INVERSE);
    if (s) {
        phw_long_training_destroy(t);
        return s;
    }
    write_known(t);
    *out = t;
    return PHW_OK;
}

void phw_long_training_destroy(phw_long_training *t)
{
    if (t == NULL)
        return;
    phw_fft_destroy(t->forward);
    phw_fft_destroy(t->inverse);
    free(t);
}

/* Without its mean a constant correlates with nothing, at any frequency offset. */
static void take_mean_off(phw_long_training *t, const phw_cf sample[N])
{
    double re = 0;
    double im = 0;
    for (size_t n = 0; n < N; ++n) {
        re += (double)crealf(sample[n]);
        im += (double)cimagf(sample[n]);
    }
    const phw_cf mean = (float)(re / N) + (float)(im / N) * I;
    for (size_t n = 0; n < N; ++n) {
        t->zero[n] = sample[n] - mean;
        t->energy[n + 1] = t->energy[n] + phw_cf_power(t->zero[n]);
    }
}

/* By transforms, which take the frequency offset off to the nearest bin for nothing:
 * half a bin is 1/16 of a turn over the known symbol, 1.3 % of its correlation. */
static void correlate(phw_long_training *t, double offset)
{
    const size_t shift = (size_t)(lround(offset * N) + N) % N;
    phw_fft_execute(t->forward, t->work, t->zero);
    for (size_t k = 0; k < N; ++k)
        t->cross[k] = t->work[(k + shift) % N] * t->known[k];
    phw_fft_execute(t->inverse, t->cross, t->cross);
    for (size_t n = 0; n < LAGS; ++n) {
        const double energy = t->energy[n + N_LTS] - t->energy[n];
        t->hold[n] = energy > 0 ? phw_cf_power(t->cross[n]) / energy : 0;
    }
}

/* The squared normalised correlation of 64 samples with the 64 after. */
static double repetition(const phw_long_training *t, size_t at)
{
    const phw_cf *x = t->zero + at;
    double re = 0;
    double im = 0;
    for (size_t n = 0; n < N_LTS; ++n) {
        const phw_cf c = x[n + N_LTS] * conjf(x[n]);
        re += (double)crealf(c);
        im += (double)cimagf(c);
    }
    const double first = t->energy[at + N_LTS] - t->energy[at];
    const double second = t->energy[at + 2 * N_LTS] - t->energy[at + N_LTS];
    return (re * re + im * im) / (first * second);
}

/* What two places 64 apart hold together. */
static double hold_both(const phw_long_training *t, size_t at)
{
    return t->hold[at] * t->hold[at + N_LTS];
}

bool phw_long_training_find(phw_long_training *t, size_t *at, const phw_cf sample[N],
                            double offset)
{
    take_mean_off(t, sample);
    correlate(t, offset);
    size_t best = 0;
    for (size_t n = 1; n < PHW_LONG_STARTS; ++n)
        if (hold_both(t, n) > hold_both(t, best))
            best = n;
    const bool found = t->hold[best] > CROSS_LEAST &&
                       t->hold[best + N_LTS] > CROSS_LEAST &&
                       repetition(t, best) > REPEAT_LEAST &&
                       hold_both(t, best) >= hold_both(t, best + N_LTS);
    if (found)
        *at = best;
    return found;
}
