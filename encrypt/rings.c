#include "encrypt/rings.h"

#include <math.h>
#include <stdlib.h>

/* Above the rounding of points in single precision (4e-8 for radii near 1). */
#define SAME_RING 1e-6

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

void phw_rings_of(phw_rings *out, const phw_cf *points, size_t n)
{
    double radius[PHW_MODEM_POINTS_MAX];
    for (size_t i = 0; i < n; ++i)
        radius[i] = sqrt(phw_cf_power(points[i]));
    qsort(radius, n, sizeof radius[0], ascending);
    *out = (phw_rings){0};
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
