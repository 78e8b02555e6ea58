#include "phy/median.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"

static void swap(double *a, double *b)
{
    const double t = *a;
    *a = *b;
    *b = t;
}

/* The median of the ends and the middle, so that sorted numbers are no bad case. */
static double pivot(const double *x, size_t from, size_t to)
{
    const double a = x[from];
    const double b = x[from + (to - from) / 2];
    const double c = x[to];
    return fmax(fmin(a, b), fmin(fmax(a, b), c));
}

double phw_quantile(double *x, size_t n, double share)
{
    const size_t rank = (size_t)(share * (double)(n - 1) + 0.5);
    size_t from = 0;
    size_t to = n - 1;
    while (from < to) {
        const double middle = pivot(x, from, to);
        size_t i = from;
        size_t j = to;
        while (i <= j) {
            while (x[i] < middle)
                ++i;
            while (x[j] > middle)
                --j;
            if (i > j)
                break;
            swap(&x[i++], &x[j]);
            if (j == 0)
                break;
            --j;
        }
        if (rank <= j && j < to)
            to = j;
        else if (rank >= i)
            from = i;
        else
            break;
    }
    return x[rank];
}

phw_status phw_median_interval(double *out, const double *time_s, size_t n)
{
    double *gap = NULL;
    PHW_TRY(phw_array_alloc(&gap, n - 1, sizeof *gap));
    for (size_t i = 0; i + 1 < n; ++i)
        gap[i] = time_s[i + 1] - time_s[i];
    *out = phw_quantile(gap, n - 1, 0.5);
    free(gap);
    return PHW_OK;
}
