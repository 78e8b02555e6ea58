#include "kgen/crosslag.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

#include "core/fft.h"
#include "core/signal.h"

#define ROWS_MIN 8
#define ROWS_MAX (1UL << 24)

struct phw_crosslag {
    size_t n_rows;
    size_t n_points; /* a power of two, room for lags of half the length */
    phw_fft *forward;
    phw_fft *inverse;
    phw_cf *product;
};

static phw_status make(phw_crosslag *c)
{
    PHW_TRY(phw_fft_create(&c->forward, c->n_points, PHW_FFT_FORWARD));
    PHW_TRY(phw_fft_create(&c->inverse, c->n_points, PHW_FFT_INVERSE));
    return phw_array_alloc(&c->product, c->n_points, sizeof *c->product);
}

phw_status phw_crosslag_create(phw_crosslag **out, size_t n_rows)
{
    if (n_rows < ROWS_MIN || n_rows > ROWS_MAX)
        return phw_fail(PHW_EARG, "crosslag: %zu rows, expected %d to %lu", n_rows,
                        ROWS_MIN, ROWS_MAX);
    phw_crosslag *c = calloc(1, sizeof *c);
    if (c == NULL)
        return phw_fail(PHW_ENOMEM, "crosslag: no memory");
    c->n_rows = n_rows;
    c->n_points = 1;
    while (c->n_points < n_rows + n_rows / 2 + 1)
        c->n_points *= 2;
    const phw_status s = make(c);
    if (s) {
        phw_crosslag_destroy(c);
        return s;
    }
    *out = c;
    return PHW_OK;
}

void phw_crosslag_destroy(phw_crosslag *c)
{
    if (c == NULL)
        return;
    phw_fft_destroy(c->forward);
    phw_fft_destroy(c->inverse);
    free(c->product);
    free(c);
}

size_t phw_crosslag_spectrum_size(const phw_crosslag *c)
{
    return c->n_points;
}

void phw_crosslag_spectrum(phw_crosslag *c, phw_cf *out, const double *x)
{
    for (size_t r = 0; r < c->n_points; ++r)
        out[r] = r < c->n_rows ? (float)x[r] : 0;
    phw_fft_execute(c->forward, out, out);
}

static void keep_larger(phw_lag *best, double correlation, ptrdiff_t lag, size_t n_rows)
{
    const double n = (double)n_rows;
    const double overlap = n - fabs((double)lag);
    /* The sum has |L| terms fewer: as a correlation of the overlap it is n / (n - |L|)
     * times as large, and that times sqrt(n - |L|) is normal. */
    const double z = fabs(correlation) * n / sqrt(overlap);
    if (z > best->z)
        *best = (phw_lag){.lag = lag, .z = z};
}

phw_lag phw_crosslag_best(phw_crosslag *c, const phw_cf *a, const phw_cf *b)
{
    for (size_t k = 0; k < c->n_points; ++k)
        c->product[k] = a[k] * conjf(b[k]);
    phw_fft_execute(c->inverse, c->product, c->product);
    const double scale = 1 / (double)c->n_points;
    phw_lag best = {.lag = 1};
    for (size_t lag = 1; lag <= c->n_rows / 2; ++lag) {
        const double later = (double)crealf(c->product[lag]) * scale;
        const double earlier = (double)crealf(c->product[c->n_points - lag]) * scale;
        keep_larger(&best, later, (ptrdiff_t)lag, c->n_rows);
        keep_larger(&best, earlier, -(ptrdiff_t)lag, c->n_rows);
    }
    return best;
}

double phw_crosslag_threshold(size_t n_rows)
{
    return gsl_cdf_ugaussian_Qinv(1e-6 / (2 * (double)n_rows));
}
