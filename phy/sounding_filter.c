#include "phy/sounding_filter.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "core/fft.h"
#include "core/signal.h"

/* A transform's length: at least this many cores, so that most of it are new places. */
#define CORES      4
#define LEAST_SIZE 1024

/* Distance of the offsets tried, as a share of a turn over a core: half of it costs
 * 9 % of a correlation's power. */
#define STEP (1.0 / 3)

/* Of the mean energy: what single precision may leave where there is nothing. */
#define ROUNDING 1e-9

struct phw_sounding_filter {
    size_t n_core;
    size_t n_cores;
    size_t size; /* of the transforms */
    size_t n_places;
    size_t n_offsets;
    double step; /* between them, cycles a sample */
    phw_fft *forward;
    phw_fft *inverse;
    phw_cf *known;    /* [n_cores][size] conjugate spectra of the cores, scaled */
    phw_cf *spectrum; /* of the samples */
    phw_cf *work;
    double complex *sum; /* [size + 1] running, of the samples */
    double *square;      /* [size + 1] running, of their powers */
};

/* Without its mean, and so that |correlation|^2 is energy explained. */
static void write_known(phw_sounding_filter *f, const phw_cf *core, phw_cf *known)
{
    const size_t n = f->n_core;
    double complex mean = 0;
    double energy = 0;
    for (size_t i = 0; i < n; ++i)
        mean += (double complex)core[i] / (double)n;
    for (size_t i = 0; i < n; ++i) {
        known[i] = core[i] - (phw_cf)mean;
        energy += phw_cf_power(known[i]);
    }
    phw_fft_execute(f->forward, known, known);
    for (size_t k = 0; k < f->size; ++k)
        known[k] = conjf(known[k]) / (float)((double)f->size * sqrt(energy));
}

static phw_status make_rooms(phw_sounding_filter *f)
{
    PHW_TRY(phw_array_alloc(&f->known, f->n_cores * f->size, sizeof *f->known));
    PHW_TRY(phw_array_alloc(&f->spectrum, f->size, sizeof *f->spectrum));
    PHW_TRY(phw_array_alloc(&f->work, f->size, sizeof *f->work));
    PHW_TRY(phw_array_alloc(&f->sum, f->size + 1, sizeof *f->sum));
    return phw_array_alloc(&f->square, f->size + 1, sizeof *f->square);
}

static phw_status make(phw_sounding_filter *f, const phw_sounding_waveform *w)
{
    PHW_TRY(phw_fft_create(&f->forward, f->size, PHW_FFT_FORWARD));
    PHW_TRY(phw_fft_create(&f->inverse, f->size, PHW_FFT_INVERSE));
    PHW_TRY(make_rooms(f));
    for (size_t c = 0; c < f->n_cores; ++c)
        write_known(f, w->core + c * f->n_core, f->known + c * f->size);
    return PHW_OK;
}

phw_status phw_sounding_filter_create(phw_sounding_filter **out,
                                      const phw_sounding_waveform *w, double cfo_max)
{
    phw_sounding_filter *f = NULL;
    PHW_TRY(phw_array_alloc(&f, 1, sizeof *f));
    f->n_core = w->n_core;
    f->n_cores = w->n_cores;
    f->size = LEAST_SIZE;
    while (f->size < CORES * w->n_core)
        f->size *= 2;
    f->n_places = f->size - w->n_core + 1;
    f->step = STEP / (double)w->n_core;
    const double beyond = fmax(0, cfo_max / f->step - 0.5);
    /* Rounding does not add offsets to whole numbers of them. */
    f->n_offsets = 2 * (size_t)ceil(beyond - 1e-6) + 1;
    const phw_status s = make(f, w);
    if (s) {
        phw_sounding_filter_destroy(f);
        return s;
    }
    *out = f;
    return PHW_OK;
}

void phw_sounding_filter_destroy(phw_sounding_filter *f)
{
    if (f == NULL)
        return;
    phw_fft_destroy(f->forward);
    phw_fft_destroy(f->inverse);
    free(f->known);
    free(f->spectrum);
    free(f->work);
    free(f->sum);
    free(f->square);
    free(f);
}

size_t phw_sounding_filter_reads(const phw_sounding_filter *f)
{
    return f->size;
}

size_t phw_sounding_filter_places(const phw_sounding_filter *f)
{
    return f->n_places;
}

size_t phw_sounding_filter_n_offsets(const phw_sounding_filter *f)
{
    return f->n_offsets;
}

/* In whole bins of the transform that turns them. */
static long bins_of(const phw_sounding_filter *f, size_t i)
{
    const double rank = (double)i - (double)(f->n_offsets - 1) / 2;
    return lround(rank * f->step * (double)f->size);
}

double phw_sounding_filter_offset(const phw_sounding_filter *f, size_t i)
{
    return (double)bins_of(f, i) / (double)f->size;
}

static void measure(phw_sounding_filter *f, double *energy, const phw_cf *sample)
{
    const double n = (double)f->n_core;
    for (size_t i = 0; i < f->size; ++i) {
        f->sum[i + 1] = f->sum[i] + (double complex)sample[i];
        f->square[i + 1] = f->square[i] + phw_cf_power(sample[i]);
    }
    const double least = ROUNDING * f->square[f->size] * n / (double)f->size;
    for (size_t i = 0; i < f->n_places; ++i) {
        const double complex sum = f->sum[i + f->n_core] - f->sum[i];
        const double mean = (creal(sum) * creal(sum) + cimag(sum) * cimag(sum)) / n;
        energy[i] = fmax(0, f->square[i + f->n_core] - f->square[i] - mean) + least;
    }
}

static void correlate(phw_sounding_filter *f, float *held, const phw_cf *known,
                      long shift)
{
    const size_t size = f->size;
    const size_t from = (size_t)(shift + (long)size) % size;
    for (size_t k = 0; k < size; ++k)
        f->work[k] = f->spectrum[(k + from) & (size - 1)] * known[k];
    phw_fft_execute(f->inverse, f->work, f->work);
    for (size_t i = 0; i < f->n_places; ++i) {
        const float re = crealf(f->work[i]);
        const float im = cimagf(f->work[i]);
        held[i] = re * re + im * im;
    }
}

void phw_sounding_filter_run(phw_sounding_filter *f, float *held, double *energy,
                             const phw_cf *sample, size_t stride)
{
    measure(f, energy, sample);
    phw_fft_execute(f->forward, f->spectrum, sample);
    for (size_t c = 0; c < f->n_cores; ++c)
        for (size_t i = 0; i < f->n_offsets; ++i)
            correlate(f, held + (c * f->n_offsets + i) * stride, f->known + c * f->size,
                      bins_of(f, i));
}
