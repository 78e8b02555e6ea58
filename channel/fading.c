#include "channel/fading.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "channel/interpolator.h"
#include "channel/spectral.h"
#include "core/signal.h"

#define EPOCH   PHW_SPECTRAL_POINTS
#define OVERLAP 1024
#define HOP     (EPOCH - OVERLAP)
#define POINTS  PHW_INTERPOLATOR_POINTS
#define BEFORE  PHW_INTERPOLATOR_BEFORE

/* An epoch is periodic: its first rows are repeated behind its last ones, so that every
 * point in it has its eight neighbours in a row. */
#define ROWS (EPOCH + POINTS - 1)

/* Processes made at once, so that rows are written a cache line at a time. */
#define GROUP 8

/* Row r holds grid point r - BEFORE of every process. */
typedef struct epoch {
    bool filled;
    int64_t number;
    phw_cf *row;
} epoch;

struct phw_fading {
    size_t n;
    double doppler_hz;
    phw_rng rng;
    phw_spectral *spectral;
    phw_interpolator interpolation;
    epoch epoch[2]; /* even and odd numbers: neighbours fit in together */
    phw_cf *scratch;
};

/* Where an instant lies: in epoch `number` at grid point x, HOP - OVERLAP points of
 * which it holds alone; then `angle` turns from it to the next, which began OVERLAP
 * points before its own share. */
typedef struct place {
    int64_t number;
    double x;
    double next_x;
    double angle;
} place;

static phw_rng process_address(const phw_fading *f, size_t i)
{
    phw_rng rng = f->rng;
    rng.purpose += (uint32_t)i;
    return rng;
}

static phw_status allocate(phw_fading *f)
{
    PHW_TRY(phw_spectral_create(&f->spectral));
    if (f->doppler_hz == 0)
        return PHW_OK;
    PHW_TRY(phw_array_alloc(&f->scratch, (size_t)GROUP * EPOCH, sizeof *f->scratch));
    PHW_TRY(phw_array_alloc(&f->epoch[0].row, f->n * ROWS, sizeof(phw_cf)));
    return phw_array_alloc(&f->epoch[1].row, f->n * ROWS, sizeof(phw_cf));
}

phw_status phw_fading_create(phw_fading **out, size_t n, double doppler_hz,
                             const phw_rng *rng)
{
    if (n == 0 || n > PHW_FADING_PROCESSES_MAX)
        return phw_fail(PHW_EARG, "fading: %zu processes; expected 1 to %d", n,
                        PHW_FADING_PROCESSES_MAX);
    if (!(doppler_hz >= 0 && doppler_hz <= PHW_FADING_DOPPLER_MAX_HZ))
        return phw_fail(PHW_EARG, "fading: Doppler %g Hz; expected 0 to %g", doppler_hz,
                        PHW_FADING_DOPPLER_MAX_HZ);
    phw_fading *f = NULL;
    PHW_TRY(phw_array_alloc(&f, 1, sizeof *f));
    f->n = n;
    f->doppler_hz = doppler_hz;
    f->rng = *rng;
    phw_interpolator_fill(&f->interpolation);
    const phw_status s = allocate(f);
    if (s) {
        phw_fading_destroy(f);
        return s;
    }
    *out = f;
    return PHW_OK;
}

void phw_fading_destroy(phw_fading *fading)
{
    if (fading == NULL)
        return;
    phw_spectral_destroy(fading->spectral);
    free(fading->scratch);
    free(fading->epoch[0].row);
    free(fading->epoch[1].row);
    free(fading);
}

void phw_fading_reset(phw_fading *fading, const phw_rng *rng)
{
    fading->rng = *rng;
    fading->epoch[0].filled = false;
    fading->epoch[1].filled = false;
}

/* Processes [first, first + n) of an epoch, n <= GROUP, from the scratch to the rows.
 */
static void transpose(phw_fading *f, phw_cf *row, size_t first, size_t n)
{
    for (size_t r = 0; r < ROWS; ++r) {
        const size_t point = (r + EPOCH - BEFORE) % EPOCH;
        phw_cf *to = row + r * f->n + first;
        for (size_t i = 0; i < n; ++i)
            to[i] = f->scratch[i * EPOCH + point];
    }
}

static void fill(phw_fading *f, epoch *e, int64_t number)
{
    for (size_t first = 0; first < f->n; first += GROUP) {
        const size_t n = f->n - first < GROUP ? f->n - first : GROUP;
        for (size_t i = 0; i < n; ++i) {
            const phw_rng rng = process_address(f, first + i);
            phw_spectral_epoch(f->spectral, f->scratch + i * EPOCH, &rng, number);
        }
        transpose(f, e->row, first, n);
    }
    e->number = number;
    e->filled = true;
}

static const epoch *find_epoch(phw_fading *f, int64_t number)
{
    epoch *e = &f->epoch[(uint64_t)number & 1];
    if (!e->filled || e->number != number)
        fill(f, e, number);
    return e;
}

/* Turns from 0 to pi/2 over the overlap, u = 0..1, level at both ends: a corner there
 * would spread the spectrum beyond fd (-59 dB at 1.02 fd with a straight line). */
static double fade_angle(double u)
{
    return u > 0 ? M_PI / 2 * u * u * (3 - 2 * u) : 0;
}

static phw_status find_place(place *out, const phw_fading *f, double time_s)
{
    if (!isfinite(time_s) || fabs(time_s) * f->doppler_hz > PHW_FADING_TURNS_MAX)
        return phw_fail(PHW_EARG, "fading: instant %g s at %g Hz Doppler is too far",
                        time_s, f->doppler_hz);
    const double grid = time_s * f->doppler_hz * PHW_SPECTRAL_OVERSAMPLING;
    const double number = floor(grid / HOP);
    double x = grid - number * HOP;
    /* The quotient may round up to a whole number that the grid point is short of. */
    x = x < 0 ? 0 : x;
    const double faded = x - (HOP - OVERLAP);
    *out = (place){.number = (int64_t)number,
                   .x = x + OVERLAP,
                   .next_x = faded,
                   .angle = fade_angle(faded / OVERLAP)};
    return PHW_OK;
}

/* Without Doppler a process is one draw. */
static phw_cf frozen(const phw_fading *f, size_t i)
{
    const phw_rng rng = process_address(f, i);
    phw_cf value;
    phw_rng_normal_complex(&value, &rng, 1, 0, 1);
    return value;
}

/* out (+)= sum_i weight[i] row[i]; the sum is in a fixed order. */
static void interpolate(phw_cf *out, const phw_cf *row, size_t n,
                        const float weight[POINTS], bool add)
{
    const size_t rails = 2 * n;
    const float *restrict in = (const float *)row;
    float *restrict sum = (float *)out;
    const float keep = add ? 1 : 0;
    for (size_t k = 0; k < rails; ++k) {
        const float early = weight[0] * in[k] + weight[1] * in[k + rails] +
                            weight[2] * in[k + 2 * rails] +
                            weight[3] * in[k + 3 * rails];
        const float late =
            weight[4] * in[k + 4 * rails] + weight[5] * in[k + 5 * rails] +
            weight[6] * in[k + 6 * rails] + weight[7] * in[k + 7 * rails];
        sum[k] = keep * sum[k] + (early + late);
    }
}

static void read_epoch(phw_fading *f, phw_cf *out, int64_t number, double x,
                       double gain, bool add)
{
    const epoch *e = find_epoch(f, number);
    const size_t base = (size_t)x;
    float weight[POINTS];
    phw_interpolator_weights(&f->interpolation, weight, x - (double)base);
    for (int i = 0; i < POINTS; ++i)
        weight[i] *= (float)gain;
    interpolate(out, e->row + base * f->n, f->n, weight, add);
}

phw_status phw_fading_read(phw_fading *fading, phw_cf *out, double time_s)
{
    place p = {0};
    PHW_TRY(find_place(&p, fading, time_s));
    if (fading->doppler_hz == 0) {
        for (size_t i = 0; i < fading->n; ++i)
            out[i] = frozen(fading, i);
        return PHW_OK;
    }
    memset(out, 0, fading->n * sizeof *out);
    read_epoch(fading, out, p.number, p.x, cos(p.angle), false);
    if (p.angle > 0)
        read_epoch(fading, out, p.number + 1, p.next_x, sin(p.angle), true);
    return PHW_OK;
}

phw_status phw_fading_value(phw_fading *fading, phw_cf *out, size_t i, double time_s)
{
    place p = {0};
    PHW_TRY(find_place(&p, fading, time_s));
    if (fading->doppler_hz == 0) {
        *out = frozen(fading, i);
        return PHW_OK;
    }
    const phw_rng rng = process_address(fading, i);
    phw_cf value =
        phw_spectral_value(fading->spectral, &rng, p.number, p.x) * (float)cos(p.angle);
    if (p.angle > 0)
        value += phw_spectral_value(fading->spectral, &rng, p.number + 1, p.next_x) *
                 (float)sin(p.angle);
    *out = value;
    return PHW_OK;
}
