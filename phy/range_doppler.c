#include "phy/range_doppler.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/fft.h"
#include "core/signal.h"

/* Of the parabolas' points, in cycles over the whole grid. */
#define STEP   0.0625
#define ROUNDS 4

/* A parabola may point further than that only by mistake. */
#define REACH 0.5

static const double two_pi = 6.28318530717958647692;

struct phw_range_doppler {
    phw_range_doppler_grid grid;
    size_t n, m;          /* of the image */
    phw_fft *range;       /* n points, inverse */
    phw_fft *doppler;     /* m points, forward */
    phw_cf *row;          /* n */
    phw_cf *rows;         /* n_symbols rows of n */
    phw_cf *column;       /* m */
    double complex *sums; /* n_symbols */
    float *image;         /* m rows of n */
};

static phw_status check(const phw_range_doppler_grid *g, size_t pad)
{
    if (g->n_subcarriers < 2 || g->n_subcarriers > PHW_RANGE_DOPPLER_MAX ||
        g->n_symbols < 2 || g->n_symbols > PHW_RANGE_DOPPLER_MAX)
        return phw_fail(PHW_EARG,
                        "range: %zu subcarriers of %zu symbols; expected 2 to %d each",
                        g->n_subcarriers, g->n_symbols, PHW_RANGE_DOPPLER_MAX);
    if (!(g->spacing_hz > 0) || !(g->interval_s > 0) || isinf(g->spacing_hz) ||
        isinf(g->interval_s))
        return phw_fail(PHW_EARG,
                        "range: spacing %g Hz, interval %g s; expected above 0",
                        g->spacing_hz, g->interval_s);
    if (pad < 1 || pad > PHW_RANGE_DOPPLER_PAD_MAX)
        return phw_fail(PHW_EARG, "range: padding %zu; expected 1 to %d", pad,
                        PHW_RANGE_DOPPLER_PAD_MAX);
    return PHW_OK;
}

static phw_status allocate(phw_range_doppler *rd)
{
    const size_t n_symbols = rd->grid.n_symbols;
    PHW_TRY(phw_array_alloc(&rd->row, rd->n, sizeof *rd->row));
    PHW_TRY(phw_array_alloc(&rd->rows, rd->n * n_symbols, sizeof *rd->rows));
    PHW_TRY(phw_array_alloc(&rd->column, rd->m, sizeof *rd->column));
    PHW_TRY(phw_array_alloc(&rd->sums, n_symbols, sizeof *rd->sums));
    PHW_TRY(phw_array_alloc(&rd->image, rd->n * rd->m, sizeof *rd->image));
    PHW_TRY(phw_fft_create(&rd->range, rd->n, PHW_FFT_INVERSE));
    return phw_fft_create(&rd->doppler, rd->m, PHW_FFT_FORWARD);
}

phw_status phw_range_doppler_create(phw_range_doppler **out,
                                    const phw_range_doppler_grid *grid, size_t pad)
{
    PHW_TRY(check(grid, pad));
    phw_range_doppler *rd = calloc(1, sizeof *rd);
    if (rd == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a range image");
    rd->grid = *grid;
    rd->n = pad * grid->n_subcarriers;
    rd->m = pad * grid->n_symbols;
    const phw_status s = allocate(rd);
    if (s) {
        phw_range_doppler_destroy(rd);
        return s;
    }
    *out = rd;
    return PHW_OK;
}

void phw_range_doppler_destroy(phw_range_doppler *rd)
{
    if (rd == NULL)
        return;
    phw_fft_destroy(rd->range);
    phw_fft_destroy(rd->doppler);
    free(rd->row);
    free(rd->rows);
    free(rd->column);
    free(rd->sums);
    free(rd->image);
    free(rd);
}

const float *phw_range_doppler_image(phw_range_doppler *rd, const phw_cf *h)
{
    const size_t n_subcarriers = rd->grid.n_subcarriers;
    const size_t n_symbols = rd->grid.n_symbols;
    const double scale = 1 / ((double)n_subcarriers * (double)n_symbols);
    memset(rd->row, 0, rd->n * sizeof *rd->row);
    for (size_t l = 0; l < n_symbols; ++l) {
        memcpy(rd->row, h + l * n_subcarriers, n_subcarriers * sizeof *h);
        phw_fft_execute(rd->range, rd->rows + l * rd->n, rd->row);
    }
    for (size_t i = 0; i < rd->n; ++i) {
        for (size_t l = 0; l < n_symbols; ++l)
            rd->column[l] = rd->rows[l * rd->n + i];
        for (size_t l = n_symbols; l < rd->m; ++l)
            rd->column[l] = 0;
        phw_fft_execute(rd->doppler, rd->column, rd->column);
        for (size_t d = 0; d < rd->m; ++d)
            rd->image[d * rd->n + i] = (float)(scale * phw_cf_power(rd->column[d]));
    }
    return rd->image;
}

/* e^(j 2 pi x). */
static double complex turn(double x)
{
    return CMPLX(cos(two_pi * x), sin(two_pi * x));
}

/* Each symbol's sum over the subcarriers, x cycles over them taken out. */
static void sum_range(phw_range_doppler *rd, const phw_cf *h, double x)
{
    const size_t n = rd->grid.n_subcarriers;
    const double complex step = turn(x / (double)n);
    for (size_t l = 0; l < rd->grid.n_symbols; ++l) {
        double complex phase = 1;
        double complex sum = 0;
        for (size_t k = 0; k < n; ++k) {
            sum += (double complex)h[l * n + k] * phase;
            phase *= step;
        }
        rd->sums[l] = sum;
    }
}

/* The periodogram where y cycles over the symbols are taken out of those sums. */
static double power_at(const phw_range_doppler *rd, double y)
{
    const size_t m = rd->grid.n_symbols;
    const double complex step = turn(-y / (double)m);
    double complex phase = 1;
    double complex sum = 0;
    for (size_t l = 0; l < m; ++l) {
        sum += rd->sums[l] * phase;
        phase *= step;
    }
    return (creal(sum) * creal(sum) + cimag(sum) * cimag(sum)) /
           ((double)m * (double)rd->grid.n_subcarriers);
}

/* How far from the middle the parabola through three points a step apart is highest. */
static double vertex(double before, double at, double after)
{
    const double bend = before - 2 * at + after;
    const double offset = bend < 0 ? STEP * 0.5 * (before - after) / bend : 0;
    return fmax(-REACH, fmin(REACH, offset));
}

static double refine(phw_range_doppler *rd, const phw_cf *h, double *x, double *y)
{
    double across[3];
    for (int i = 0; i < 3; i += 2) {
        sum_range(rd, h, *x + (i - 1) * STEP);
        across[i] = power_at(rd, *y);
    }
    sum_range(rd, h, *x);
    const double at = power_at(rd, *y);
    const double before = power_at(rd, *y - STEP);
    const double after = power_at(rd, *y + STEP);
    *x += vertex(across[0], at, across[2]);
    *y += vertex(before, at, after);
    return at;
}

void phw_range_doppler_estimate(phw_range_doppler_peak *out, phw_range_doppler *rd,
                                const phw_cf *h)
{
    const float *image = phw_range_doppler_image(rd, h);
    const double n = (double)rd->grid.n_subcarriers;
    const double m = (double)rd->grid.n_symbols;
    size_t best[2] = {0, 0};
    for (size_t d = 0; d < rd->m; ++d) {
        for (size_t i = 0; i < rd->n; ++i) {
            if (image[d * rd->n + i] <= image[best[0] * rd->n + best[1]])
                continue;
            best[0] = d;
            best[1] = i;
        }
    }
    double x = (double)best[1] * n / (double)rd->n;
    double y = (double)best[0] * m / (double)rd->m;
    double power = (double)image[best[0] * rd->n + best[1]];
    for (int i = 0; i < ROUNDS && rd->n > rd->grid.n_subcarriers; ++i)
        power = refine(rd, h, &x, &y);
    x -= n * floor(x / n);
    y -= m * floor(y / m + 0.5);
    *out = (phw_range_doppler_peak){x / (n * rd->grid.spacing_hz),
                                    y / (m * rd->grid.interval_s), power};
}

void phw_range_doppler_bound(double *delay_s, double *doppler_hz,
                             const phw_range_doppler_grid *grid, double snr)
{
    const double n = (double)grid->n_subcarriers;
    const double m = (double)grid->n_symbols;
    *delay_s = sqrt(6 / (n * m * (n * n - 1) * snr)) / (two_pi * grid->spacing_hz);
    *doppler_hz = sqrt(6 / (n * m * (m * m - 1) * snr)) / (two_pi * grid->interval_s);
}

double phw_range_doppler_threshold(double false_alarm, size_t n_points)
{
    /* 1 - (1 - p)^(1 / n) without losing small p. */
    return -log(-expm1(log1p(-false_alarm) / (double)n_points));
}
