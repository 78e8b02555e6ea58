/** @file
 * How far an average over a fading process may be from its closed form.
 *
 * The instants of a run are not independent: for a quantity quadratic in a Gaussian
 * process the covariance over a lag is R^2 of the process's own correlation R, so the
 * average of N of them has the variance of
 *     N / (1 + 2 sum_{k=1}^{N-1} (1 - k/N) R(k dt)^2)
 * independent ones. For Clarke's spectrum R^2 falls as 1/tau only: a run's length
 * counts in 1/fd, not in samples.
 */
#ifndef PHW_TESTS_CHANNEL_STATISTICS_H
#define PHW_TESTS_CHANNEL_STATISTICS_H

#include <complex.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include "core/sample.h"

/** Two-sided 5 sigma: one false alarm in 1.7 million. */
#define SIGMAS 5.0

/** e^{j 2 pi turns}. */
static inline double complex phasor(double turns)
{
    return CMPLX(cos(2 * M_PI * turns), sin(2 * M_PI * turns));
}

/** |z|^2. */
static inline double power_of(double complex z)
{
    return creal(z) * creal(z) + cimag(z) * cimag(z);
}

/** Clarke's autocorrelation at fd * tau. */
static inline double clarke(double turns)
{
    return j0(2 * M_PI * turns);
}

/** Independent samples in n instants that are `spacing` / fd apart. */
static inline double independent(size_t n, double spacing)
{
    double sum = 1;
    for (size_t k = 1; k < n; ++k) {
        const double r = clarke((double)k * spacing);
        sum += 2 * (1 - (double)k / (double)n) * r * r;
    }
    return (double)n / sum;
}

/** 5 sigma of the mean of a quantity of that variance over `n` independent samples. */
static inline double tolerance(double variance, double n)
{
    return SIGMAS * sqrt(variance / n);
}

static inline int compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

/** Kolmogorov and Smirnov's distance of n values (sorted here) from a distribution. */
static inline double ks_distance(double *value, size_t n,
                                 double (*cdf)(double x, double parameter),
                                 double parameter)
{
    qsort(value, n, sizeof *value, compare_doubles);
    double most = 0;
    for (size_t i = 0; i < n; ++i) {
        const double f = cdf(value[i], parameter);
        most = fmax(most, fabs(f - (double)i / (double)n));
        most = fmax(most, fabs(f - (double)(i + 1) / (double)n));
    }
    return most;
}

/** What that distance stays below but for the 5.7e-7 of 5 sigma: P(D sqrt(n) > x) =
 * 2 e^{-2 x^2} gives x = 2.745. */
static inline double ks_tolerance(size_t n)
{
    return 2.745 / sqrt((double)n);
}

#endif
