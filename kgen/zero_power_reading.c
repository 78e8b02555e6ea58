#include "kgen/zero_power_reading.h"

#include <math.h>
#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/symbols.h"
#include "kgen/zero_power_levels.h"

void phw_zero_power_reading_free(phw_zero_power_reading *r)
{
    for (unsigned p = 0; p < PHW_ZERO_POWER_BITS_MAX; ++p) {
        phw_bits_free(&r->plane[p]);
        if (r->margin[p] != NULL)
            sodium_memzero(r->margin[p], r->n * sizeof *r->margin[p]);
        free(r->margin[p]);
    }
    *r = (phw_zero_power_reading){0};
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* How many of sorted[n] are below x, or not above it when `equal`. */
static size_t count_below(const double *sorted, size_t n, double x, bool equal)
{
    size_t from = 0;
    size_t to = n;
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (sorted[middle] < x || (equal && sorted[middle] == x))
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* Plane p of the Gray code turns at the odd multiples of half its period. */
static float margin_of(double cells, unsigned plane, unsigned n_bits)
{
    const double half = ldexp(1, (int)(n_bits - 1 - plane));
    const double next = half * (2 * round((cells / half - 1) / 2) + 1);
    const double most = ldexp(1, (int)n_bits) - half;
    return (float)fabs(cells - fmin(fmax(next, half), most));
}

/* Takes the kept ones of a window's values. */
static void take(phw_zero_power_reading *r, const double *x, const double *sorted,
                 size_t n, const phw_bits *kept, size_t at,
                 const phw_zero_power_config *c)
{
    for (size_t i = 0; i < n; ++i) {
        if (!phw_bits_get(kept, at + i))
            continue;
        const size_t below = count_below(sorted, n, x[i], false);
        const size_t up_to = count_below(sorted, n, x[i], true);
        const double cells =
            ldexp((double)(below + up_to) / (2 * (double)n), (int)c->n_bits);
        unsigned level = 0;
        for (unsigned l = 1; l < 1U << c->n_bits; ++l) {
            const size_t rank = (n * l) >> c->n_bits;
            level += rank == 0 || x[i] > sorted[rank - 1];
        }
        for (unsigned p = 0; p < c->n_bits; ++p) {
            phw_bits_set(&r->plane[p], r->n,
                         (phw_gray(level) >> (c->n_bits - 1 - p)) & 1U);
            r->margin[p][r->n] = margin_of(cells, p, c->n_bits);
        }
        ++r->n;
    }
}

static phw_status alloc(phw_zero_power_reading *r, size_t n, unsigned n_bits)
{
    for (unsigned p = 0; p < n_bits; ++p) {
        PHW_TRY(phw_bits_alloc(&r->plane[p], n));
        PHW_TRY(phw_array_alloc(&r->margin[p], n, sizeof *r->margin[p]));
    }
    return PHW_OK;
}

phw_status phw_zero_power_read(phw_zero_power_reading *out, const phw_features *values,
                               const phw_bits *kept,
                               const phw_zero_power_config *config)
{
    const size_t n = values->n_rows;
    const size_t n_windows = phw_zero_power_windows(n, config->window);
    phw_zero_power_reading r = {0};
    double *sorted = NULL;
    phw_status s = alloc(&r, phw_bits_count(kept), config->n_bits);
    if (!s)
        s = phw_array_alloc(&sorted, n, sizeof *sorted);
    for (size_t c = 0; c < values->n_components && !s; ++c) {
        const double *x = phw_features_series(values, c);
        for (size_t w = 0; w < n_windows; ++w) {
            const size_t from = w * config->window;
            const size_t to = w + 1 == n_windows ? n : from + config->window;
            for (size_t i = from; i < to; ++i)
                sorted[i - from] = x[i];
            qsort(sorted, to - from, sizeof *sorted, by_value);
            take(&r, x + from, sorted, to - from, kept, c * n + from, config);
        }
    }
    if (sorted != NULL)
        sodium_memzero(sorted, n * sizeof *sorted);
    free(sorted);
    if (s)
        phw_zero_power_reading_free(&r);
    else
        *out = r;
    return s;
}
