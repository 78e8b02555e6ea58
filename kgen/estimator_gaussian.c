#include "kgen/estimator_gaussian.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/cells.h"
#include "kgen/series.h"

#define AIC_ORDER_MAX 16
#define N_SYMBOLS_MAX 16

/* Of the integral over the prediction. */
#define LEAST_STEPS 2000
#define MOST_STEPS  40000
#define ORDER_MAX   64

/* Two-sided 99 % quantile of the normal, as in SP 800-90B. */
#define Z99 2.5758293035489008

static const phw_param params_table[] = {
    {.name = "order",
     .unit = "",
     .summary = "order of the autoregressive models, 0 for the least AIC",
     .min = 0,
     .max = ORDER_MAX,
     .preset = 0,
     .whole = true},
};

/* Reflection coefficients k[1..order] of x[n] (Burg), and share[p] of the variance that
 * is open after p values of the past, which never rises. f[n] and b[n] are scratch:
 * errors of prediction forwards and backwards. */
typedef struct reflections {
    double k[ORDER_MAX + 1];
    double share[ORDER_MAX + 1];
} reflections;

static void burg(reflections *out, double *f, double *b, const double *x, size_t n,
                 unsigned order)
{
    double mean = 0;
    double variance = 0;
    phw_series_moments(&mean, &variance, x, n);
    for (size_t i = 0; i < n; ++i)
        f[i] = b[i] = x[i] - mean;
    *out = (reflections){.share = {1}};
    for (unsigned p = 1; p <= order; ++p) {
        double product = 0;
        double energy = 0;
        for (size_t i = p; i < n; ++i) {
            product += f[i] * b[i - 1];
            energy += f[i] * f[i] + b[i - 1] * b[i - 1];
        }
        const double k = energy > 0 ? -2 * product / energy : 0;
        for (size_t i = n - 1; i >= p; --i) {
            const double forward = f[i];
            f[i] = forward + k * b[i - 1];
            b[i] = b[i - 1] + k * forward;
        }
        out->k[p] = k;
        out->share[p] = out->share[p - 1] * fmax(0, 1 - k * k);
    }
}

/* x_t = -sum_{i=1..p} a[i] x_{t-i} + innovation and its autocorrelation r[0..p], from
 * reflection coefficients (Levinson's recursion). */
static void step_up(double *a, double *r, const double *k, unsigned order)
{
    a[0] = r[0] = 1;
    for (unsigned p = 1; p <= order; ++p) {
        double next[ORDER_MAX + 1];
        for (unsigned i = 0; i <= p; ++i)
            next[i] = (i < p ? a[i] : 0) + k[p] * (i > 0 ? a[p - i] : 0);
        r[p] = 0;
        for (unsigned i = 1; i <= p; ++i)
            r[p] -= next[i] * r[p - i];
        memcpy(a, next, (p + 1) * sizeof *a);
    }
}

static unsigned least_aic(const double *share, unsigned order, size_t n)
{
    unsigned best = 0;
    double least = 0;
    for (unsigned p = 1; p <= order; ++p) {
        const double aic = (double)n * log(fmax(share[p], 1e-300)) + 2 * (double)p;
        if (aic < least) {
            least = aic;
            best = p;
        }
    }
    return best;
}

/* Sums over lags 1..n - 1 of the model's autocorrelation and of its squares. */
typedef struct memory {
    double plain;
    double square;
} memory;

static memory remembered(const double *k, unsigned order, size_t n)
{
    double a[ORDER_MAX + 1];
    double r[ORDER_MAX + 1];
    double recent[ORDER_MAX + 1]; /* lags j - 1, j - 2, ... before lag j */
    step_up(a, r, k, order);
    memory sum = {0, 0};
    for (unsigned i = 0; i < order; ++i) {
        recent[i] = r[order - i];
        sum.plain += recent[i];
        sum.square += recent[i] * recent[i];
    }
    for (size_t j = order + 1; j < n && order > 0; ++j) {
        double next = 0;
        for (unsigned i = 0; i < order; ++i)
            next -= a[i + 1] * recent[i];
        memmove(recent + 1, recent, (order - 1) * sizeof *recent);
        recent[0] = next;
        sum.plain += next;
        sum.square += next * next;
    }
    return sum;
}

/* The bound of the header for one series; scratch[2 n]. */
static double bound(const double *x, double *scratch, size_t n, unsigned order)
{
    const unsigned most = n / 16 < AIC_ORDER_MAX ? (unsigned)(n / 16) : AIC_ORDER_MAX;
    const unsigned tried = order > 0 ? order : most;
    reflections m;
    burg(&m, scratch, scratch + n, x, n, tried);
    const unsigned p = order > 0 ? order : least_aic(m.share, tried, n);
    const memory sum = remembered(m.k, p, n);
    const double rows = (double)n;
    const double bias = (12 * sum.square + fmax(0, 1 + 2 * sum.plain)) / rows;
    const double shrink = fmax(0, 1 - Z99 * sqrt(sum.square / rows));
    return m.share[p] * exp(-bias - Z99 * Z99 / rows) * shrink * shrink;
}

phw_status phw_gaussian_innovation(double *share, const double *x, size_t n,
                                   unsigned order)
{
    if (n < PHW_GAUSSIAN_N_MIN)
        return phw_fail(PHW_ESHORT, "estimator gaussian: %zu values, at least %d", n,
                        PHW_GAUSSIAN_N_MIN);
    if (order > n / 8 || order > ORDER_MAX)
        return phw_fail(PHW_EARG,
                        "estimator gaussian: order %u, at most an eighth of %zu values "
                        "and %d",
                        order, n, ORDER_MAX);
    PHW_TRY(phw_series_check(x, n));
    if (n > SIZE_MAX / 3)
        return phw_fail(PHW_ENOMEM, "estimator gaussian: %zu values are too many", n);
    double *score = NULL;
    PHW_TRY(phw_array_alloc(&score, 3 * n, sizeof *score));
    const phw_status s = phw_series_normal_scores(score, x, n);
    if (!s)
        *share = fmin(bound(score, score + n, n, order), bound(x, score + n, n, order));
    sodium_memzero(score, 3 * n * sizeof *score);
    free(score);
    return s;
}

double phw_gaussian_divergence(double share)
{
    const double r2 = 1 - share;
    const double q = 1 + 3 * r2;
    if (!(9 * r2 < 1))
        return HUGE_VAL;
    return -0.5 * log2(share * (q + sqrt(q * q - 16 * r2)) / 2);
}

/* P(from < x < to) of a normal of that mean and deviation. */
static double mass(double from, double to, double mean, double deviation)
{
    const double a = (from - mean) / deviation;
    const double b = (to - mean) / deviation;
    /* From the nearer tail, so that a small mass keeps its digits. */
    if (a > 0)
        return 0.5 * (erfc(a * M_SQRT1_2) - erfc(b * M_SQRT1_2));
    return 0.5 * (erfc(-b * M_SQRT1_2) - erfc(-a * M_SQRT1_2));
}

/* max_s P(x in the cells of s) for a normal. */
static double best_guess(const phw_cell *cell, size_t n, double mean, double deviation)
{
    double of[N_SYMBOLS_MAX] = {0};
    double most = 0;
    for (size_t i = 0; i < n; ++i) {
        assert(cell[i].symbol < N_SYMBOLS_MAX);
        double *p = &of[cell[i].symbol];
        *p += mass(cell[i].from, cell[i].to, mean, deviation);
        most = fmax(most, *p);
    }
    return most;
}

static double bits(double guess)
{
    return guess < 1 ? -log2(guess) : 0;
}

double phw_gaussian_min_entropy(const phw_cell *cell, size_t n, double share)
{
    enum {
        POINTS = 4000
    };

    double kept = 0;
    for (size_t i = 0; i < n; ++i)
        kept += mass(cell[i].from, cell[i].to, 0, 1);
    if (!(kept > 0))
        return 0;
    const double known = sqrt(fmax(0, 1 - share));
    const double deviation = sqrt(share);
    /* Nothing known: the best guess is the same everywhere. */
    if (!(known > 0))
        return bits(best_guess(cell, n, 0, 1) / kept);
    /* A tenth of the width over which the best guess turns from one cell to the next.
     */
    const int n_steps = (int)fmin(MOST_STEPS, fmax(LEAST_STEPS, 160 / deviation));
    double sum = 0;
    double weight = 0;
    for (int i = 0; i <= n_steps; ++i) {
        const double u = -8 + 16.0 * i / n_steps;
        const double w = exp(-0.5 * u * u);
        weight += w;
        sum += w * best_guess(cell, n, known * u, deviation);
    }
    return bits(sum / weight / kept);
}

static phw_status series(double *min_entropy, const double *x, size_t n,
                         const phw_raw_component *kept, double open,
                         const phw_params *params)
{
    double share = 0;
    PHW_TRY(phw_gaussian_innovation(&share, x, n, (unsigned)params->value[0]));
    share *= open;
    if (!(share > 0)) {
        *min_entropy = 0;
        return PHW_OK;
    }
    phw_cell *cell = NULL;
    size_t n_cells = 0;
    PHW_TRY(phw_cells_make(&cell, &n_cells, x, n, kept, kept->n_bits, true));
    *min_entropy = phw_gaussian_min_entropy(cell, n_cells, share);
    free(cell);
    return PHW_OK;
}

const phw_estimator phw_estimator_gaussian = {
    .name = "gaussian",
    .summary = "average guessing of a symbol that an autoregressive Gaussian model "
               "predicts from the past",
    .reference =
        "Burg 1975 (autoregressive model); Dodis et al., SIAM J. Comput. 38(1), "
        "2008 (average min-entropy)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .series = series,
};
