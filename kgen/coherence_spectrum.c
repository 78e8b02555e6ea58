#include "kgen/coherence_spectrum.h"

#include <math.h>
#include <stdlib.h>

#include <sodium.h>

#include "core/fft.h"
#include "core/signal.h"
#include "kgen/doppler.h"
#include "kgen/doppler_fit.h"
#include "kgen/series.h"

#define GOLDEN 0.6180339887498949

/* Turns in a segment; points of the search for the shift, steps of that and of the one
 * for the signal. */
#define SEGMENT_TURNS 16
#define GRID          48
#define GRID_NEAR     12
#define SHIFT_STEPS   14
#define SIGNAL_STEPS  12 /* while the shift is sought: noise of 25 dB */
#define SIGNAL_FINE   20 /* once it is found: 7e-5, noise of 40 dB */

/* What is looked for within that has a coarser grid. */
#define REACH_NEAR 2.0

/* The first frequency that is compared: the mean that was taken off bends those below.
 */
#define FIRST 2

struct phw_coherence_spectrum {
    size_t length;   /* of a segment */
    size_t n_bins;   /* length / 2 + 1 */
    double *window;  /* length */
    double *overlap; /* length: the window's autocorrelation */
    double *sum;     /* blocks times n_bins: periodograms */
    double n[PHW_COHERENCE_BLOCKS];
    double *mean;  /* n_bins: over the blocks in use */
    double *law;   /* n_bins: what the process alone is expected to show */
    phw_cf *wave;  /* 2 length */
    phw_fft *fft;  /* of `length` */
    phw_fft *both; /* of 2 length */
};

static phw_status allocate(phw_coherence_spectrum *s)
{
    const size_t n = s->length;
    double *all = NULL;
    PHW_TRY(phw_array_alloc(&all, 2 * n + (PHW_COHERENCE_BLOCKS + 2) * s->n_bins,
                            sizeof *all));
    s->window = all;
    s->overlap = all + n;
    s->mean = s->overlap + n;
    s->law = s->mean + s->n_bins;
    s->sum = s->law + s->n_bins;
    PHW_TRY(phw_array_alloc(&s->wave, 2 * n, sizeof *s->wave));
    PHW_TRY(phw_fft_create(&s->fft, n, PHW_FFT_FORWARD));
    return phw_fft_create(&s->both, 2 * n, PHW_FFT_FORWARD);
}

static phw_status make(phw_coherence_spectrum *s)
{
    const size_t n = s->length;
    double power = 0;
    PHW_TRY(allocate(s));
    for (size_t i = 0; i < n; ++i) {
        const double sine = sin(M_PI * ((double)i + 0.5) / (double)n);
        s->window[i] = sine * sine;
        power += s->window[i] * s->window[i];
    }
    for (size_t i = 0; i < n; ++i)
        s->window[i] /= sqrt(power);
    for (size_t k = 0; k < n; ++k)
        s->overlap[k] = phw_series_dot(s->window, s->window + k, n - k);
    return PHW_OK;
}

static void add_segment(phw_coherence_spectrum *s, const double *x, double mean,
                        double deviation, size_t block)
{
    for (size_t i = 0; i < s->length; ++i)
        s->wave[i] = (float)(s->window[i] * (x[i] - mean) / deviation);
    phw_fft_execute(s->fft, s->wave, s->wave);
    for (size_t i = 0; i < s->n_bins; ++i)
        s->sum[block * s->n_bins + i] += phw_cf_power(s->wave[i]);
    s->n[block] += 1;
}

static phw_status add_series(phw_coherence_spectrum *s, const double *x, size_t n)
{
    double mean = 0;
    double variance = 0;
    const size_t n_segments = (n - s->length) / (s->length / 2) + 1;
    PHW_TRY(phw_series_check(x, n));
    phw_series_moments(&mean, &variance, x, n);
    if (!(variance > 0) || !isfinite(variance))
        return phw_fail(PHW_ESHORT, "the series has no spread");
    for (size_t i = 0; i < n_segments; ++i)
        add_segment(s, x + i * (s->length / 2), mean, sqrt(variance),
                    i * PHW_COHERENCE_BLOCKS / n_segments);
    return PHW_OK;
}

static phw_status add_all(phw_coherence_spectrum *s, const phw_features *x, size_t n,
                          size_t n_series)
{
    size_t n_used = 0;
    for (size_t c = 0; c < n_series; ++c) {
        const phw_status status = add_series(s, phw_features_series(x, c), n);
        if (status != PHW_OK && status != PHW_ESHORT)
            return phw_fail_within(status, "component %zu", c);
        n_used += status == PHW_OK;
    }
    if (n_used == 0)
        return phw_fail(PHW_ESHORT, "coherence: every series is constant");
    return PHW_OK;
}

phw_status phw_coherence_spectrum_create(phw_coherence_spectrum **out,
                                         const phw_features *x, size_t n_rows,
                                         size_t n_series, double turns)
{
    size_t length = PHW_COHERENCE_SEGMENT_LEAST;
    if (n_rows > x->n_rows || n_series > x->n_components)
        return phw_fail(PHW_EARG, "coherence: %zu rows of %zu", n_rows, x->n_rows);
    if (n_rows / 4 < length)
        return phw_fail(PHW_ESHORT, "coherence: %zu rows, at least %zu for a spectrum",
                        n_rows, 4 * length);
    while (length < PHW_COHERENCE_SEGMENT_MOST && 2 * length <= n_rows / 4 &&
           (double)length * turns < SEGMENT_TURNS)
        length *= 2;
    phw_coherence_spectrum *s = calloc(1, sizeof *s);
    if (s == NULL)
        return phw_fail(PHW_ENOMEM, "coherence: no memory");
    s->length = length;
    s->n_bins = length / 2 + 1;
    phw_status status = make(s);
    if (!status)
        status = add_all(s, x, n_rows, n_series);
    if (status)
        phw_coherence_spectrum_destroy(s);
    else
        *out = s;
    return status;
}

void phw_coherence_spectrum_destroy(phw_coherence_spectrum *s)
{
    if (s == NULL)
        return;
    if (s->sum != NULL)
        sodium_memzero(s->sum, PHW_COHERENCE_BLOCKS * s->n_bins * sizeof *s->sum);
    if (s->wave != NULL)
        sodium_memzero(s->wave, 2 * s->length * sizeof *s->wave);
    free(s->window); /* and what stands behind it */
    free(s->wave);
    phw_fft_destroy(s->fft);
    phw_fft_destroy(s->both);
    free(s);
}

/* What the process without noise is expected to show at every frequency. */
static void expect(phw_coherence_spectrum *s, phw_coherence_law law, double turns)
{
    const size_t n = s->length;
    for (size_t k = 0; k < 2 * n; ++k)
        s->wave[k] = 0;
    s->wave[0] = (float)s->overlap[0];
    for (size_t k = 1; k < n; ++k) {
        const double r = phw_doppler_correlation(PHW_DOPPLER_JAKES, turns * (double)k);
        s->wave[k] = (float)(s->overlap[k] * phw_coherence_law_of(law, r));
        s->wave[2 * n - k] = s->wave[k];
    }
    phw_fft_execute(s->both, s->wave, s->wave);
    /* Rounding may leave a spectrum below 0 where nothing is. */
    for (size_t i = 0; i < s->n_bins; ++i)
        s->law[i] = fmax(1e-9, (double)crealf(s->wave[2 * i]));
}

/* Minus Whittle's log-likelihood a frequency, the scale at its best. */
static double unlikely(const phw_coherence_spectrum *s, double share)
{
    double logs = 0;
    double ratios = 0;
    const double n = (double)(s->n_bins - FIRST);
    for (size_t i = FIRST; i < s->n_bins; ++i) {
        const double expected = share * s->law[i] + (1 - share);
        logs += log(expected);
        ratios += s->mean[i] / expected;
    }
    return logs / n + log(ratios / n);
}

/* The best share of the process at one shift. */
static double best_share(double *share, phw_coherence_spectrum *s,
                         phw_coherence_law law, double turns, int n_steps)
{
    double low = 0;
    double high = 1 - 1e-7;
    expect(s, law, turns);
    for (int i = 0; i < n_steps; ++i) {
        const double left = high - GOLDEN * (high - low);
        const double right = low + GOLDEN * (high - low);
        if (unlikely(s, left) < unlikely(s, right))
            high = right;
        else
            low = left;
    }
    *share = 0.5 * (low + high);
    return unlikely(s, *share);
}

static void average(phw_coherence_spectrum *s, size_t left_out)
{
    double n = 0;
    for (size_t i = 0; i < s->n_bins; ++i)
        s->mean[i] = 0;
    for (size_t b = 0; b < PHW_COHERENCE_BLOCKS; ++b) {
        if (b == left_out)
            continue;
        n += s->n[b];
        for (size_t i = 0; i < s->n_bins; ++i)
            s->mean[i] += s->sum[b * s->n_bins + i];
    }
    for (size_t i = 0; i < s->n_bins; ++i)
        s->mean[i] /= n;
}

/* The best shift of a grid. */
static double search(phw_coherence_spectrum *s, phw_coherence_law law, double around,
                     double reach, int n_grid)
{
    double best = around;
    double least = HUGE_VAL;
    double share = 0;
    const double step = pow(reach, 2.0 / n_grid);
    for (int i = 0; i <= n_grid; ++i) {
        const double tried =
            fmin(PHW_DOPPLER_FIT_MOST, around / reach * pow(step, (double)i));
        const double value = best_share(&share, s, law, tried, SIGNAL_STEPS);
        if (value < least) {
            least = value;
            best = tried;
        }
    }
    return best;
}

void phw_coherence_spectrum_fit(double *turns, double *signal,
                                phw_coherence_spectrum *s, phw_coherence_law law,
                                double around, double reach, size_t left_out)
{
    const int n_grid = reach > REACH_NEAR ? GRID : GRID_NEAR;
    const double step = pow(reach, 2.0 / n_grid);
    double share = 0;
    average(s, left_out);
    const double best = search(s, law, around, reach, n_grid);
    double low = best / step;
    double high = fmin(PHW_DOPPLER_FIT_MOST, best * step);
    for (int i = 0; i < SHIFT_STEPS; ++i) {
        const double left = high - GOLDEN * (high - low);
        const double right = low + GOLDEN * (high - low);
        if (best_share(&share, s, law, left, SIGNAL_STEPS) <
            best_share(&share, s, law, right, SIGNAL_STEPS))
            high = right;
        else
            low = left;
    }
    *turns = 0.5 * (low + high);
    (void)best_share(&share, s, law, *turns, SIGNAL_FINE);
    const double back = phw_coherence_law_back(law, share);
    *signal = law == PHW_COHERENCE_PARTS ? back : sqrt(fmax(0, back));
}
