#include "kgen/envelope_theory.h"

#include <math.h>
#include <stdbool.h>

#include <gsl/gsl_integration.h>
#include <gsl/gsl_sf_bessel.h>

#define RHO_MAX    0.9999
#define RADIUS_MAX 6.5 /* beyond it lies e^-42 of the probability */

enum {
    TERMS_MAX = 400000,
    N_RADII = 100,
    N_ANGLES = 48
};

/* Laguerre's polynomial L_k^(1)(x) by its three-term recurrence, two of them at a time.
 */
typedef struct laguerre {
    double x, now, before;
    unsigned k;
} laguerre;

static void advance(laguerre *l)
{
    const double k = (double)l->k;
    const double next = ((2 * k + 2 - l->x) * l->now - (k + 1) * l->before) / (k + 1);
    l->before = l->now;
    l->now = next;
    ++l->k;
}

static bool is_inside(double rho)
{
    return rho >= 0 && rho <= RHO_MAX; /* also false for a NaN */
}

double phw_envelope_joint(double rho, double x, double y)
{
    if (!is_inside(rho) || !(x >= 0 && y >= 0))
        return (double)NAN;
    const double r = rho * rho;
    const double scale = x * y * exp(-x - y);
    laguerre a = {.x = x, .now = 1};
    laguerre b = {.x = y, .now = 1};
    double sum = expm1(-x) * expm1(-y);
    double power = r;
    for (unsigned k = 1; k < TERMS_MAX && power > 1e-17; ++k) {
        const double over = 1 / (double)k;
        sum += power * scale * (over * a.now) * (over * b.now);
        power *= r;
        advance(&a);
        advance(&b);
    }
    return sum;
}

static unsigned gray_distance(unsigned i, unsigned j)
{
    const unsigned differ = (i ^ (i >> 1)) ^ (j ^ (j >> 1));
    unsigned n = 0;
    for (unsigned bits = differ; bits != 0; bits &= bits - 1)
        ++n;
    return n;
}

double phw_envelope_disagreement(double rho, unsigned n_bits)
{
    if (!is_inside(rho) || n_bits < 1 || n_bits > PHW_ENVELOPE_BITS_MAX)
        return (double)NAN;
    const unsigned n = 1U << n_bits;
    double joint[(1U << PHW_ENVELOPE_BITS_MAX) + 1][(1U << PHW_ENVELOPE_BITS_MAX) + 1];
    for (unsigned i = 0; i <= n; ++i) {
        for (unsigned j = 0; j <= n; ++j) {
            const double x = -log1p(-(double)i / (double)n);
            const double y = -log1p(-(double)j / (double)n);
            joint[i][j] = i == n   ? (double)j / (double)n
                          : j == n ? (double)i / (double)n
                                   : phw_envelope_joint(rho, x, y);
        }
    }
    double sum = 0;
    for (unsigned i = 0; i < n; ++i) {
        for (unsigned j = 0; j < n; ++j)
            sum += gray_distance(i, j) * (joint[i + 1][j + 1] - joint[i][j + 1] -
                                          joint[i + 1][j] + joint[i][j]);
    }
    return sum / (double)n_bits;
}

/* 2F1(-1/2, -1/2; 1; r): the sum of ((-1/2)_k / k!)^2 r^k, whose terms fall as k^-3
 * r^k.
 */
static double gauss_series(double r)
{
    double term = 1;
    double sum = 0;
    for (int k = 0; k < TERMS_MAX && term > 1e-18; ++k) {
        const double ratio = (k - 0.5) / (k + 1.0);
        sum += term;
        term *= ratio * ratio * r;
    }
    return sum;
}

/* E log(e^-Z I_0(Z)) given X: Y is the power of sqrt(r X) + sqrt(1 - r) W, W complex
 * normal. */
static double mean_given(double x, double r, const double *radius, const double *weight)
{
    double sum = 0;
    for (int j = 0; j < N_RADII; ++j) {
        const double w = sqrt(1 - r) * radius[j];
        double around = 0;
        for (int k = 0; k < N_ANGLES; ++k) {
            const double angle = M_PI * (k + 0.5) / N_ANGLES;
            const double y = r * x + w * w + 2 * sqrt(r * x) * w * cos(angle);
            const double z = 2 * sqrt(r * x * fmax(0, y)) / (1 - r);
            around += log(gsl_sf_bessel_I0_scaled(z));
        }
        sum += weight[j] * around / N_ANGLES;
    }
    return sum;
}

/* Gauss and Legendre's points over both radii, whose squares are exponential. */
static double mean_log_bessel(double r)
{
    double radius[N_RADII];
    double weight[N_RADII];
    double sum = 0;
    gsl_integration_glfixed_table *table = gsl_integration_glfixed_table_alloc(N_RADII);
    if (table == NULL)
        return (double)NAN;
    for (int i = 0; i < N_RADII; ++i) {
        (void)gsl_integration_glfixed_point(0, RADIUS_MAX, (size_t)i, &radius[i],
                                            &weight[i], table);
        weight[i] *= 2 * radius[i] * exp(-radius[i] * radius[i]);
    }
    gsl_integration_glfixed_table_free(table);
    for (int i = 0; i < N_RADII; ++i)
        sum += weight[i] * mean_given(radius[i] * radius[i], r, radius, weight);
    return sum;
}

double phw_envelope_information(double rho)
{
    if (!is_inside(rho))
        return (double)NAN;
    const double r = rho * rho;
    const double mean_root = M_PI / 4 * gauss_series(r);
    const double nats = -log1p(-r) - 2 * r / (1 - r) +
                        2 * sqrt(r) / (1 - r) * mean_root + mean_log_bessel(r);
    return nats / log(2);
}

double phw_envelope_snr_correlation(double snr_a, double snr_b)
{
    return sqrt(snr_a * snr_b / ((1 + snr_a) * (1 + snr_b)));
}
