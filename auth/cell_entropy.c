#include "auth/cell_entropy.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "auth/cell_lag.h"
#include "auth/cell_position.h"

/* One-sided, for each end of a 99 % interval. */
#define TAIL 0.005

/* Upper bound of a probability that came out k of n times, at z standard deviations. */
static double bound(size_t k, size_t n, double z)
{
    if (n < 2)
        return 1;
    const double p = (double)k / (double)n;
    return fmin(1, p + z * sqrt(p * (1 - p) / (double)(n - 1)));
}

static double entropy_of(double p)
{
    return p < 1 ? -log2(p) : 0;
}

/* The noncentrality l whose chi-square, of mean dof + l and variance 2 dof + 4 l, lies
 * z standard deviations above what came out. Its lower tail is lighter than the normal
 * law's, so that more than 1 - Q(z) of the bounds hold. */
static double noncentrality_bound(double statistic, double dof, double z)
{
    const double d = statistic - dof;
    const double root = sqrt(fmax(0, 4 * z * z + 4 * d + 2 * dof));
    return fmax(0, d + 2 * z * z + z * root);
}

/* The root mean square over the cells of their places' biases, at its bound: no less
 * than the mean of their sizes, and -log2 is convex. */
static phw_status find_period(phw_cell_entropy *found, const phw_bits *cells)
{
    double bias[PHW_CELL_ENTROPY_PERIODS];
    const size_t periods = cells->n / 8 < PHW_CELL_ENTROPY_PERIODS
                               ? cells->n / 8
                               : PHW_CELL_ENTROPY_PERIODS;
    const double z = gsl_cdf_ugaussian_Qinv(TAIL / (double)periods);
    PHW_TRY(phw_cell_position_scan(bias, periods, cells));
    for (size_t period = 1; period <= periods; ++period) {
        const double l = noncentrality_bound(bias[period - 1], (double)period, z);
        const double d = fmin(0.5, sqrt(l / (double)cells->n) / 2);
        if (d <= found->position_bias)
            continue;
        found->position_bias = d;
        found->period = period;
    }
    found->by_position = entropy_of(0.5 + found->position_bias);
    return PHW_OK;
}

/* The greatest correlation's bound. Given the other cell, a cell with bias d is what is
 * likelier with probability 1/2 + d + r (1/2 - d) at most. */
static double find_lag(phw_cell_entropy *found, const phw_bits *cells)
{
    const size_t lags =
        cells->n / 2 < PHW_CELL_ENTROPY_LAGS ? cells->n / 2 : PHW_CELL_ENTROPY_LAGS;
    /* Two signs at each distance: Bonferroni's correction. */
    const double z = gsl_cdf_ugaussian_Qinv(TAIL / (2 * (double)lags));
    double most = 0;
    for (size_t lag = 1; lag <= lags; ++lag) {
        const phw_cell_lag pairs = phw_cell_lag_count(cells, lag);
        const double r = phw_cell_lag_correlation(&pairs);
        const double upper = fmin(1, fabs(r) + z / sqrt((double)pairs.n));
        if (upper <= most)
            continue;
        most = upper;
        found->lag = lag;
        found->lag_correlation = r;
    }
    found->by_lag = entropy_of(0.5 + most / 2);
    return most;
}

phw_status phw_cell_entropy_assess(phw_cell_entropy *out, const phw_bits *cells)
{
    if (cells->n < PHW_CELL_ENTROPY_MIN)
        return phw_fail(PHW_ESHORT, "puf: %zu cells; at least %d tell their entropy",
                        cells->n, PHW_CELL_ENTROPY_MIN);
    const size_t ones = phw_bits_count(cells);
    const size_t most = 2 * ones > cells->n ? ones : cells->n - ones;
    phw_cell_entropy found = {.n = cells->n, .ones = (double)ones / (double)cells->n};
    found.by_value = entropy_of(bound(most, cells->n, gsl_cdf_ugaussian_Qinv(TAIL)));
    PHW_TRY(find_period(&found, cells));
    const double correlation = find_lag(&found, cells);
    found.least =
        fmin(found.by_value, entropy_of(0.5 + found.position_bias + correlation / 2));
    *out = found;
    return PHW_OK;
}
