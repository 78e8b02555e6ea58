#include "kgen/coherence_sums.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort.h>
#include <sodium.h>

#include "core/signal.h"
#include "kgen/series.h"

static double median(double *scratch, const double *x, size_t n)
{
    memcpy(scratch, x, n * sizeof *x);
    gsl_sort(scratch, 1, n);
    return 0.5 * (scratch[(n - 1) / 2] + scratch[n / 2]);
}

/* Products and crossings of one lag within [from, to) of the earlier rows. */
static void add_lag(phw_coherence_sums *s, size_t at, const double *z,
                    const double *side, size_t from, size_t to, size_t lag)
{
    double product = 0;
    double same = 0;
    for (size_t i = from; i < to; ++i) {
        product += z[i] * z[i + lag];
        same += side[i] * side[i + lag];
    }
    const double n = (double)(to - from);
    s->product[at] += product;
    s->crossed[at] += 0.5 * (n - same);
    s->pairs[at] += n;
}

/* z[n] scaled, side[n] +-1 by the median. */
static void add_series(phw_coherence_sums *s, const double *z, const double *side,
                       size_t n)
{
    for (size_t b = 0; b < PHW_COHERENCE_BLOCKS; ++b) {
        const size_t from = b * n / PHW_COHERENCE_BLOCKS;
        const size_t to = (b + 1) * n / PHW_COHERENCE_BLOCKS;
        for (size_t k = 0; k <= s->n_lags; ++k) {
            const size_t end = to + k <= n ? to : n - k;
            if (from < end)
                add_lag(s, b * (s->n_lags + 1) + k, z, side, from, end, k);
        }
    }
}

/* Scales a series into scratch[2 n]; PHW_ESHORT for a constant one. */
static phw_status scale(double *scratch, const double *x, size_t n)
{
    double mean = 0;
    double variance = 0;
    PHW_TRY(phw_series_check(x, n));
    phw_series_moments(&mean, &variance, x, n);
    if (!(variance > 0) || !isfinite(variance))
        return phw_fail(PHW_ESHORT, "the series has no spread");
    const double middle = median(scratch, x, n);
    for (size_t i = 0; i < n; ++i) {
        scratch[i] = (x[i] - mean) / sqrt(variance);
        scratch[n + i] = x[i] > middle ? 1 : -1;
    }
    return PHW_OK;
}

static phw_status add_all(phw_coherence_sums *s, const phw_features *x, size_t n_rows,
                          size_t n_series, double *scratch)
{
    size_t n_used = 0;
    for (size_t c = 0; c < n_series; ++c) {
        const phw_status status = scale(scratch, phw_features_series(x, c), n_rows);
        if (status == PHW_ESHORT)
            continue;
        if (status)
            return phw_fail_within(status, "component %zu", c);
        add_series(s, scratch, scratch + n_rows, n_rows);
        ++n_used;
    }
    if (n_used == 0)
        return phw_fail(PHW_ESHORT, "coherence: every series is constant");
    return PHW_OK;
}

phw_status phw_coherence_sums_make(phw_coherence_sums *out, const phw_features *x,
                                   size_t n_rows, size_t n_series, size_t n_lags)
{
    const size_t size = PHW_COHERENCE_BLOCKS * (n_lags + 1);
    phw_coherence_sums s = {.n_lags = n_lags};
    double *scratch = NULL;
    if (n_rows > x->n_rows || n_series > x->n_components || n_lags >= n_rows)
        return phw_fail(PHW_EARG, "coherence: %zu lags of %zu rows", n_lags, n_rows);
    phw_status status = phw_array_alloc(&s.product, size, sizeof *s.product);
    if (!status)
        status = phw_array_alloc(&s.crossed, size, sizeof *s.crossed);
    if (!status)
        status = phw_array_alloc(&s.pairs, size, sizeof *s.pairs);
    if (!status)
        status = phw_array_alloc(&scratch, n_rows, 2 * sizeof *scratch);
    if (!status)
        status = add_all(&s, x, n_rows, n_series, scratch);
    if (scratch != NULL)
        sodium_memzero(scratch, 2 * n_rows * sizeof *scratch);
    free(scratch);
    if (status)
        phw_coherence_sums_free(&s);
    else
        *out = s;
    return status;
}

static void drop(double *x, size_t n)
{
    if (x != NULL)
        sodium_memzero(x, n * sizeof *x);
    free(x);
}

void phw_coherence_sums_free(phw_coherence_sums *s)
{
    const size_t size = PHW_COHERENCE_BLOCKS * (s->n_lags + 1);
    drop(s->product, size);
    drop(s->crossed, size);
    drop(s->pairs, size);
    *s = (phw_coherence_sums){0};
}

/* The sum of one lag over the blocks, per pair. */
static double mean(const double *sum, const phw_coherence_sums *s, size_t lag,
                   size_t left_out)
{
    double total = 0;
    double pairs = 0;
    for (size_t b = 0; b < PHW_COHERENCE_BLOCKS; ++b) {
        if (b == left_out)
            continue;
        total += sum[b * (s->n_lags + 1) + lag];
        pairs += s->pairs[b * (s->n_lags + 1) + lag];
    }
    return pairs > 0 ? total / pairs : 0;
}

void phw_coherence_sums_correlation(double *rho, const phw_coherence_sums *s,
                                    size_t left_out)
{
    const double power = mean(s->product, s, 0, left_out);
    for (size_t k = 0; k <= s->n_lags; ++k)
        rho[k] = power > 0 ? mean(s->product, s, k, left_out) / power : 0;
}

void phw_coherence_sums_crossed(double *share, const phw_coherence_sums *s,
                                size_t left_out)
{
    for (size_t k = 0; k <= s->n_lags; ++k)
        share[k] = mean(s->crossed, s, k, left_out);
}
