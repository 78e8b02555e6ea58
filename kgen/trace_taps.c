#include "kgen/trace_taps.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/signal.h"

/* How far a carrier may be from the grid, in steps; and most places of a grid. */
#define OFF_GRID   0.01
#define PLACES_MAX 65536

/* Where carriers are on their grid. */
typedef struct grid {
    size_t *place; /* of each carrier */
    size_t n_carriers;
    size_t n_places;
} grid;

void phw_trace_taps_free(phw_trace_taps *taps)
{
    if (taps->value != NULL)
        sodium_memzero(taps->value, taps->n_probes * taps->n_antennas * taps->n_taps *
                                        sizeof *taps->value);
    free(taps->value);
    *taps = (phw_trace_taps){0};
}

/* Least distance between two neighbouring carriers; 0 when they do not rise. */
static double least_step(const double *offset, size_t n)
{
    double step = HUGE_VAL;
    for (size_t m = 0; m + 1 < n; ++m)
        step = fmin(step, offset[m + 1] - offset[m]);
    return step > 0 ? step : 0;
}

/* Carriers without offsets stand side by side. */
static phw_status make_grid(grid *out, const phw_trace *t)
{
    const size_t n = t->n_coefficients / t->n_antennas;
    grid g = {.n_carriers = n, .n_places = n};
    PHW_TRY(phw_array_alloc(&g.place, n, sizeof *g.place));
    const double first = t->coefficient[0];
    const bool known = n > 1 && t->coefficient[n - 1] != first;
    const double step = known ? least_step(t->coefficient, n) : 1;
    bool fits = step > 0;
    for (size_t m = 0; m < n && fits; ++m) {
        const double at = known ? (t->coefficient[m] - first) / step : (double)m;
        fits = at < PLACES_MAX && fabs(at - round(at)) < OFF_GRID;
        g.place[m] = fits ? (size_t)round(at) : 0;
    }
    if (!fits) {
        free(g.place);
        return phw_fail(PHW_EINPUT, "taps: the carriers are not on a grid of equal "
                                    "steps");
    }
    g.n_places = g.place[n - 1] + 1;
    *out = g;
    return PHW_OK;
}

static double weight(size_t place, size_t n_places, phw_trace_taps_window window)
{
    if (window == PHW_TRACE_TAPS_RECTANGULAR)
        return 1;
    const double x = ((double)place + 1) / ((double)n_places + 1);
    return 0.5 - 0.5 * cos(2 * M_PI * x);
}

/* The matrix from carriers to taps: entry k * n_carriers + m. */
static phw_status make_matrix(phw_cf **out, const grid *g, size_t n_taps,
                              phw_trace_taps_window window)
{
    phw_cf *matrix = NULL;
    size_t n = 0;
    if (__builtin_mul_overflow(n_taps, g->n_carriers, &n))
        return phw_fail(PHW_ENOMEM, "taps: %zu of %zu carriers are too many", n_taps,
                        g->n_carriers);
    PHW_TRY(phw_array_alloc(&matrix, n, sizeof *matrix));
    double sum = 0;
    for (size_t m = 0; m < g->n_carriers; ++m)
        sum += weight(g->place[m], g->n_places, window);
    for (size_t k = 0; k < n_taps; ++k) {
        for (size_t m = 0; m < g->n_carriers; ++m) {
            const double turn = 2 * M_PI * (double)(g->place[m] * k % g->n_places) /
                                (double)g->n_places;
            const double w = weight(g->place[m], g->n_places, window) / sum;
            matrix[k * g->n_carriers + m] =
                CMPLXF((float)(w * cos(turn)), (float)(w * sin(turn)));
        }
    }
    *out = matrix;
    return PHW_OK;
}

/* Real arithmetic: a product of C's complex type checks for infinities. */
static phw_cf product(const phw_cf *row, const phw_cf *h, size_t n)
{
    float re = 0;
    float im = 0;
    for (size_t m = 0; m < n; ++m) {
        re += crealf(row[m]) * crealf(h[m]) - cimagf(row[m]) * cimagf(h[m]);
        im += crealf(row[m]) * cimagf(h[m]) + cimagf(row[m]) * crealf(h[m]);
    }
    return CMPLXF(re, im);
}

static phw_status alloc_taps(phw_trace_taps *out, const phw_trace *t, size_t n_taps)
{
    phw_trace_taps x = {
        .n_probes = t->n_probes, .n_antennas = t->n_antennas, .n_taps = n_taps};
    size_t n = 0;
    if (__builtin_mul_overflow(x.n_probes * x.n_antennas, n_taps, &n))
        return phw_fail(PHW_ENOMEM, "taps: %zu probes of %zu are too many", x.n_probes,
                        n_taps);
    PHW_TRY(phw_array_alloc(&x.value, n, sizeof *x.value));
    *out = x;
    return PHW_OK;
}

static phw_status from_carriers(phw_trace_taps *out, const phw_trace *t, size_t n,
                                phw_trace_taps_window window)
{
    grid g = {0};
    phw_cf *matrix = NULL;
    phw_trace_taps x = {0};
    PHW_TRY(make_grid(&g, t));
    const size_t n_taps = n == 0 || n > g.n_carriers ? g.n_carriers : n;
    phw_status s = make_matrix(&matrix, &g, n_taps, window);
    if (!s)
        s = alloc_taps(&x, t, n_taps);
    for (size_t i = 0; !s && i < t->n_probes * t->n_antennas; ++i) {
        for (size_t k = 0; k < n_taps; ++k)
            x.value[i * n_taps + k] = product(matrix + k * g.n_carriers,
                                              t->cplx + i * g.n_carriers, g.n_carriers);
    }
    free(matrix);
    free(g.place);
    if (!s)
        *out = x;
    return s;
}

phw_status phw_trace_taps_make(phw_trace_taps *out, const phw_trace *trace, size_t n,
                               phw_trace_taps_window window)
{
    if (!phw_trace_kind_is_complex(trace->kind))
        return phw_fail(PHW_EINPUT, "taps: a %s trace is real; use the feature power",
                        phw_trace_kind_name(trace->kind));
    if (trace->kind == PHW_TRACE_CFR)
        return from_carriers(out, trace, n, window);
    const size_t there = trace->n_coefficients / trace->n_antennas;
    phw_trace_taps x = {0};
    PHW_TRY(alloc_taps(&x, trace, n == 0 || n > there ? there : n));
    for (size_t i = 0; i < x.n_probes * x.n_antennas; ++i)
        memcpy(x.value + i * x.n_taps, trace->cplx + i * there,
               x.n_taps * sizeof *x.value);
    *out = x;
    return PHW_OK;
}
