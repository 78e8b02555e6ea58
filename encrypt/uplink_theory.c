#include "encrypt/uplink_theory.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "encrypt/cholesky.h"
#include "phy/line_error.h"

#define LEVELS_MAX 4096
#define WINDOW_MAX 512

/* log2(1 + e^-x) without overflow. */
static double log2_one_plus(double x)
{
    return (fmax(-x, 0) + log1p(exp(-fabs(x)))) / M_LN2;
}

/* The trapezoid rule over +-10 deviations: of a smooth function under a Gaussian it has
 * all digits at steps of an eighth. Large S makes the logarithm as sharp as 1 / sqrt S,
 * hence the finer step there. */
double phw_uplink_information_bpsk(double snr)
{
    if (!(snr > 0))
        return 0;
    if (snr > 300)
        return 1;
    const double root = sqrt(snr);
    const double step = 0.125 / (1 + root / 2);
    const int n = (int)ceil(10 / step);
    double loss = 0;
    for (int i = -n; i <= n; ++i) {
        const double z = i * step;
        loss += exp(-z * z / 2) * log2_one_plus(2 * root * (root + z));
    }
    return fmax(0, 1 - loss * step / sqrt(2 * M_PI));
}

double phw_uplink_error_gaussian(double snr, double n_reads)
{
    return phw_gaussian_tail(sqrt(snr * n_reads));
}

double phw_uplink_error_binary(double amplitude, double deviation)
{
    const double a = amplitude;
    const double s = deviation;
    const double beside =
        phw_gaussian_tail((a - 1) / s) - phw_gaussian_tail((2 * a - 1) / s) -
        phw_gaussian_tail((a + 1) / s) + phw_gaussian_tail((2 * a + 1) / s);
    return phw_gaussian_tail(1 / s) + beside / 2;
}

/* Density at x of M levels, the first at `first`, about which the noise has deviation
 * s; only levels within 9 deviations count. */
static double lattice_density(double x, double first, double spacing, unsigned n,
                              double s)
{
    const double from = fmin(n, fmax(0, ceil((x - 9 * s - first) / spacing)));
    const double to = fmax(-1, fmin(n - 1, floor((x + 9 * s - first) / spacing)));
    double sum = 0;
    for (int k = (int)from; k <= (int)to; ++k) {
        const double z = (x - first - k * spacing) / s;
        sum += exp(-z * z / 2);
    }
    return sum / (n * s * sqrt(2 * M_PI));
}

/* I = 1 - E log2(1 + p(x|-1) / p(x|+1)), x under +1; integrated over all of its range
 * in steps of a twelfth of a deviation. Spacing of M levels of power J:
 * sqrt(12 J / (M^2 - 1)). */
phw_status phw_uplink_information_lattice(double *bits, unsigned n_levels, double jsr,
                                          double snr)
{
    if (n_levels < 2 || n_levels > LEVELS_MAX || !(jsr >= 0 && jsr <= 1e8) ||
        !(snr > 0 && snr <= 1e6))
        return phw_fail(PHW_EARG,
                        "lattice noise: %u levels, power ratio %g, SNR %g; expected 2 "
                        "to %d, 0 to 1e8, above 0 to 1e6",
                        n_levels, jsr, snr, LEVELS_MAX);
    const double s = 1 / sqrt(snr);
    const double M = (double)n_levels;
    const double spacing = fmax(sqrt(12 * jsr / (M * M - 1)), 1e-300);
    const double half = spacing * (M - 1) / 2;
    const double step = s / 12;
    double information = 1;
    double reached = -HUGE_VAL;
    for (unsigned k = 0; k < n_levels; ++k) {
        /* Around each level, each stretch once. */
        const double level = 1 - half + k * spacing;
        const double from = fmax(level - 9 * s, reached);
        const int n_steps = (int)ceil(fmax(0, level + 9 * s - from) / step);
        for (int i = 0; i < n_steps; ++i) {
            const double x = from + (i + 0.5) * step;
            const double p = lattice_density(x, 1 - half, spacing, n_levels, s);
            const double q = lattice_density(x, -1 - half, spacing, n_levels, s);
            if (p > 1e-200)
                information -= step * p * log2(1 + q / p);
        }
        reached = from + n_steps * step;
    }
    *bits = fmin(1, fmax(0, information));
    return PHW_OK;
}

/* s^T (L L^H)^-1 s = |L^-1 s|^2. */
phw_status phw_uplink_deflection(double *squared, const double *s, const double *r,
                                 size_t n, double variance)
{
    if (n < 1 || n > WINDOW_MAX)
        return phw_fail(PHW_EARG, "deflection: %zu samples; expected 1 to %d", n,
                        WINDOW_MAX);
    double complex *sum = NULL;
    PHW_TRY(phw_array_alloc(&sum, n * n, sizeof *sum));
    double complex x[WINDOW_MAX];
    for (size_t i = 0; i < n; ++i) {
        x[i] = s[i];
        for (size_t k = 0; k <= i; ++k)
            sum[i * n + k] = r[i * n + k] + (i == k ? variance : 0);
    }
    const size_t told = phw_cholesky_factor(sum, n, 1e-13);
    if (told == n)
        phw_cholesky_forward(x, sum, n);
    free(sum);
    if (told < n)
        return phw_fail(PHW_EARG,
                        "deflection: covariance and noise are not positive definite");
    double total = 0;
    for (size_t i = 0; i < n; ++i)
        total += creal(x[i]) * creal(x[i]);
    *squared = total;
    return PHW_OK;
}

double phw_uplink_combined_sinr(const phw_cf *g, const phw_cf *h, size_t n,
                                double power, double variance)
{
    double tag = 0;
    double noise = 0;
    double complex along = 0;
    for (size_t i = 0; i < n; ++i) {
        tag += phw_cf_power(g[i]);
        noise += phw_cf_power(h[i]);
        along += conj((double complex)h[i]) * (double complex)g[i];
    }
    const double squared = creal(along) * creal(along) + cimag(along) * cimag(along);
    return (tag - power * squared / (variance + power * noise)) / variance;
}
