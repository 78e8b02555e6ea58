#include "kgen/transform_spectrum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/fft.h"
#include "core/signal.h"
#include "kgen/estimator_gaussian.h"
#include "kgen/gaussianity.h"
#include "kgen/portmanteau.h"
#include "kgen/recurrence.h"
#include "kgen/series.h"

enum {
    DROP,
    KEEP,
    VALUES
};

/* The rest of the spectrum, above any Doppler frequency, is taken for noise. */
#define NOISE_FROM 0.75

#define RHO_MIN 0.02
#define RHO_MAX (1 - 1e-6)

static const char *const forms[] = {"reliability", "standard", NULL};

static const phw_param params_table[] = {
    [DROP] = {.name = "drop",
              .unit = "",
              .summary = "lowest coefficients dropped: the trend, which a watcher of "
                         "the trajectory knows",
              .min = 1,
              .max = 65536,
              .preset = 8,
              .whole = true},
    [KEEP] = {.name = "keep",
              .unit = "",
              .summary = "share of the coefficients up to which they are used",
              .min = 0.01,
              .max = NOISE_FROM,
              .preset = 0.45},
    [VALUES] = {.name = "values",
                .unit = "",
                .summary = "as large as their signs can be relied on (for quantizer "
                           "guard), or of unit power (standard; for signs)",
                .min = 0,
                .max = 1,
                .preset = 0,
                .whole = true,
                .choice = forms},
};

static phw_status fit(phw_blob *out, const phw_features *leader,
                      const phw_params *params)
{
    (void)leader;
    (void)params;
    *out = (phw_blob){0};
    return PHW_OK;
}

/* X_k = sqrt(2 / N) sum_i x_i cos(pi (2 i + 1) k / (2 N)), k = 1..N - 1, by a complex
 * transform of N points: even rows forth, odd ones back (Makhoul, IEEE Trans. ASSP
 * 28(1), 1980). X_0, the mean's, is 0. x and X may be the same. */
static phw_status cosine_transform(double *X, const double *x, size_t n)
{
    phw_fft *fft = NULL;
    phw_cf *v = NULL;
    double mean = 0;
    double variance = 0;
    phw_series_moments(&mean, &variance, x, n);
    phw_status s = phw_array_alloc(&v, n, sizeof *v);
    if (!s)
        s = phw_fft_create(&fft, n, PHW_FFT_FORWARD);
    if (!s) {
        for (size_t i = 0; i < n; ++i)
            v[i % 2 == 0 ? i / 2 : n - 1 - i / 2] = (float)(x[i] - mean);
        phw_fft_execute(fft, v, v);
        const double scale = sqrt(2.0 / (double)n);
        X[0] = 0;
        for (size_t k = 1; k < n; ++k) {
            const double turn = M_PI * (double)k / (double)(2 * n);
            X[k] = scale * ((double)crealf(v[k]) * cos(turn) +
                            (double)cimagf(v[k]) * sin(turn));
        }
    }
    if (v != NULL)
        sodium_memzero(v, n * sizeof *v);
    free(v);
    phw_fft_destroy(fft);
    return s;
}

/* sum[k] = X_0^2 + ... + X_(k - 1)^2, k = 0..n. */
static void sum_squares(double *sum, const double *X, size_t n)
{
    sum[0] = 0;
    for (size_t k = 0; k < n; ++k)
        sum[k + 1] = sum[k] + X[k] * X[k];
}

static double mean_power(const double *sum, size_t from, size_t to)
{
    return (sum[to] - sum[from]) / (double)(to - from);
}

/* S_k. */
static double local_power(const double *sum, size_t n, size_t k)
{
    const size_t half = k / 4 > 4 ? k / 4 : 4;
    return mean_power(sum, k > half ? k - half : 1, n - k > half ? k + half + 1 : n);
}

/* Standardised coefficients from..from + m into z, and out = how far their signs can be
 * relied on. */
static void standardise(double *z, double *out, const double *X, const double *sum,
                        size_t n, size_t from, size_t m)
{
    const double noise = mean_power(sum, (size_t)(NOISE_FROM * (double)n), n);
    for (size_t r = 0; r < m; ++r) {
        const double power = local_power(sum, n, from + r);
        z[r] = power > 0 ? X[from + r] / sqrt(power) : 0;
        const double rho =
            power > 0 ? fmin(fmax(1 - noise / power, RHO_MIN), RHO_MAX) : RHO_MIN;
        out[r] = erf(z[r] * rho / sqrt(1 - rho * rho) * M_SQRT1_2);
    }
}

/* Bits by which n values z hang together: the more of what the autoregressive model and
 * what all lags together show; all there are when the model is refuted, and when the
 * series x[n_rows] repeats: whoever knows the first time has the others. */
static phw_status dependence(double *bits, const double *z, size_t n, const double *x,
                             size_t n_rows)
{
    double share = 0;
    double departure = 0;
    bool repeats = false;
    PHW_TRY(phw_recurrence_find(&repeats, NULL, x, n_rows));
    PHW_TRY(phw_gaussianity_departure(&departure, z, n));
    PHW_TRY(phw_gaussian_innovation(&share, z, n, 0));
    const double rows = (double)n;
    /* A first-order process with these squared correlations in all. */
    const double overall = 1 / (1 + phw_portmanteau_bound(z, n) / rows);
    *bits = repeats || departure > PHW_GAUSSIANITY_MOST
                ? HUGE_VAL
                : rows * fmax(phw_gaussian_divergence(share),
                              phw_gaussian_divergence(overall));
    return PHW_OK;
}

/* Fills the rows of `out`, for coefficients from `from` on, from the series x[n]. */
static phw_status fill(phw_features *out, const double *x, size_t n, size_t from,
                       bool standard)
{
    double *X = NULL;
    double *sum = NULL;
    double *z = NULL;
    phw_status s = phw_array_alloc(&X, n, sizeof *X);
    if (!s)
        s = phw_array_alloc(&sum, n + 1, sizeof *sum);
    if (!s)
        s = phw_array_alloc(&z, out->n_rows, sizeof *z);
    if (!s)
        s = cosine_transform(X, x, n);
    if (!s) {
        sum_squares(sum, X, n);
        standardise(z, out->value, X, sum, n, from, out->n_rows);
        s = dependence(&out->dependence_bits, z, out->n_rows, x, n);
        if (standard)
            memcpy(out->value, z, out->n_rows * sizeof *z);
    }
    out->has_dependence = true;
    if (X != NULL)
        sodium_memzero(X, n * sizeof *X);
    if (z != NULL)
        sodium_memzero(z, out->n_rows * sizeof *z);
    free(X);
    free(sum);
    free(z);
    return s;
}

static phw_status check(const phw_features *in, size_t size, size_t from, size_t to)
{
    if (size != 0)
        return phw_fail(PHW_EPEER, "transform spectrum: message of %zu bytes, not 0",
                        size);
    if (in->n_components != 1)
        return phw_fail(PHW_EARG,
                        "transform spectrum: %zu components, made for one: take a "
                        "feature that is one number a probe",
                        in->n_components);
    if (to < from + PHW_GAUSSIAN_N_MIN)
        return phw_fail(PHW_ESHORT,
                        "transform spectrum: coefficients %zu to %zu of %zu rows, at "
                        "least %d are needed",
                        from, to, in->n_rows, PHW_GAUSSIAN_N_MIN);
    return phw_series_check(in->value, in->n_rows);
}

static phw_status apply(phw_features *out, const phw_features *in,
                        const uint8_t *message, size_t size, const phw_params *params)
{
    (void)message;
    const size_t from = (size_t)params->value[DROP];
    const size_t to = (size_t)(params->value[KEEP] * (double)in->n_rows);
    PHW_TRY(check(in, size, from, to));
    phw_features x = {0};
    PHW_TRY(phw_features_alloc(&x, to - from, 1));
    for (size_t r = 0; r < x.n_rows; ++r) {
        x.sequence[r] = (int64_t)(from + r);
        x.time_s[r] = (double)(from + r);
    }
    const phw_status s =
        fill(&x, in->value, in->n_rows, from, params->value[VALUES] > 0);
    if (s) {
        phw_features_free(&x);
        return s;
    }
    *out = x;
    return PHW_OK;
}

const phw_transform phw_transform_spectrum = {
    .name = "spectrum",
    .summary = "DCT-II of the whole series, each value as large as its sign can be "
               "relied on; for one-sided guard and collision entropy, nothing to send",
    .reference = "DCT-II asymptotically decorrelates stationary series: Yemini and "
                 "Pearl, IEEE Trans. PAMI 1(4), 1979",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .fit = fit,
    .apply = apply,
};
