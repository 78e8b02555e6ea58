#include "encrypt/rings.h"

#include <math.h>
#include <stdlib.h>

/* Above liquid-dsp's rounding in single precision, below the distance of any two rings
 * of its constellations. */
#define SAME_RING 1e-4

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

static bool are_on_a_line(const phw_cf *points, size_t n)
{
    size_t far = 0;
    for (size_t i = 1; i < n; ++i) {
        if (phw_cf_power(points[i]) > phw_cf_power(points[far]))
            far = i;
    }
    const double re = (double)crealf(points[far]);
    const double im = (double)cimagf(points[far]);
    for (size_t i = 0; i < n; ++i) {
        const double off =
            re * (double)cimagf(points[i]) - im * (double)crealf(points[i]);
        if (fabs(off) > SAME_RING)
            return false;
    }
    return true;
}

void phw_rings_of(phw_rings *out, const phw_cf *points, size_t n)
{
    double radius[PHW_MODEM_POINTS_MAX];
    for (size_t i = 0; i < n; ++i)
        radius[i] = sqrt(phw_cf_power(points[i]));
    qsort(radius, n, sizeof radius[0], ascending);
    *out = (phw_rings){.on_a_line = are_on_a_line(points, n)};
    for (size_t i = 0; i < n; ++i) {
        if (i == 0 || radius[i] - radius[i - 1] > SAME_RING)
            out->radius[out->n++] = radius[i];
        ++out->n_points[out->n - 1];
    }
    for (size_t i = 0; i < out->n; ++i) {
        const double share = (double)out->n_points[i] / (double)n;
        out->entropy_bits -= share * log2(share);
    }
    out->entropy_bits = out->n == 1 ? 0 : out->entropy_bits;
}
