#include "channel/statistic.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

#define BINS_MAX 64

/* Single precision keeps seven digits; a figure that does not scatter is known to six.
 */
#define ROUNDING 1e-6

/* The deviate that one of n exceeds as rarely as one alone exceeds the limit. */
static double limit_of(size_t n)
{
    const double p = gsl_cdf_ugaussian_Q(PHW_STATISTIC_LIMIT);
    return n > 1 ? gsl_cdf_ugaussian_Qinv(p / (double)n) : PHW_STATISTIC_LIMIT;
}

static phw_status put(phw_statistics *out, const phw_statistic *figure)
{
    if (out->n == PHW_STATISTICS_MAX)
        return phw_fail(PHW_EARG, "%s: more than %d figures", figure->name,
                        PHW_STATISTICS_MAX);
    out->row[out->n++] = *figure;
    return PHW_OK;
}

phw_status phw_statistics_add(phw_statistics *out, const phw_statistic *figure,
                              phw_statistic_side side, size_t n_looked_at)
{
    phw_statistic f = *figure;
    const double least = ROUNDING * fmax(1, fabs(f.expected));
    f.standard_error = fmax(f.standard_error, least);
    f.standard_errors = (f.measured - f.expected) / f.standard_error;
    f.limit = limit_of(n_looked_at);
    f.pass = isfinite(f.standard_errors) &&
             (side == PHW_STATISTIC_MOST || f.standard_errors >= -f.limit) &&
             (side == PHW_STATISTIC_LEAST || f.standard_errors <= f.limit);
    return put(out, &f);
}

phw_status phw_statistics_add_probability(phw_statistics *out,
                                          const phw_statistic *figure, double p,
                                          size_t n_looked_at)
{
    phw_statistic f = *figure;
    /* The deviates of what a double can't tell from 0 end at 38. */
    f.standard_errors = p > 0 ? gsl_cdf_ugaussian_Qinv(fmin(p, 1) / 2) : 38;
    f.limit = limit_of(n_looked_at);
    f.pass = isfinite(f.measured) && f.standard_errors <= f.limit;
    f.standard_error = f.standard_errors > 0
                           ? fabs(f.measured - f.expected) / f.standard_errors
                           : (double)NAN;
    return put(out, &f);
}

bool phw_statistics_pass(const phw_statistics *s)
{
    for (size_t i = 0; i < s->n; ++i) {
        if (!s->row[i].pass)
            return false;
    }
    return true;
}

void phw_trial_mean_add(phw_trial_mean *m, double value)
{
    const double before = value - m->mean;
    ++m->n;
    m->mean += before / (double)m->n;
    m->square += before * (value - m->mean);
}

double phw_trial_mean_error(const phw_trial_mean *m)
{
    if (m->n < 2)
        return 0;
    const double n = (double)m->n;
    return sqrt(m->square / (n - 1) / n);
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* P(D > d) for n values: Kolmogorov's series at (sqrt(n) + 0.12 + 0.11 / sqrt(n)) d,
 * Stephens' correction for finite n (J. R. Stat. Soc. B 32, 1970). */
static double beyond(double d, double n)
{
    const double x = (sqrt(n) + 0.12 + 0.11 / sqrt(n)) * d;
    if (x < 0.3)
        return 1;
    double sum = 0;
    for (int k = 1; k <= 20; ++k)
        sum += (k % 2 == 1 ? 2 : -2) * exp(-2 * k * k * x * x);
    return fmin(fmax(sum, 0), 1);
}

double phw_statistic_kolmogorov(double *p, double *u, size_t n)
{
    qsort(u, n, sizeof *u, compare);
    double most = 0;
    for (size_t i = 0; i < n; ++i) {
        most = fmax(most, u[i] - (double)i / (double)n);
        most = fmax(most, (double)(i + 1) / (double)n - u[i]);
    }
    *p = beyond(most, (double)n);
    return most;
}

double phw_statistic_chi_square(double *p, const double *u, size_t n, size_t n_bins)
{
    size_t count[BINS_MAX] = {0};
    for (size_t i = 0; i < n; ++i) {
        const double bin = fmin(fmax(u[i], 0) * (double)n_bins, (double)(n_bins - 1));
        ++count[(size_t)bin];
    }
    const double expected = (double)n / (double)n_bins;
    double sum = 0;
    for (size_t b = 0; b < n_bins; ++b) {
        const double off = (double)count[b] - expected;
        sum += off * off / expected;
    }
    const double freedom = (double)(n_bins - 1);
    *p = gsl_cdf_chisq_Q(sum, freedom);
    return sum / freedom;
}
