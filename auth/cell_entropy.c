#include "auth/cell_entropy.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "auth/cell_lag.h"

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

/* The greatest probability of a value given the value before. */
static double transition_bound(const phw_cell_lag *pairs, double z)
{
    const size_t ones = pairs->before;
    const size_t zeros = pairs->n - pairs->before;
    const size_t zero_one = pairs->after - pairs->both;
    const size_t most_after_one =
        2 * pairs->both > ones ? pairs->both : ones - pairs->both;
    const size_t most_after_zero = 2 * zero_one > zeros ? zero_one : zeros - zero_one;
    return fmax(bound(most_after_one, ones, z), bound(most_after_zero, zeros, z));
}

phw_status phw_cell_entropy_assess(phw_cell_entropy *out, const phw_bits *cells)
{
    if (cells->n < PHW_CELL_ENTROPY_MIN)
        return phw_fail(PHW_ESHORT, "puf: %zu cells; at least %d tell their entropy",
                        cells->n, PHW_CELL_ENTROPY_MIN);
    const size_t ones = phw_bits_count(cells);
    const size_t most = 2 * ones > cells->n ? ones : cells->n - ones;
    const size_t lags =
        cells->n / 2 < PHW_CELL_ENTROPY_LAGS ? cells->n / 2 : PHW_CELL_ENTROPY_LAGS;
    phw_cell_entropy found = {
        .n = cells->n, .ones = (double)ones / (double)cells->n, .by_lag = HUGE_VAL};
    found.by_value = entropy_of(bound(most, cells->n, gsl_cdf_ugaussian_Qinv(TAIL)));
    /* Four probabilities at each distance: Bonferroni's correction. */
    const double z = gsl_cdf_ugaussian_Qinv(TAIL / (4 * (double)lags));
    for (size_t lag = 1; lag <= lags; ++lag) {
        const phw_cell_lag pairs = phw_cell_lag_count(cells, lag);
        const double left = entropy_of(transition_bound(&pairs, z));
        if (left >= found.by_lag)
            continue;
        found.by_lag = left;
        found.lag = lag;
        found.lag_correlation = phw_cell_lag_correlation(&pairs);
    }
    found.least = fmin(found.by_value, found.by_lag);
    *out = found;
    return PHW_OK;
}
