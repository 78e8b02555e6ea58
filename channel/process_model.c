#include "channel/process_model.h"

#include <complex.h>
#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>

#include "channel/spectra.h"
#include "core/sample.h"

/* A smooth periodic integrand: the trapezoidal rule converges faster than any power. */
#define ANGLES 720

/* Points of the integral over a Doppler spectrum's distribution. */
#define SHIFTS 8192

/* Above this K the law is a normal one to three digits of its tails' logarithm, and a
 * sum over Poisson's weights would be long. */
#define K_SUMMED 400.0

static double complex turn(double turns)
{
    return CMPLX(cos(2 * M_PI * turns), sin(2 * M_PI * turns));
}

static double complex gaussian(const phw_process_model *m, double x)
{
    double re = 0;
    double im = 0;
    phw_spectrum_correlation(&re, &im, &m->spectrum, x);
    return CMPLX(re, im);
}

void phw_process_diffuse(double *re, double *im, const phw_process_model *m, double x)
{
    const double complex r = gaussian(m, x) * turn(-m->steady_shift * x);
    *re = creal(r);
    *im = cimag(r);
}

void phw_process_correlation(double *re, double *im, const phw_process_model *m,
                             double x)
{
    const double complex r =
        m->steady * turn(m->steady_shift * x) + (1 - m->steady) * gaussian(m, x);
    *re = creal(r);
    *im = cimag(r);
}

/* The power is a Poisson(K) mixture of gamma laws: P = sum_k w_k P(k + 1, y), with
 * P(k + 2, y) = P(k + 1, y) - y^{k+1} e^{-y} / (k + 1)!. */
static double rice(double k_factor, double r)
{
    const double y = (k_factor + 1) * r * r;
    const int n = (int)(k_factor + 12 * sqrt(k_factor) + 40);
    double sum = 0;
    for (int k = 0; k < n; ++k) {
        const double weight = exp(-k_factor + k * log(k_factor) - lgamma(k + 1));
        if (weight > 1e-18)
            sum += weight * gsl_sf_gamma_inc_P(k + 1, y);
    }
    return fmin(sum, 1);
}

double phw_process_cdf(const phw_process_model *m, double r)
{
    if (r <= 0)
        return 0;
    if (m->steady <= 0)
        return -expm1(-r * r);
    if (m->steady >= 1)
        return r >= 1;
    const double k = m->steady / (1 - m->steady);
    if (k <= K_SUMMED)
        return rice(k, r);
    /* The envelope's mean is 1 - (1 - s)/4, its variance (1 - s)/2. */
    const double sigma = sqrt((1 - m->steady) / 2);
    return gsl_cdf_gaussian_P(r - 1 + (1 - m->steady) / 4, sigma);
}

double phw_process_kurtosis(const phw_process_model *m)
{
    return 2 - m->steady * m->steady;
}

/* Mean and variance of the shifts, by parts: E x = edge - int F dx, E x^2 = edge^2 -
 * 2 int x F dx. */
static void shifts(double *mean, double *variance, const phw_spectrum_choice *spectrum)
{
    const double edge = phw_spectrum_entry(spectrum)->edge;
    const double step = 2 * edge / SHIFTS;
    double first = edge;
    double second = edge * edge;
    for (int i = 0; i < SHIFTS; ++i) {
        const double x = -edge + step * (i + 0.5);
        const double f = phw_spectrum_cdf(spectrum, x);
        first -= step * f;
        second -= 2 * step * x * f;
    }
    *mean = first;
    *variance = fmax(second - first * first, 0);
}

double phw_process_crossings(const phw_process_model *m, double r)
{
    if (r <= 0 || m->steady >= 1)
        return 0;
    double centre = 0;
    double spread = 0;
    shifts(&centre, &spread, &m->spectrum);
    const double power = 1 - m->steady;
    const double line = sqrt(m->steady);
    const double b = 2 * M_PI * (centre - m->steady_shift);
    const double s = 2 * M_PI * sqrt(power * spread / 2);
    double sum = 0;
    for (int i = 0; i < ANGLES; ++i) {
        const double a = 2 * M_PI * i / ANGLES;
        const double apart = r * r + line * line - 2 * r * line * cos(a);
        const double density = r / (M_PI * power) * exp(-apart / power);
        const double mean = -b * line * sin(a);
        const double up = s > 0 ? s * exp(-mean * mean / (2 * s * s)) / sqrt(2 * M_PI) +
                                      mean * gsl_cdf_ugaussian_P(mean / s)
                                : fmax(mean, 0);
        sum += density * up;
    }
    return sum * 2 * M_PI / ANGLES;
}

/* In the line's frame |h|^2 = |sqrt(s) + sqrt(1 - s) g|^2 has the covariance
 * (1 - s)^2 |R|^2 + 2 s (1 - s) Re R. */
double phw_process_independent(const phw_process_model *m, size_t n, double spacing)
{
    const double s = m->steady;
    const double variance = 1 - s * s;
    if (variance <= 0)
        return (double)n;
    double sum = 1;
    for (size_t k = 1; k < n; ++k) {
        double re = 0;
        double im = 0;
        phw_process_diffuse(&re, &im, m, (double)k * spacing);
        const double covariance =
            (1 - s) * (1 - s) * (re * re + im * im) + 2 * s * (1 - s) * re;
        sum += 2 * (1 - (double)k / (double)n) * covariance / variance;
    }
    return (double)n / fmax(sum, 1e-3);
}
