#include "tools/spectrum_survey.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/fft.h"

#define N PHW_SURVEY_BINS

/* Of the power above the floor, outside the edges on either side. */
#define OUTSIDE 0.005

/* Bins on either side that Hann's window spreads a line over. */
#define SPREAD 2

struct phw_spectrum_survey {
    phw_fft *fft;
    uint64_t n_blocks;
    size_t n; /* samples that wait */
    float window[N];
    double sum[N]; /* in the order of the transform */
    phw_cf sample[N];
    phw_cf spectrum[N];
};

phw_status phw_spectrum_survey_create(phw_spectrum_survey **out)
{
    phw_spectrum_survey *s = calloc(1, sizeof *s);
    if (s == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the spectrum");
    const phw_status status = phw_fft_create(&s->fft, N, PHW_FFT_FORWARD);
    if (status) {
        free(s);
        return status;
    }
    /* Hann, of mean square 1 (3/8 otherwise), over N: bins add up to the mean power. */
    for (size_t i = 0; i < N; ++i) {
        const double hann = 0.5 - 0.5 * cos(2 * M_PI * ((double)i + 0.5) / N);
        s->window[i] = (float)(hann / sqrt(0.375) / N);
    }
    *out = s;
    return PHW_OK;
}

void phw_spectrum_survey_destroy(phw_spectrum_survey *s)
{
    if (s == NULL)
        return;
    phw_fft_destroy(s->fft);
    free(s);
}

static void add_block(phw_spectrum_survey *s)
{
    for (size_t i = 0; i < N; ++i)
        s->sample[i] *= s->window[i];
    phw_fft_execute(s->fft, s->spectrum, s->sample);
    for (size_t i = 0; i < N; ++i)
        s->sum[i] += phw_cf_power(s->spectrum[i]);
    ++s->n_blocks;
    s->n = 0;
}

void phw_spectrum_survey_push(phw_spectrum_survey *s, const phw_cf *sample, size_t n)
{
    while (n > 0) {
        const size_t taken = n < N - s->n ? n : N - s->n;
        memcpy(s->sample + s->n, sample, taken * sizeof *sample);
        s->n += taken;
        sample += taken;
        n -= taken;
        if (s->n == N)
            add_block(s);
    }
}

void phw_spectrum_survey_power(const phw_spectrum_survey *s, double power[N])
{
    const double n = s->n_blocks > 0 ? (double)s->n_blocks : 1;
    for (size_t k = 0; k < N; ++k)
        power[k] = s->sum[(k + N / 2) % N] / n;
}

static double frequency_of(size_t k)
{
    return ((double)k - 0.5 * N) / N;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double floor_of(const double *power)
{
    double sorted[N];
    memcpy(sorted, power, sizeof sorted);
    qsort(sorted, N, sizeof *sorted, ascending);
    return sorted[N / 8];
}

/* The edges that leave OUTSIDE of `total` on either side. */
static void find_edges(phw_spectrum_facts *f, const double *above, double total)
{
    double sum = 0;
    size_t low = 0;
    size_t high = N - 1;
    while (low < N - 1 && sum + above[low] <= OUTSIDE * total)
        sum += above[low++];
    sum = 0;
    while (high > low && sum + above[high] <= OUTSIDE * total)
        sum += above[high--];
    f->low = frequency_of(low) - 0.5 / N;
    f->high = frequency_of(high) + 0.5 / N;
}

static double sum_around(const double *above, size_t k)
{
    double sum = 0;
    for (size_t i = 0; i <= 2 * SPREAD; ++i)
        sum += above[(k + N + i - SPREAD) % N];
    return sum;
}

void phw_spectrum_survey_facts(phw_spectrum_facts *out, const phw_spectrum_survey *s)
{
    phw_spectrum_facts f = {.n_blocks = s->n_blocks};
    double power[N];
    double above[N];
    phw_spectrum_survey_power(s, power);
    f.floor = floor_of(power);
    size_t peak = 0;
    size_t n_occupied = 0;
    double total = 0;
    for (size_t k = 0; k < N; ++k) {
        const bool is_occupied = power[k] > PHW_SURVEY_OCCUPIED * f.floor;
        above[k] = is_occupied ? power[k] - f.floor : 0;
        total += above[k];
        n_occupied += is_occupied;
        peak = power[k] > power[peak] ? k : peak;
    }
    f.occupied = (double)n_occupied / N;
    f.peak = frequency_of(peak);
    f.peak_over_floor = f.floor > 0 ? power[peak] / f.floor : 0;
    if (total > 0) {
        find_edges(&f, above, total);
        f.is_line = sum_around(above, peak) > 0.5 * total;
    }
    *out = f;
}
