#include "encrypt/cancellation.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "encrypt/cholesky.h"
#include "encrypt/uplink_ratio.h"

/* All taps and the tag. */
#define COLUMNS_MAX (PHW_CANCELLATION_TAPS_MAX + 1)

/* Columns that are nearly sums of others have what is left of them below this share:
 * where noise is held for half bits the share of a delayed copy is a few percent. */
#define SINGULAR 1e-9

/* The columns of the least squares: delayed noise, then the tag when it is known. */
typedef struct columns {
    const phw_known_noise *noise;
    const float *tag;
    size_t n_taps;
    size_t n; /* columns in all */
} columns;

static double complex delayed(const phw_known_noise *noise, size_t k, size_t delay)
{
    if (delay > k + noise->lead)
        return 0;
    return (double complex)noise->sample[(ptrdiff_t)k - (ptrdiff_t)delay];
}

/* Row k of the columns. */
static void row_of(double complex *row, const columns *c, size_t k)
{
    for (size_t l = 0; l < c->n_taps; ++l)
        row[l] = delayed(c->noise, k, l);
    if (c->tag != NULL)
        row[c->n_taps] = (double)c->tag[k];
}

/* What the normal equations are made of, about the means. */
typedef struct moments {
    double complex mean[COLUMNS_MAX];
    double complex mean_y;
    double complex gram[COLUMNS_MAX * COLUMNS_MAX]; /* sum conj(x_i) x_k */
    double complex along[COLUMNS_MAX];              /* sum conj(x_i) y */
} moments;

static void find_means(moments *m, const columns *c, const phw_cf *y, size_t n)
{
    double complex row[COLUMNS_MAX];
    for (size_t k = 0; k < n; ++k) {
        row_of(row, c, k);
        for (size_t i = 0; i < c->n; ++i)
            m->mean[i] += row[i] / (double)n;
        m->mean_y += (double complex)y[k] / (double)n;
    }
}

static void gather(moments *m, const columns *c, const phw_cf *y, size_t n)
{
    double complex row[COLUMNS_MAX];
    find_means(m, c, y, n);
    for (size_t k = 0; k < n; ++k) {
        row_of(row, c, k);
        const double complex value = (double complex)y[k] - m->mean_y;
        for (size_t i = 0; i < c->n; ++i)
            row[i] -= m->mean[i];
        for (size_t i = 0; i < c->n; ++i) {
            const double complex x = conj(row[i]);
            m->along[i] += x * value;
            for (size_t l = 0; l <= i; ++l)
                m->gram[i * c->n + l] += x * row[l];
        }
    }
}

/* How many columns the factor takes, n when all are told apart: from the constant, too,
 * whose share was taken out. */
static size_t told_apart(moments *m, size_t n, size_t n_samples)
{
    for (size_t i = 0; i < n; ++i) {
        const double left = creal(m->gram[i * n + i]);
        const double size = cabs(m->mean[i]);
        if (!(left > SINGULAR * (double)n_samples * size * size))
            return i;
    }
    return phw_cholesky_factor(m->gram, n, SINGULAR);
}

static phw_cf rounded(double complex x)
{
    return CMPLXF((float)creal(x), (float)cimag(x));
}

static void find_powers(phw_cancellation *out, const columns *c, const phw_cf *y,
                        size_t n)
{
    double complex row[COLUMNS_MAX];
    for (size_t k = 0; k < n; ++k) {
        row_of(row, c, k);
        double complex noise = 0;
        for (size_t l = 0; l < c->n_taps; ++l)
            noise += (double complex)out->tap[l] * row[l];
        double complex rest = (double complex)y[k] - (double complex)out->constant;
        rest -= noise;
        if (c->tag != NULL)
            rest -= (double complex)out->tag * row[c->n_taps];
        out->noise_power += phw_cf_power(rounded(noise)) / (double)n;
        out->residual_power += phw_cf_power(rounded(rest)) / (double)n;
    }
}

static phw_status check(const phw_cf *y, size_t n, const columns *c)
{
    if (c->n_taps < 1 || c->n_taps > PHW_CANCELLATION_TAPS_MAX)
        return phw_fail(PHW_EARG, "cancellation: %zu taps; expected 1 to %d", c->n_taps,
                        PHW_CANCELLATION_TAPS_MAX);
    if (n <= c->n + 1)
        return phw_fail(PHW_ESHORT, "cancellation: %zu samples for %zu unknowns", n,
                        c->n + 1);
    for (size_t l = 1; l < c->n_taps && l <= c->noise->lead; ++l) {
        if (!isfinite(phw_cf_power(c->noise->sample[-(ptrdiff_t)l])))
            return phw_fail(PHW_EINPUT,
                            "cancellation: the noise %zu samples before is not finite",
                            l);
    }
    for (size_t k = 0; k < n; ++k) {
        if (!isfinite(phw_cf_power(y[k])) ||
            !isfinite(phw_cf_power(c->noise->sample[k])) ||
            (c->tag != NULL && !isfinite(c->tag[k])))
            return phw_fail(PHW_EINPUT, "cancellation: sample %zu is not finite", k);
    }
    return PHW_OK;
}

phw_status phw_cancellation_estimate(phw_cancellation *out, const phw_cf *y, size_t n,
                                     const phw_known_noise *noise, const float *tag,
                                     size_t n_taps)
{
    const columns c = {noise, tag, n_taps, n_taps + (tag != NULL)};
    PHW_TRY(check(y, n, &c));
    moments *m = NULL;
    PHW_TRY(phw_array_alloc(&m, 1, sizeof *m));
    gather(m, &c, y, n);
    const size_t told = told_apart(m, c.n, n);
    phw_status s = PHW_OK;
    if (told < c.n)
        s = phw_fail(PHW_ESHORT,
                     "cancellation: %s %zu can't be told from the constant and those "
                     "before it; ask for fewer taps or more samples",
                     told < n_taps ? "tap" : "column", told);
    if (!s) {
        phw_cancellation found = {.n_taps = n_taps};
        double complex constant = m->mean_y;
        phw_cholesky_forward(m->along, m->gram, c.n);
        phw_cholesky_backward(m->along, m->gram, c.n);
        for (size_t i = 0; i < c.n; ++i)
            constant -= m->along[i] * m->mean[i];
        for (size_t l = 0; l < n_taps; ++l)
            found.tap[l] = rounded(m->along[l]);
        found.tag = tag != NULL ? rounded(m->along[n_taps]) : 0;
        found.constant = rounded(constant);
        find_powers(&found, &c, y, n);
        *out = found;
    }
    free(m);
    return s;
}

void phw_cancellation_noise(phw_cf *out, size_t n, const phw_known_noise *noise,
                            const phw_cancellation *estimate)
{
    for (size_t k = 0; k < n; ++k) {
        phw_cf sum = 0;
        for (size_t l = 0; l < estimate->n_taps && l <= k + noise->lead; ++l)
            sum += estimate->tap[l] * noise->sample[(ptrdiff_t)k - (ptrdiff_t)l];
        out[k] = sum;
    }
}

void phw_cancellation_subtract(phw_cf *out, const phw_cf *y, size_t n,
                               const phw_known_noise *noise,
                               const phw_cancellation *estimate)
{
    enum {
        STEP = 256
    };

    phw_cf found[STEP];
    for (size_t from = 0; from < n; from += STEP) {
        const size_t take = n - from < STEP ? n - from : STEP;
        const phw_known_noise here = {noise->sample + from, noise->lead + from};
        phw_cancellation_noise(found, take, &here, estimate);
        for (size_t k = 0; k < take; ++k)
            out[from + k] = y[from + k] - estimate->constant - found[k];
    }
}

double phw_cancellation_db(double before, double after)
{
    return phw_uplink_to_db(before / after);
}

double phw_cancellation_residual(double n_taps, double n_effective, double tag,
                                 double variance)
{
    return n_taps / n_effective * (tag + variance);
}
