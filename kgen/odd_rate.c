#include "kgen/odd_rate.h"

#include <math.h>
#include <stdbool.h>

#include "kgen/reconciler.h"

/* Expected number of odd blocks at a rate, and its variance and slope. */
typedef struct outlook {
    double mean;
    double variance;
    double slope; /* of the mean, against the rate */
} outlook;

/* x^k by squaring; k >= 0. */
static double power(double x, size_t k)
{
    double result = 1;
    for (; k > 0; k /= 2) {
        if (k % 2 != 0)
            result *= x;
        x *= x;
    }
    return result;
}

static outlook expect(const phw_odd_count *count, size_t n, double rate)
{
    outlook sum = {0};
    for (size_t i = 0; i < n; ++i) {
        const double blocks = (double)count[i].n_blocks;
        const double rest = power(1 - 2 * rate, count[i].size - 1);
        const double odd = (1 - rest * (1 - 2 * rate)) / 2;
        sum.mean += blocks * odd;
        sum.variance += blocks * odd * (1 - odd);
        sum.slope += blocks * (double)count[i].size * rest;
    }
    return sum;
}

static double total_odd(const phw_odd_count *count, size_t n)
{
    double odd = 0;
    for (size_t i = 0; i < n; ++i)
        odd += (double)count[i].n_odd;
    return odd;
}

double phw_odd_rate(double *error, const phw_odd_count *count, size_t n)
{
    const double odd = total_odd(count, n);
    double low = 0;
    double high = 0.5;
    /* Halved until there is no double between. */
    for (;;) {
        const double middle = (low + high) / 2;
        if (middle <= low || middle >= high)
            break;
        if (expect(count, n, middle).mean < odd)
            low = middle;
        else
            high = middle;
    }
    const double rate = odd > 0 ? high : 0;
    if (error != NULL) {
        const outlook at = expect(count, n, rate);
        *error = at.slope > 0 ? fmin(sqrt(at.variance) / at.slope, 0.5) : 0.5;
    }
    return rate;
}

/* Whether the odd share is within three standard errors of a half: so it would be at
 * any higher rate. */
static bool tells_nothing(const phw_odd_count *count, size_t n)
{
    const outlook most = expect(count, n, 0.5);
    return total_odd(count, n) > most.mean - 3 * sqrt(most.variance);
}

phw_odd_verdict phw_odd_judge(double *rate, const phw_odd_count *count, size_t n,
                              double assumed)
{
    const double odd = total_odd(count, n);
    const outlook limit = expect(count, n, PHW_RECONCILE_RATE_MAX);
    *rate = assumed;
    if (odd > limit.mean + 5 * sqrt(limit.variance))
        return PHW_ODD_HOPELESS;
    const outlook here = expect(count, n, assumed);
    const double allowance = 2 * sqrt(here.variance);
    if (odd >= here.mean && tells_nothing(count, n))
        return PHW_ODD_BLIND;
    if (odd >= here.mean - allowance && odd <= here.mean + allowance)
        return PHW_ODD_AGREES;
    *rate = fmin(fmax(phw_odd_rate(NULL, count, n), PHW_RECONCILE_RATE_MIN),
                 PHW_RECONCILE_RATE_MAX);
    return PHW_ODD_DIFFERS;
}
