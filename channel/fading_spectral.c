#include "channel/fading_spectral.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "channel/crossfade.h"
#include "channel/interpolator.h"
#include "channel/spectra.h"
#include "channel/spectral.h"
#include "core/signal.h"
#include "core/vectorised.h"

#define EPOCH   PHW_SPECTRAL_POINTS
#define OVERLAP 1024
#define HOP     (EPOCH - OVERLAP)
#define POINTS  PHW_INTERPOLATOR_POINTS
#define BEFORE  PHW_INTERPOLATOR_BEFORE

/* An epoch is periodic: its first rows are repeated behind its last ones, so that every
 * point in it has its eight neighbours in a row. */
#define ROWS (EPOCH + POINTS - 1)

/* Processes side by side in a row of an epoch: a cache line of them. */
#define GROUP 8

/* Points from one process of a group to the next while they are made: not a power of
 * two, or all of them would lie in the same few lines of the cache. */
#define STRIDE (EPOCH + 16)

/* Group by group (the last may be narrower), row r of which holds grid point r - BEFORE
 * of the group's processes. */
typedef struct epoch {
    bool filled;
    int64_t number;
    phw_cf *row;
} epoch;

struct phw_fading_spectral {
    const phw_fading_part *part;
    size_t n;
    double rate_hz;   /* grid points a second */
    double centre_hz; /* the shift of the grid's 0 */
    phw_rng rng;
    phw_spectral **spectral; /* of each process; several may have the same */
    phw_interpolator interpolation;
    epoch epoch[2]; /* even and odd numbers: neighbours fit in together */
    phw_cf *scratch;
};

static phw_rng process_address(const phw_fading_spectral *f, size_t i)
{
    phw_rng rng = f->rng;
    rng.purpose += (uint32_t)f->part->index[i];
    return rng;
}

static const phw_spectrum_choice *spectrum_of(const phw_fading_spectral *f,
                                              const phw_fading_config *config, size_t i)
{
    static const phw_spectrum_choice clarke = {0};
    return config->spectrum != NULL ? &config->spectrum[f->part->index[i]] : &clarke;
}

/* The first process with the spectrum of process i. */
static size_t first_alike(const phw_fading_spectral *f, const phw_fading_config *config,
                          size_t i)
{
    size_t k = 0;
    while (!phw_spectrum_same(spectrum_of(f, config, k), spectrum_of(f, config, i)))
        ++k;
    return k;
}

static phw_status make_spectra(phw_fading_spectral *f, const phw_fading_config *config)
{
    const phw_fading_part *part = f->part;
    PHW_TRY(phw_array_alloc(&f->spectral, f->n, sizeof(phw_spectral *)));
    for (size_t i = 0; i < f->n; ++i) {
        const size_t alike = first_alike(f, config, i);
        if (alike < i)
            f->spectral[i] = f->spectral[alike];
        else
            PHW_TRY(phw_spectral_create(&f->spectral[i], spectrum_of(f, config, i),
                                        part->centre, part->reach));
    }
    return PHW_OK;
}

static void destroy_spectra(phw_fading_spectral *f)
{
    for (size_t i = f->n; f->spectral != NULL && i-- > 0;) {
        bool shared = false;
        for (size_t k = 0; k < i && !shared; ++k)
            shared = f->spectral[k] == f->spectral[i];
        if (!shared)
            phw_spectral_destroy(f->spectral[i]);
    }
    free(f->spectral);
}

static phw_status make(phw_fading_spectral *f, const phw_fading_config *config)
{
    const phw_fading_part *part = f->part;
    f->n = part->n;
    f->rate_hz = config->doppler_hz * part->reach * PHW_SPECTRAL_OVERSAMPLING;
    f->centre_hz = config->doppler_hz * part->centre;
    f->rng = config->rng;
    phw_interpolator_fill(&f->interpolation);
    PHW_TRY(make_spectra(f, config));
    PHW_TRY(phw_array_alloc(&f->scratch, (size_t)GROUP * STRIDE, sizeof *f->scratch));
    PHW_TRY(phw_array_alloc(&f->epoch[0].row, f->n * ROWS, sizeof(phw_cf)));
    return phw_array_alloc(&f->epoch[1].row, f->n * ROWS, sizeof(phw_cf));
}

phw_status phw_fading_spectral_create(phw_fading_spectral **out,
                                      const phw_fading_config *config,
                                      const phw_fading_part *part)
{
    phw_fading_spectral *f = NULL;
    PHW_TRY(phw_array_alloc(&f, 1, sizeof *f));
    f->part = part;
    const phw_status s = make(f, config);
    if (s) {
        phw_fading_spectral_destroy(f);
        return s;
    }
    *out = f;
    return PHW_OK;
}

void phw_fading_spectral_destroy(phw_fading_spectral *bank)
{
    if (bank == NULL)
        return;
    destroy_spectra(bank);
    free(bank->scratch);
    free(bank->epoch[0].row);
    free(bank->epoch[1].row);
    free(bank);
}

void phw_fading_spectral_reset(phw_fading_spectral *bank, const phw_rng *rng)
{
    bank->rng = *rng;
    bank->epoch[0].filled = false;
    bank->epoch[1].filled = false;
}

static size_t group_width(const phw_fading_spectral *f, size_t first)
{
    return f->n - first < GROUP ? f->n - first : GROUP;
}

/* The n processes of a group from the scratch to its rows. */
static void transpose(phw_cf *row, const phw_cf *scratch, size_t n)
{
    for (size_t r = 0; r < ROWS; ++r) {
        const size_t point = (r + EPOCH - BEFORE) % EPOCH;
        for (size_t i = 0; i < n; ++i)
            row[r * n + i] = scratch[i * STRIDE + point];
    }
}

static void fill(phw_fading_spectral *f, epoch *e, int64_t number)
{
    for (size_t first = 0; first < f->n; first += GROUP) {
        const size_t n = group_width(f, first);
        for (size_t i = 0; i < n; ++i) {
            const phw_rng rng = process_address(f, first + i);
            phw_spectral_epoch(f->spectral[first + i], f->scratch + i * STRIDE, &rng,
                               number);
        }
        transpose(e->row + first * ROWS, f->scratch, n);
    }
    e->number = number;
    e->filled = true;
}

static const epoch *find_epoch(phw_fading_spectral *f, int64_t number)
{
    epoch *e = &f->epoch[(uint64_t)number & 1];
    if (!e->filled || e->number != number)
        fill(f, e, number);
    return e;
}

/* sum += sum_i weight[i] row[i]; the sum is in a fixed order. */
static inline void interpolate(float *restrict sum, const float *restrict in,
                               size_t rails, const float weight[POINTS])
{
    for (size_t k = 0; k < rails; ++k) {
        const float early = weight[0] * in[k] + weight[1] * in[k + rails] +
                            weight[2] * in[k + 2 * rails] +
                            weight[3] * in[k + 3 * rails];
        const float late =
            weight[4] * in[k + 4 * rails] + weight[5] * in[k + 5 * rails] +
            weight[6] * in[k + 6 * rails] + weight[7] * in[k + 7 * rails];
        sum[k] += early + late;
    }
}

/* All groups, around grid point `base`. */
PHW_VECTORISED
static void interpolate_groups(phw_cf *out, const phw_cf *row, size_t n, size_t base,
                               const float weight[POINTS])
{
    float *sum = (float *)out;
    size_t first = 0;
    for (; first + GROUP <= n; first += GROUP)
        interpolate(sum + 2 * first, (const float *)(row + first * ROWS + base * GROUP),
                    2 * (size_t)GROUP, weight);
    if (first < n)
        interpolate(sum + 2 * first,
                    (const float *)(row + first * ROWS + base * (n - first)),
                    2 * (n - first), weight);
}

/* On a grid point the kernel is 1 there and 0 (1e-17, to be exact) at its neighbours.
 */
PHW_VECTORISED
static void add_point(phw_cf *restrict out, const phw_cf *restrict row, size_t n,
                      size_t base, float gain)
{
    for (size_t first = 0; first < n; first += GROUP) {
        const size_t width = n - first < GROUP ? n - first : GROUP;
        const phw_cf *point = row + first * ROWS + (base + BEFORE) * width;
        for (size_t i = 0; i < width; ++i)
            out[first + i] += gain * point[i];
    }
}

/* Adds an epoch at its grid point x. */
static void add_epoch(phw_fading_spectral *f, phw_cf *out, int64_t number, double x,
                      double gain)
{
    const epoch *e = find_epoch(f, number);
    const size_t base = (size_t)x;
    const double fraction = x - (double)base;
    float weight[POINTS];
    if (!(fraction > 0)) {
        add_point(out, e->row, f->n, base, (float)gain);
        return;
    }
    phw_interpolator_weights(&f->interpolation, weight, fraction);
    for (int i = 0; i < POINTS; ++i)
        weight[i] *= (float)gain;
    interpolate_groups(out, e->row, f->n, base, weight);
}

/* Epoch `number` began OVERLAP points before its own share. */
static phw_crossfade find_place(const phw_fading_spectral *f, double time_s)
{
    return phw_crossfade_place(time_s * f->rate_hz, HOP, OVERLAP);
}

static phw_cf turn(const phw_fading_spectral *f, double time_s)
{
    const double angle = 2 * M_PI * fmod(f->centre_hz * time_s, 1);
    return CMPLXF((float)cos(angle), (float)sin(angle));
}

void phw_fading_spectral_read(phw_fading_spectral *bank, phw_cf *out, double time_s)
{
    const phw_crossfade p = find_place(bank, time_s);
    const bool fades = p.angle > 0;
    memset(out, 0, bank->n * sizeof *out);
    add_epoch(bank, out, p.number, p.x + OVERLAP, fades ? cos(p.angle) : 1);
    if (fades)
        add_epoch(bank, out, p.number + 1, p.faded, sin(p.angle));
    if (bank->centre_hz == 0)
        return;
    const phw_cf turned = turn(bank, time_s);
    for (size_t i = 0; i < bank->n; ++i)
        out[i] *= turned;
}

phw_cf phw_fading_spectral_value(phw_fading_spectral *bank, size_t i, double time_s)
{
    const phw_crossfade p = find_place(bank, time_s);
    const phw_rng rng = process_address(bank, i);
    phw_spectral *s = bank->spectral[i];
    phw_cf value = phw_spectral_value(s, &rng, p.number, p.x + OVERLAP);
    value *= (float)cos(p.angle);
    if (p.angle > 0)
        value +=
            phw_spectral_value(s, &rng, p.number + 1, p.faded) * (float)sin(p.angle);
    return bank->centre_hz == 0 ? value : value * turn(bank, time_s);
}
