#include "kgen/wide_kernel.h"

#include <math.h>
#include <string.h>

#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_bessel.h>

#include "kgen/autocovariance.h"
#include "kgen/series.h"

#define BETA 6.0

enum {
    ROWS = PHW_WIDE_KERNEL_ROWS,
    PHASES = PHW_WIDE_KERNEL_PHASES,
    HALF = ROWS / 2
};

/* sin(pi x) / (pi x) by Kaiser's window, |x| < HALF; 0 further out. */
static double kernel(double x)
{
    const double share = x / HALF;
    if (!(fabs(share) < 1))
        return 0;
    const double window =
        gsl_sf_bessel_I0(BETA * sqrt(1 - share * share)) / gsl_sf_bessel_I0(BETA);
    return window * (x == 0 ? 1 : sin(M_PI * x) / (M_PI * x));
}

void phw_wide_kernel_sinc(phw_wide_kernel *out)
{
    out->mean = 0;
    for (size_t p = 0; p <= PHASES; ++p) {
        const double mu = (double)p / PHASES;
        double sum = 0;
        for (size_t i = 0; i < ROWS; ++i) {
            out->weight[p][i] = kernel((double)i - (HALF - 1) - mu);
            sum += out->weight[p][i];
        }
        for (size_t i = 0; i < ROWS; ++i)
            out->weight[p][i] /= sum;
    }
}

static void straight(phw_wide_kernel *out)
{
    memset(out->weight, 0, sizeof out->weight);
    for (size_t p = 0; p <= PHASES; ++p) {
        out->weight[p][HALF - 1] = 1 - (double)p / PHASES;
        out->weight[p][HALF] = (double)p / PHASES;
    }
}

/* The share of signal in each direction of the covariance, times the weights there:
 * with R = V L V', noise s2 and the sinc w0, R_s w0 is what the signal's covariance is
 * with the instant, and R^-1 R_s w0 = V (1 - s2 / L) V' w0. Directions of less than the
 * noise are left out, so that a noise that is estimated too high does no harm. */
static void shrink(phw_wide_kernel *out, const gsl_matrix *v, const gsl_vector *l,
                   double noise)
{
    double old[ROWS];
    for (size_t p = 0; p <= PHASES; ++p) {
        memcpy(old, out->weight[p], sizeof old);
        memset(out->weight[p], 0, sizeof out->weight[p]);
        for (size_t k = 0; k < ROWS; ++k) {
            const double power = gsl_vector_get(l, k);
            double along = 0;
            for (size_t i = 0; i < ROWS; ++i)
                along += gsl_matrix_get(v, i, k) * old[i];
            along *= power > noise ? 1 - noise / power : 0;
            for (size_t i = 0; i < ROWS; ++i)
                out->weight[p][i] += gsl_matrix_get(v, i, k) * along;
        }
    }
}

/* Covariances r[0 .. ROWS - 1] with noise. */
static phw_status shrink_by(phw_wide_kernel *out, const double *r, double noise)
{
    gsl_matrix *m = gsl_matrix_alloc(ROWS, ROWS);
    gsl_matrix *v = gsl_matrix_alloc(ROWS, ROWS);
    gsl_vector *l = gsl_vector_alloc(ROWS);
    gsl_eigen_symmv_workspace *work = gsl_eigen_symmv_alloc(ROWS);
    phw_status s = PHW_OK;
    if (m == NULL || v == NULL || l == NULL || work == NULL)
        s = phw_fail(PHW_ENOMEM, "interpolation: no memory");
    for (size_t i = 0; i < ROWS && !s; ++i) {
        for (size_t j = 0; j < ROWS; ++j)
            gsl_matrix_set(m, i, j, r[i > j ? i - j : j - i]);
    }
    if (!s && gsl_eigen_symmv(m, l, v, work) != GSL_SUCCESS)
        s = phw_fail(PHW_ENOCONV, "interpolation: the eigenvectors did not converge");
    if (!s)
        shrink(out, v, l, noise);
    if (work != NULL)
        gsl_eigen_symmv_free(work);
    gsl_vector_free(l);
    gsl_matrix_free(v);
    gsl_matrix_free(m);
    return s;
}

phw_status phw_wide_kernel_fit(phw_wide_kernel *out, const double *x, size_t n)
{
    double r[ROWS];
    double mean = 0;
    double variance = 0;
    phw_series_moments(&mean, &variance, x, n);
    phw_autocovariance(r, ROWS - 1, x, n);
    const double signal = phw_autocovariance_signal(r);
    phw_wide_kernel_sinc(out);
    out->mean = mean;
    /* Fading too fast for the rows looks like noise too. */
    if (signal > 0.5 * r[0])
        return shrink_by(out, r, r[0] - signal);
    straight(out);
    return PHW_OK;
}

double phw_wide_kernel_read(const phw_wide_kernel *kernel, const double *x, size_t row,
                            double mu)
{
    const double at = mu * PHASES;
    const size_t phase = at < PHASES ? (size_t)at : PHASES - 1;
    const double share = at - (double)phase;
    const double *low = kernel->weight[phase];
    const double *high = kernel->weight[phase + 1];
    const double *from = x + (row + 1 - HALF);
    double sum = 0;
    for (size_t i = 0; i < ROWS; ++i)
        sum += (low[i] + share * (high[i] - low[i])) * (from[i] - kernel->mean);
    return kernel->mean + sum;
}
