#include "auth/similarity_theory.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "auth/noncentral.h"

/* Halvings that leave no digit of a double in (0, 1). */
#define HALVINGS 60

double phw_chisq_threshold(double false_alarm, double dof)
{
    return gsl_cdf_chisq_Qinv(false_alarm, dof);
}

double phw_difference_detects_fixed(double threshold, size_t n, double lambda)
{
    return phw_noncentral_chisq_q(threshold, 2 * (double)n, lambda);
}

double phw_difference_misses(double threshold, size_t n, double snr, double correlation)
{
    return gsl_cdf_chisq_P(threshold / (1 + snr * (1 - correlation)), 2 * (double)n);
}

double phw_clarke_correlation(double distance)
{
    return j0(2 * M_PI * distance);
}

double phw_moving_variance_same(const phw_moving_channel *c)
{
    return phw_moving_variance_other(c, c->step);
}

double phw_moving_variance_other(const phw_moving_channel *c, double correlation)
{
    /* H2 - b H1 with E H2 conj(H1) = correlation power. */
    const double b = c->predicted ? c->step : 1;
    const double together = 1 + b * b;
    return c->noise * together + c->power * (together - 2 * b * correlation);
}

double phw_moving_misses(double threshold, size_t n, double variance_same,
                         double variance_other)
{
    return gsl_cdf_chisq_P(threshold * variance_same / variance_other, 2 * (double)n);
}

double phw_correlation_accepts_other(double threshold, size_t n)
{
    return pow(1 - threshold, (double)n - 1);
}

/* With F_l = 2F1(-l, 1 - n; 1; x), a polynomial of positive terms,
 *     (l + 1) F_{l+1} = (2 l + 1 + (n - 1 - l) x) F_l - l (1 - x) F_{l-1}
 * (Abramowitz and Stegun 15.2.10). The sum of ratio^l F_l is kept as a multiple of its
 * last term, which alone is a logarithm: no power under- or overflows. */
static double log_sum(size_t n, double ratio, double x)
{
    double sum = 1;      /* over the last term */
    double log_term = 0; /* ln(ratio^l F_l) */
    double growth = 0;   /* F_l / F_{l-1}; of no account at l = 0 */
    for (size_t l = 0; l + 2 < n; ++l) {
        const double k = (double)l;
        const double back = l > 0 ? k * (1 - x) / growth : 0;
        growth = (2 * k + 1 + ((double)n - 1 - k) * x - back) / (k + 1);
        const double step = ratio * growth;
        log_term += log(step);
        sum = 1 + sum / step;
    }
    return log_term + log(sum);
}

double phw_correlation_rejects_same(double threshold, size_t n, double snr, double step)
{
    if (!(threshold > 0))
        return 0;
    if (threshold >= 1)
        return 1;
    const double g = step * snr / (1 + snr);
    const double g2 = g * g;
    const double below = 1 - g2 * threshold;
    const double log_p = log(threshold) + (double)n * log((1 - g2) / below) +
                         log_sum(n, (1 - threshold) / below, g2 * threshold);
    return fmin(exp(log_p), 1);
}

double phw_correlation_rejects_fixed(double threshold, size_t n, double snr, double dof)
{
    if (!(threshold > 0))
        return 0;
    if (threshold >= 1)
        return 1;
    return gsl_cdf_chisq_Q(2 * (double)n * (1 + snr) * (1 - sqrt(threshold)), dof);
}

double phw_correlation_threshold_fixed(double false_alarm, size_t n, double snr,
                                       double dof)
{
    const double left =
        gsl_cdf_chisq_Qinv(false_alarm, dof) / (2 * (double)n * (1 + snr));
    return left < 1 ? (1 - left) * (1 - left) : 0;
}

double phw_correlation_threshold(double false_alarm, size_t n, double snr, double step)
{
    double low = 0;
    double high = 1;
    for (int i = 0; i < HALVINGS; ++i) {
        const double middle = (low + high) / 2;
        if (phw_correlation_rejects_same(middle, n, snr, step) < false_alarm)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}
