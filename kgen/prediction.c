#include "kgen/prediction.h"

#include <math.h>

/* 99.5 % quantile of the normal, and the chance of no longer run: the standard's. */
#define Z           2.5758293035489008
#define NO_LONGER   0.99
#define N_BISECTION 100

/* ln of the probability that n trials of success p have no run of r successes. With
 * x = 1 + e; the sequence for e rises to the root. */
static double log_no_run(double p, double r, double n)
{
    const double q = 1 - p;
    const double first = q * exp(r * log(p));
    double e = 0;
    for (int i = 0; i < 66; ++i) {
        const double next = first * exp((r + 1) * log1p(e));
        if (!(next - e > 1e-16 * next))
            break;
        e = next;
    }
    /* 1 - p x = q - p e, r + 1 - r x = 1 - r e. */
    return log((q - p * e) / (q * (1 - r * e))) - (n + 1) * log1p(e);
}

/* The p in [least, 1) for which that is ln 0.99; it falls with p. */
static double local_share(double least, double r, double n)
{
    double low = least;
    double high = 1;
    for (int i = 0; i < N_BISECTION; ++i) {
        const double p = (low + high) / 2;
        if (!(p > low && p < high))
            break;
        if (log_no_run(p, r, n) > log(NO_LONGER))
            low = p;
        else
            high = p;
    }
    return high;
}

double phw_prediction_entropy(const phw_prediction *p, unsigned n_symbols)
{
    const double n = (double)p->n;
    const double share = (double)p->correct / n;
    const double bound = p->correct > 0
                             ? fmin(1, share + Z * sqrt(share * (1 - share) / (n - 1)))
                             : 1 - pow(0.01, 1 / n);
    double most = fmax(1.0 / n_symbols, bound);
    const double r = (double)p->longest + 1;
    if (most < 1 && log_no_run(most, r, n) > log(NO_LONGER))
        most = fmax(most, local_share(most, r, n));
    return most < 1 ? -log2(most) : 0;
}
