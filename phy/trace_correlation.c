#include "phy/trace_correlation.h"

#include <complex.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "core/signal.h"
#include "phy/neighbours.h"

#define BLOCKS PHW_CORRELATION_BLOCKS

/* Sums over one stretch of one coefficient: of sizes x and y less an origin of their
 * own, and of values. */
typedef struct sums {
    double n, x, y, xx, yy, xy;
    double complex cross;
    double aa, bb;
} sums;

static void add(sums *to, const sums *s, double sign)
{
    to->n += sign * s->n;
    to->x += sign * s->x;
    to->y += sign * s->y;
    to->xx += sign * s->xx;
    to->yy += sign * s->yy;
    to->xy += sign * s->xy;
    to->cross += sign * s->cross;
    to->aa += sign * s->aa;
    to->bb += sign * s->bb;
}

static sums sum_up(const phw_trace *a, const phw_trace *b, size_t k, size_t from,
                   size_t to)
{
    sums s = {0};
    const size_t n = a->n_coefficients;
    const double origin_x = phw_trace_size(a, k);
    const double origin_y = phw_trace_size(b, k);
    for (size_t p = from; p < to; ++p) {
        const double x = phw_trace_size(a, p * n + k) - origin_x;
        const double y = phw_trace_size(b, p * n + k) - origin_y;
        s.n += 1;
        s.x += x;
        s.y += y;
        s.xx += x * x;
        s.yy += y * y;
        s.xy += x * y;
        if (a->cplx != NULL) {
            s.cross += (double complex)a->cplx[p * n + k] *
                       conj((double complex)b->cplx[p * n + k]);
            s.aa += phw_cf_power(a->cplx[p * n + k]);
            s.bb += phw_cf_power(b->cplx[p * n + k]);
        }
    }
    return s;
}

/* NaN where a series does not vary. */
static double pearson(const sums *s)
{
    const double xx = s->xx - s->x * s->x / s->n;
    const double yy = s->yy - s->y * s->y / s->n;
    const double least = 1e-14;
    if (!(xx > least * s->xx) || !(yy > least * s->yy))
        return (double)NAN;
    return (s->xy - s->x * s->y / s->n) / sqrt(xx * yy);
}

static double coherence(const sums *s)
{
    const double power = s->aa * s->bb;
    return power > 0 ? cabs(s->cross) / sqrt(power) : (double)NAN;
}

/* The mean of one figure over the coefficients, without stretch `without` of each. */
static double mean_without(double (*figure)(const sums *), const sums *block,
                           size_t n_coefficients, size_t without)
{
    double sum = 0;
    size_t n = 0;
    for (size_t k = 0; k < n_coefficients; ++k) {
        sums all = {0};
        for (size_t b = 0; b < BLOCKS; ++b) {
            if (b != without)
                add(&all, &block[k * BLOCKS + b], 1);
        }
        const double x = all.n > 1 ? figure(&all) : (double)NAN;
        if (!isnan(x)) {
            sum += x;
            ++n;
        }
    }
    return n > 0 ? sum / (double)n : (double)NAN;
}

/* The jackknife's error: sqrt((B - 1) / B sum (x_b - mean x)^2) of the figures x_b
 * without one stretch (Kunsch, Ann. Stat. 17(3), 1989). */
static phw_correlation_figure jackknife(double (*figure)(const sums *),
                                        const sums *block, size_t n_coefficients)
{
    double x[BLOCKS];
    double mean = 0;
    double square = 0;
    for (size_t b = 0; b < BLOCKS; ++b) {
        x[b] = mean_without(figure, block, n_coefficients, b);
        mean += x[b] / BLOCKS;
    }
    for (size_t b = 0; b < BLOCKS; ++b)
        square += (x[b] - mean) * (x[b] - mean);
    return (phw_correlation_figure){
        .value = mean_without(figure, block, n_coefficients, BLOCKS),
        .error = sqrt(square * (BLOCKS - 1) / BLOCKS)};
}

phw_status phw_trace_correlate(phw_trace_correlation *out, const phw_trace *a,
                               const phw_trace *b)
{
    sums *block = NULL;
    size_t n = 0;
    if (a->n_probes != b->n_probes || a->n_coefficients != b->n_coefficients ||
        (a->cplx == NULL) != (b->cplx == NULL))
        return phw_fail(PHW_EINPUT,
                        "correlation: %zu probes of %zu %s values and %zu of %zu %s; "
                        "expected two traces alike",
                        a->n_probes, a->n_coefficients, a->cplx ? "complex" : "real",
                        b->n_probes, b->n_coefficients, b->cplx ? "complex" : "real");
    if (__builtin_mul_overflow(a->n_coefficients, (size_t)BLOCKS, &n))
        return phw_fail(PHW_ENOMEM, "correlation: no memory");
    PHW_TRY(phw_array_alloc(&block, n, sizeof *block));
    for (size_t k = 0; k < a->n_coefficients; ++k) {
        for (size_t i = 0; i < BLOCKS; ++i)
            block[k * BLOCKS + i] = sum_up(a, b, k, a->n_probes * i / BLOCKS,
                                           a->n_probes * (i + 1) / BLOCKS);
    }
    const phw_correlation_figure none = {(double)NAN, (double)NAN};
    *out = (phw_trace_correlation){
        .sizes = jackknife(pearson, block, a->n_coefficients),
        .values =
            a->cplx != NULL ? jackknife(coherence, block, a->n_coefficients) : none};
    free(block);
    return PHW_OK;
}
