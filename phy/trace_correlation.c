#include "phy/trace_correlation.h"

#include <complex.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "core/signal.h"
#include "phy/neighbours.h"

#define BLOCKS PHW_CORRELATION_BLOCKS

/* Sums over one stretch of one coefficient: of sizes x and y less an origin of their
 * own, and of values a and b, less theirs. */
typedef struct sums {
    double n, x, y, xx, yy, xy;
    double complex a, b, ab;
    double aa, bb;
} sums;

static void add(sums *to, const sums *s)
{
    to->n += s->n;
    to->x += s->x;
    to->y += s->y;
    to->xx += s->xx;
    to->yy += s->yy;
    to->xy += s->xy;
    to->a += s->a;
    to->b += s->b;
    to->ab += s->ab;
    to->aa += s->aa;
    to->bb += s->bb;
}

/* All stretches of a coefficient but `without`. */
static sums add_up(const sums *block, size_t without)
{
    sums all = {0};
    for (size_t i = 0; i < BLOCKS; ++i) {
        if (i != without)
            add(&all, &block[i]);
    }
    return all;
}

static double square(double complex x)
{
    return creal(x) * creal(x) + cimag(x) * cimag(x);
}

static void add_values(sums *s, const phw_trace *a, const phw_trace *b, size_t k,
                       size_t p)
{
    const size_t n = a->n_coefficients;
    const double complex x =
        (double complex)a->cplx[p * n + k] - (double complex)a->cplx[k];
    const double complex y =
        (double complex)b->cplx[p * n + k] - (double complex)b->cplx[k];
    s->a += x;
    s->b += y;
    s->ab += x * conj(y);
    s->aa += square(x);
    s->bb += square(y);
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
        if (a->cplx != NULL)
            add_values(&s, a, b, k, p);
    }
    return s;
}

/* sqrt of the product of what two series vary; NaN where one does not. */
static double spread(double xx, double about_x, double yy, double about_y)
{
    const double least = 1e-14;
    const double x = xx - about_x;
    const double y = yy - about_y;
    return x > least * xx && y > least * yy ? sqrt(x * y) : (double)NAN;
}

static double pearson(const sums *block, size_t without)
{
    const sums s = add_up(block, without);
    return (s.xy - s.x * s.y / s.n) /
           spread(s.xx, s.x * s.x / s.n, s.yy, s.y * s.y / s.n);
}

/* A stretch's part of the covariance about the means of `all`. */
static double complex covariance(const sums *s, const sums *all)
{
    const double complex a = all->a / all->n;
    const double complex b = all->b / all->n;
    return s->ab - a * conj(s->b) - s->a * conj(b) + s->n * a * conj(b);
}

/* Every stretch is turned by the phase that the others have: by its own, chance would
 * add up, too. */
static double coherence(const sums *block, size_t without)
{
    const sums all = add_up(block, without);
    const double complex whole = all.ab - all.a * conj(all.b) / all.n;
    double sum = 0;
    for (size_t i = 0; i < BLOCKS; ++i) {
        const double complex part = covariance(&block[i], &all);
        const double complex rest = whole - part;
        if (i != without && square(rest) > 0)
            sum += creal(part * conj(rest)) / cabs(rest);
    }
    return sum / spread(all.aa, square(all.a) / all.n, all.bb, square(all.b) / all.n);
}

typedef double figure(const sums *block, size_t without);

/* The mean of one figure over the coefficients, without stretch `without` of each. */
static double mean_without(figure *of, const sums *block, size_t n_coefficients,
                           size_t without)
{
    double sum = 0;
    size_t n = 0;
    for (size_t k = 0; k < n_coefficients; ++k) {
        const double x = of(&block[k * BLOCKS], without);
        if (!isnan(x)) {
            sum += x;
            ++n;
        }
    }
    return n > 0 ? sum / (double)n : (double)NAN;
}

/* The jackknife's error: sqrt((B - 1) / B sum (x_b - mean x)^2) of the figures x_b
 * without one stretch (Kunsch, Ann. Stat. 17(3), 1989). */
static phw_correlation_figure jackknife(figure *of, const sums *block,
                                        size_t n_coefficients)
{
    double x[BLOCKS];
    double mean = 0;
    double square = 0;
    for (size_t b = 0; b < BLOCKS; ++b) {
        x[b] = mean_without(of, block, n_coefficients, b);
        mean += x[b] / BLOCKS;
    }
    for (size_t b = 0; b < BLOCKS; ++b)
        square += (x[b] - mean) * (x[b] - mean);
    return (phw_correlation_figure){.value =
                                        mean_without(of, block, n_coefficients, BLOCKS),
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
