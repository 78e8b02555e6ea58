#include "tools/kernel_fading.h"

#include <math.h>
#include <stdlib.h>

#include "channel/fading.h"
#include "channel/spectral.h"
#include "core/fft.h"
#include "core/signal.h"
#include "core/vectorised.h"

enum {
    TAPS = 23,
    SINUSOIDS = 16,
    INSTANTS = 512, /* of a run */
    GRID = 2048,    /* of a run on a uniform grid */
    TRIPLES = 32,   /* of a reading */
    PLAIN = 8,      /* of a run by libm */
    FLOATS = 4096,  /* of the multiplications and additions, in the first cache */
    CHAINS = 8,     /* numbers side by side */
    STEPS = 4       /* on each number while it is in a register */
};

static const double doppler_hz = 10;

/* What the kernels and their peers run on. */
typedef struct bench {
    phw_fading *fading;
    phw_fading *eve;
    double spacing_s;
    uint64_t next; /* instant of the next run */
    double *time_s;
    phw_cf *out; /* GRID * TAPS, at least an epoch */
    float *number;
    phw_spectral *spectral;
    phw_fft *fft;
    phw_rng rng;
    /* By libm, one instant after another: */
    double shift_hz[TAPS * SINUSOIDS];
    double phase[TAPS * SINUSOIDS];
    phw_cf tap[TAPS];
} bench;

static void destroy(void *state)
{
    bench *b = state;
    if (b == NULL)
        return;
    phw_fading_destroy(b->fading);
    phw_fading_destroy(b->eve);
    phw_spectral_destroy(b->spectral);
    phw_fft_destroy(b->fft);
    free(b->time_s);
    free(b->out);
    free(b->number);
    free(b);
}

static phw_status make_fading(phw_fading **out, phw_fading_generator generator,
                              uint32_t sub)
{
    const phw_fading_config config = {
        .n = TAPS,
        .doppler_hz = doppler_hz,
        .generator = generator,
        .n_sinusoids = SINUSOIDS,
        .rng = {.seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, sub)}};
    return phw_fading_create(out, &config);
}

static phw_status fill(bench *b, phw_fading_generator generator, double spacing)
{
    float unit[INSTANTS];
    float angle[2 * TAPS * SINUSOIDS];
    b->spacing_s = spacing / doppler_hz;
    b->rng = (phw_rng){.seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 0x240)};
    PHW_TRY(phw_array_alloc(&b->time_s, INSTANTS, sizeof *b->time_s));
    PHW_TRY(phw_array_alloc(&b->out, (size_t)GRID * TAPS, sizeof *b->out));
    PHW_TRY(phw_array_alloc(&b->number, FLOATS, sizeof *b->number));
    phw_rng_uniform(unit, &b->rng, 0, INSTANTS);
    for (size_t i = 0; i < INSTANTS; ++i)
        b->time_s[i] = 1e5 * (double)unit[i];
    phw_rng_uniform(angle, &b->rng, INSTANTS, 2 * TAPS * SINUSOIDS);
    for (size_t i = 0; i < TAPS * SINUSOIDS; ++i) {
        b->shift_hz[i] = doppler_hz * cos(2 * M_PI * (double)angle[2 * i]);
        b->phase[i] = 2 * M_PI * (double)angle[2 * i + 1];
    }
    PHW_TRY(make_fading(&b->fading, generator, 0x200));
    return make_fading(&b->eve, generator, 0x220);
}

static phw_status create(void **out, phw_fading_generator generator, double spacing)
{
    bench *b = NULL;
    PHW_TRY(phw_array_alloc(&b, 1, sizeof *b));
    const phw_status s = fill(b, generator, spacing);
    if (s)
        destroy(b);
    else
        *out = b;
    return s;
}

static phw_status create_sinusoids(void **out)
{
    return create(out, PHW_FADING_SINUSOIDS, 0.01);
}

static phw_status create_dense(void **out)
{
    return create(out, PHW_FADING_SPECTRAL, 0.1);
}

static phw_status create_sparse(void **out)
{
    return create(out, PHW_FADING_SPECTRAL, 1);
}

static phw_status create_epoch(void **out)
{
    const phw_spectrum_choice clarke = {0};
    bench *b = NULL;
    PHW_TRY(phw_array_alloc(&b, 1, sizeof *b));
    b->rng = (phw_rng){.seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 0x240)};
    phw_status s = phw_array_alloc(&b->out, PHW_SPECTRAL_POINTS, sizeof *b->out);
    if (!s)
        s = phw_spectral_create(&b->spectral, &clarke, 0, 1);
    if (!s)
        s = phw_fft_create(&b->fft, PHW_SPECTRAL_POINTS, PHW_FFT_INVERSE);
    if (s)
        destroy(b);
    else
        *out = b;
    return s;
}

static phw_status series(void *state)
{
    bench *b = state;
    const uint64_t first = b->next;
    b->next += GRID;
    return phw_fading_series(b->fading, b->out, 0, b->spacing_s, first, GRID);
}

static phw_status jump(void *state)
{
    bench *b = state;
    for (size_t i = 0; i < INSTANTS; ++i)
        PHW_TRY(phw_fading_read(b->fading, b->out + i * TAPS, b->time_s[i]));
    return PHW_OK;
}

/* Alice answers a millisecond after Bob heard her; Eve hears Alice. A few at a time, as
 * epochs are at hand. */
static phw_status triples(void *state)
{
    bench *b = state;
    for (size_t i = 0; i < INSTANTS; i += TRIPLES) {
        const uint64_t first = b->next;
        b->next += TRIPLES;
        PHW_TRY(phw_fading_series(b->fading, b->out, 0, b->spacing_s, first, TRIPLES));
        PHW_TRY(
            phw_fading_series(b->fading, b->out, 1e-3, b->spacing_s, first, TRIPLES));
        PHW_TRY(phw_fading_series(b->eve, b->out, 0, b->spacing_s, first, TRIPLES));
    }
    return PHW_OK;
}

static phw_status epoch(void *state)
{
    bench *b = state;
    phw_spectral_epoch(b->spectral, b->out, &b->rng, (int64_t)b->next++);
    return PHW_OK;
}

/* What an epoch can't be made without. */
static phw_status epoch_parts(void *state)
{
    bench *b = state;
    const size_t n_bins = 2 * PHW_SPECTRAL_POINTS / PHW_SPECTRAL_OVERSAMPLING + 1;
    phw_rng_normal_complex(b->out, &b->rng, 1, n_bins * b->next++, n_bins);
    phw_fft_execute(b->fft, b->out, b->out);
    return PHW_OK;
}

/* All taps at `n` instants in double precision, as the formula stands. */
static void plain(bench *b, size_t n)
{
    for (size_t i = 0; i < n * TAPS; ++i) {
        const size_t l = i % TAPS;
        const double time_s = b->time_s[(b->next + i / TAPS) % INSTANTS];
        double re_sum = 0;
        double im_sum = 0;
        for (size_t k = l * SINUSOIDS; k < (l + 1) * SINUSOIDS; ++k) {
            double re;
            double im;
            sincos(2 * M_PI * b->shift_hz[k] * time_s + b->phase[k], &im, &re);
            re_sum += re;
            im_sum += im;
        }
        b->tap[l] = CMPLXF(re_sum, im_sum);
    }
    b->next += n;
}

static phw_status plain_taps(void *state)
{
    plain(state, PLAIN);
    return PHW_OK;
}

static phw_status plain_triples(void *state)
{
    plain(state, (size_t)PLAIN * 3);
    return PHW_OK;
}

/* Side by side, so that one's latency is another's turn. */
PHW_VECTORISED
static void multiply_and_add(float *number, float factor, float term)
{
    for (size_t i = 0; i < FLOATS / CHAINS; ++i) {
        float x[CHAINS];
#pragma GCC unroll 8
        for (size_t j = 0; j < CHAINS; ++j)
            x[j] = number[j * (FLOATS / CHAINS) + i];
#pragma GCC unroll 8
        for (int step = 0; step < STEPS; ++step) {
#pragma GCC unroll 8
            for (size_t j = 0; j < CHAINS; ++j)
                x[j] = x[j] * factor + term;
        }
#pragma GCC unroll 8
        for (size_t j = 0; j < CHAINS; ++j)
            number[j * (FLOATS / CHAINS) + i] = x[j];
    }
}

/* Rotating and summing a phasor takes four multiplications and four additions. */
static phw_status limit(void *state)
{
    bench *b = state;
    for (int i = 0; i < SINUSOIDS; ++i)
        multiply_and_add(b->number, 0.5F, 1);
    return PHW_OK;
}

const phw_kernel phw_kernel_sinusoids_uniform = {
    .name = "sinusoids-uniform",
    .summary = "16 sinusoids, 23 taps, uniform grid",
    .unit = "tap and sample",
    .peer = "their multiplications and additions alone",
    .n_units = (size_t)GRID * TAPS,
    .n_peer_units = (size_t)FLOATS * STEPS / 4,
    .create = create_sinusoids,
    .run = series,
    .run_peer = limit,
    .destroy = destroy,
};

const phw_kernel phw_kernel_sinusoids_random = {
    .name = "sinusoids-random",
    .summary = "16 sinusoids, 23 taps, random instants",
    .unit = "tap and sample",
    .peer = "libm sincos, double precision",
    .n_units = (size_t)INSTANTS * TAPS,
    .n_peer_units = (size_t)PLAIN * TAPS,
    .create = create_sinusoids,
    .run = jump,
    .run_peer = plain_taps,
    .destroy = destroy,
};

const phw_kernel phw_kernel_spectral_epoch = {
    .name = "spectral-epoch",
    .summary = "Gaussian fading, 8 grid points a period of fd",
    .unit = "grid point",
    .peer = "its normals and its transform alone",
    .n_units = PHW_SPECTRAL_POINTS,
    .n_peer_units = PHW_SPECTRAL_POINTS,
    .create = create_epoch,
    .run = epoch,
    .run_peer = epoch_parts,
    .destroy = destroy,
};

const phw_kernel phw_kernel_triples_dense = {
    .name = "probe-triples-dense",
    .summary = "Gaussian fading, 23 taps at Alice, Bob and Eve, every 0.1/fd",
    .unit = "triple",
    .peer = "16 sinusoids by libm sincos, double precision",
    .n_units = INSTANTS,
    .n_peer_units = PLAIN,
    .create = create_dense,
    .run = triples,
    .run_peer = plain_triples,
    .destroy = destroy,
};

const phw_kernel phw_kernel_triples_sparse = {
    .name = "probe-triples-sparse",
    .summary = "Gaussian fading, 23 taps at Alice, Bob and Eve, every 1/fd",
    .unit = "triple",
    .peer = "16 sinusoids by libm sincos, double precision",
    .n_units = INSTANTS,
    .n_peer_units = PLAIN,
    .create = create_sparse,
    .run = triples,
    .run_peer = plain_triples,
    .destroy = destroy,
};
