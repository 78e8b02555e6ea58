#include "kgen/portmanteau.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#define CONFIDENCE 0.99
#define LEAST_ROWS 16

/* Beyond this the bound is of no use to anyone. */
#define DELTA_MOST 1e5

static double poisson(double mean, unsigned j)
{
    if (!(mean > 0))
        return j == 0 ? 1 : 0;
    return exp(j * log(mean) - mean - lgamma(j + 1.0));
}

double phw_portmanteau_below(double q, double degrees, double delta)
{
    const double mean = delta / 2;
    const double width = 8 * sqrt(mean) + 30;
    const unsigned first = (unsigned)fmax(0, mean - width);
    const unsigned last = (unsigned)(mean + width);
    double sum = 0;
    for (unsigned j = first; j <= last; ++j) {
        const double below = gsl_cdf_chisq_P(q, degrees + 2.0 * j);
        sum += poisson(mean, j) * below;
        if (below < 1e-10)
            break;
    }
    return sum;
}

double phw_portmanteau_statistic(const double *x, size_t n, size_t n_lags)
{
    double power = 0;
    for (size_t i = 0; i < n; ++i)
        power += x[i] * x[i];
    if (!(power > 0))
        return HUGE_VAL;
    double q = 0;
    for (size_t j = 1; j <= n_lags; ++j) {
        double product = 0;
        for (size_t i = j; i < n; ++i)
            product += x[i] * x[i - j];
        const double r = (double)n * product / power;
        q += r * r / (double)(n - j);
    }
    return q;
}

double phw_portmanteau_noncentrality(double q, double degrees)
{
    if (!(q < DELTA_MOST / 2))
        return HUGE_VAL;
    double from = 0;
    double to = DELTA_MOST;
    if (phw_portmanteau_below(q, degrees, from) < 1 - CONFIDENCE)
        return 0;
    while (to - from > 1e-6 * (1 + from)) {
        const double middle = (from + to) / 2;
        if (phw_portmanteau_below(q, degrees, middle) > 1 - CONFIDENCE)
            from = middle;
        else
            to = middle;
    }
    return to;
}

double phw_portmanteau_bound(const double *x, size_t n)
{
    if (n < LEAST_ROWS)
        return HUGE_VAL;
    const size_t lags =
        n / 8 < PHW_PORTMANTEAU_LAGS ? n / 8 : (size_t)PHW_PORTMANTEAU_LAGS;
    return phw_portmanteau_noncentrality(phw_portmanteau_statistic(x, n, lags),
                                         (double)lags);
}
