#include "phy/path_fit.h"

#include <complex.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "phy/hermitian.h"

#define K PHW_PATHS_MAX

/* Steps, halvings of one, its longest and the shortest worth taking, over 1 / span. */
#define STEPS_MAX    30
#define HALVINGS_MAX 8
#define STEP_MAX     0.25
#define STEP_LEAST   1e-7

static const double two_pi = 6.28318530717958647692;

struct phw_path_fit {
    size_t n;
    double *weight;           /* 1 / the noise's deviation, n */
    double complex *steering; /* K rows of n: each path's response times the weight */
    double complex *slope;    /* the same, by the delay, with the gain */
    double complex *rest;     /* n: what is left, times the weight */
    double complex factor[K * K];
    double complex gain[K];
    double complex across[K * K]; /* row l: steering^H slope of path l */
};

phw_status phw_path_fit_create(phw_path_fit **out, size_t n_pilots)
{
    if (n_pilots < 1 || n_pilots > PHW_PILOTS_MAX)
        return phw_fail(PHW_EARG, "paths: %zu pilots; expected 1 to %d", n_pilots,
                        PHW_PILOTS_MAX);
    phw_path_fit *f = calloc(1, sizeof *f);
    if (f == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a fit of paths");
    f->n = n_pilots;
    phw_status s = phw_array_alloc(&f->weight, n_pilots, sizeof *f->weight);
    if (!s)
        s = phw_array_alloc(&f->steering, n_pilots, K * sizeof *f->steering);
    if (!s)
        s = phw_array_alloc(&f->slope, n_pilots, K * sizeof *f->slope);
    if (!s)
        s = phw_array_alloc(&f->rest, n_pilots, sizeof *f->rest);
    if (s) {
        phw_path_fit_destroy(f);
        return s;
    }
    *out = f;
    return PHW_OK;
}

void phw_path_fit_destroy(phw_path_fit *f)
{
    if (f == NULL)
        return;
    free(f->weight);
    free(f->steering);
    free(f->slope);
    free(f->rest);
    free(f);
}

static double complex turn(double cycles)
{
    const double whole = cycles - rint(cycles);
    return CMPLX(cos(two_pi * whole), sin(two_pi * whole));
}

static double complex inner(const double complex *a, const double complex *b, size_t n)
{
    double re = 0;
    double im = 0;
    for (size_t k = 0; k < n; ++k) {
        re += creal(a[k]) * creal(b[k]) + cimag(a[k]) * cimag(b[k]);
        im += creal(a[k]) * cimag(b[k]) - cimag(a[k]) * creal(b[k]);
    }
    return CMPLX(re, im);
}

static phw_status check(const phw_path_fit *f, size_t n_paths,
                        const phw_pilot_estimate *pilots)
{
    if (pilots->n != f->n)
        return phw_fail(PHW_EARG, "paths: %zu pilots, a fit of %zu", pilots->n, f->n);
    if (n_paths > K || n_paths > f->n)
        return phw_fail(PHW_EARG, "paths: %zu for %zu pilots; at most one a pilot, %d",
                        n_paths, f->n, K);
    return PHW_OK;
}

static phw_status steer(phw_path_fit *f, const phw_ray *path, size_t n_paths,
                        const phw_pilot_estimate *pilots)
{
    for (size_t k = 0; k < f->n; ++k)
        f->weight[k] = 1 / sqrt((double)pilots->variance[k]);
    for (size_t l = 0; l < n_paths; ++l) {
        double complex *a = f->steering + l * f->n;
        for (size_t k = 0; k < f->n; ++k)
            a[k] = f->weight[k] * turn(-pilots->frequency[k] * path[l].delay);
        for (size_t i = 0; i <= l; ++i)
            f->factor[l * n_paths + i] = inner(a, f->steering + i * f->n, f->n);
    }
    return phw_hermitian_factor(f->factor, n_paths);
}

/* Gains of the delays steered to; the weighted rest's energy. */
static double fit_gains(phw_path_fit *f, size_t n_paths,
                        const phw_pilot_estimate *pilots)
{
    for (size_t k = 0; k < f->n; ++k)
        f->rest[k] = f->weight[k] * (double complex)pilots->value[k];
    for (size_t l = 0; l < n_paths; ++l)
        f->gain[l] = inner(f->steering + l * f->n, f->rest, f->n);
    phw_hermitian_solve(f->gain, f->factor, n_paths);
    for (size_t l = 0; l < n_paths; ++l) {
        const double complex *a = f->steering + l * f->n;
        for (size_t k = 0; k < f->n; ++k)
            f->rest[k] -= f->gain[l] * a[k];
    }
    return creal(inner(f->rest, f->rest, f->n));
}

static void write_gains(phw_ray *path, const phw_path_fit *f, size_t n_paths)
{
    for (size_t l = 0; l < n_paths; ++l)
        path[l].gain = (phw_cf)f->gain[l];
}

phw_status phw_path_fit_gains(double *misfit, phw_path_fit *f, phw_ray *path,
                              size_t n_paths, const phw_pilot_estimate *pilots)
{
    PHW_TRY(check(f, n_paths, pilots));
    PHW_TRY(steer(f, path, n_paths, pilots));
    const double rest = fit_gains(f, n_paths, pilots);
    write_gains(path, f, n_paths);
    if (misfit != NULL)
        *misfit = rest;
    return PHW_OK;
}

/* Re(B^H P B) into matrix[n_paths][n_paths], of the delays steered to and f->gain. */
static void inform(double complex *matrix, phw_path_fit *f, size_t n_paths,
                   const double *frequency)
{
    for (size_t l = 0; l < n_paths; ++l) {
        const double complex *a = f->steering + l * f->n;
        double complex *b = f->slope + l * f->n;
        double complex *across = f->across + l * n_paths;
        for (size_t k = 0; k < f->n; ++k)
            b[k] = CMPLX(0, -two_pi * frequency[k]) * a[k] * f->gain[l];
        for (size_t i = 0; i < n_paths; ++i)
            across[i] = inner(f->steering + i * f->n, b, f->n);
        phw_hermitian_forward(across, f->factor, n_paths);
    }
    for (size_t i = 0; i < n_paths; ++i)
        for (size_t l = 0; l <= i; ++l)
            matrix[i * n_paths + l] =
                creal(inner(f->slope + i * f->n, f->slope + l * f->n, f->n) -
                      inner(f->across + i * n_paths, f->across + l * n_paths, n_paths));
}

/* One step from where f is steered to. PHW_ENOCONV when there is none. */
static phw_status find_step(double *step, phw_path_fit *f, size_t n_paths,
                            const phw_pilot_estimate *pilots)
{
    double complex matrix[K * K];
    double complex side[K];
    inform(matrix, f, n_paths, pilots->frequency);
    for (size_t l = 0; l < n_paths; ++l)
        side[l] = creal(inner(f->slope + l * f->n, f->rest, f->n));
    PHW_TRY(phw_hermitian_factor(matrix, n_paths));
    phw_hermitian_solve(side, matrix, n_paths);
    const double span = pilots->frequency[f->n - 1] - pilots->frequency[0];
    for (size_t l = 0; l < n_paths; ++l)
        step[l] = fmax(-STEP_MAX / span, fmin(STEP_MAX / span, creal(side[l])));
    return PHW_OK;
}

/* Goes a step, or a half of it, or a quarter ...; whether the misfit fell. */
static bool go(double *rest, phw_path_fit *f, phw_ray *path, const double *step,
               size_t n_paths, const phw_pilot_estimate *pilots)
{
    phw_ray trial[K];
    double share = 1;
    for (int i = 0; i < HALVINGS_MAX; ++i, share /= 2) {
        for (size_t l = 0; l < n_paths; ++l)
            trial[l].delay = path[l].delay + share * step[l];
        if (steer(f, trial, n_paths, pilots) != PHW_OK)
            continue;
        const double left = fit_gains(f, n_paths, pilots);
        if (!(left < *rest))
            continue;
        *rest = left;
        for (size_t l = 0; l < n_paths; ++l)
            path[l].delay = trial[l].delay;
        return true;
    }
    return false;
}

static double longest(const double *step, size_t n)
{
    double most = 0;
    for (size_t l = 0; l < n; ++l)
        most = fmax(most, fabs(step[l]));
    return most;
}

phw_status phw_path_fit_refine(double *misfit, phw_path_fit *f, phw_ray *path,
                               size_t n_paths, const phw_pilot_estimate *pilots)
{
    phw_ray moved[K];
    double step[K];
    PHW_TRY(check(f, n_paths, pilots));
    PHW_TRY(steer(f, path, n_paths, pilots));
    double rest = fit_gains(f, n_paths, pilots);
    if (n_paths > 0)
        memcpy(moved, path, n_paths * sizeof *path);
    const double span = pilots->frequency[f->n - 1] - pilots->frequency[0];
    for (int i = 0; i < STEPS_MAX && n_paths > 0 && span > 0; ++i) {
        if (find_step(step, f, n_paths, pilots) != PHW_OK ||
            longest(step, n_paths) * span < STEP_LEAST ||
            !go(&rest, f, moved, step, n_paths, pilots))
            break;
    }
    /* The last trial may have been a worse one. */
    PHW_TRY(phw_path_fit_gains(misfit, f, moved, n_paths, pilots));
    if (n_paths > 0)
        memcpy(path, moved, n_paths * sizeof *path);
    return PHW_OK;
}

void phw_path_fit_residual(phw_cf *residual, const phw_path_fit *f,
                           const phw_pilot_estimate *pilots)
{
    for (size_t k = 0; k < f->n; ++k)
        residual[k] = (phw_cf)(f->rest[k] * sqrt((double)pilots->variance[k]));
}

void phw_path_response(phw_cf *value, const phw_ray *path, size_t n_paths,
                       const double *frequency, size_t n)
{
    for (size_t k = 0; k < n; ++k) {
        double complex sum = 0;
        for (size_t l = 0; l < n_paths; ++l)
            sum += (double complex)path[l].gain * turn(-frequency[k] * path[l].delay);
        value[k] = (phw_cf)sum;
    }
}

phw_status phw_path_fit_bound(double *delay_variance, double *gain_variance,
                              phw_path_fit *f, const phw_ray *path, size_t n_paths,
                              const phw_pilot_estimate *pilots)
{
    double complex matrix[K * K];
    double complex scratch[K];
    double delay[K];
    PHW_TRY(check(f, n_paths, pilots));
    PHW_TRY(steer(f, path, n_paths, pilots));
    for (size_t l = 0; l < n_paths; ++l)
        f->gain[l] = (double complex)path[l].gain;
    if (delay_variance != NULL) {
        inform(matrix, f, n_paths, pilots->frequency);
        PHW_TRY(phw_hermitian_factor(matrix, n_paths));
        phw_hermitian_inverse_diagonal(delay, scratch, matrix, n_paths);
        for (size_t l = 0; l < n_paths; ++l)
            delay_variance[l] = delay[l] / 2;
    }
    if (gain_variance != NULL)
        phw_hermitian_inverse_diagonal(gain_variance, scratch, f->factor, n_paths);
    return PHW_OK;
}

/* The square of what a pilot has of the fit's directions: of the gains', and of the
 * delays', orthogonal to those and real, so that half of the noise is in them. */
static double leverage(const phw_path_fit *f, const double complex *delays,
                       size_t n_paths, size_t pilot)
{
    double complex gain[K];
    double complex delay[K];
    for (size_t l = 0; l < n_paths; ++l) {
        gain[l] = conj(f->steering[l * f->n + pilot]);
        delay[l] = f->slope[l * f->n + pilot];
        for (size_t i = 0; i < n_paths; ++i)
            delay[l] -= f->across[l * n_paths + i] * f->steering[i * f->n + pilot];
    }
    phw_hermitian_forward(gain, f->factor, n_paths);
    double sum = creal(inner(gain, gain, n_paths));
    if (delays == NULL)
        return sum;
    phw_hermitian_forward(delay, delays, n_paths);
    return sum + creal(inner(delay, delay, n_paths)) / 2;
}

phw_status phw_path_fit_error(double *error, phw_path_fit *f, const phw_ray *path,
                              size_t n_paths, const phw_pilot_estimate *pilots)
{
    double complex matrix[K * K];
    double sum = 0;
    PHW_TRY(check(f, n_paths, pilots));
    PHW_TRY(steer(f, path, n_paths, pilots));
    for (size_t l = 0; l < n_paths; ++l)
        f->gain[l] = (double complex)path[l].gain;
    inform(matrix, f, n_paths, pilots->frequency);
    for (size_t l = 0; l < n_paths; ++l)
        phw_hermitian_backward(f->across + l * n_paths, f->factor, n_paths);
    /* So few pilots say nothing of delays. */
    const bool delays = phw_hermitian_factor(matrix, n_paths) == PHW_OK;
    for (size_t k = 0; k < f->n; ++k)
        sum += (double)pilots->variance[k] *
               leverage(f, delays ? matrix : NULL, n_paths, k);
    *error = sum / (double)f->n;
    return PHW_OK;
}
