#include "kgen/savitzky_golay.h"

#include <math.h>

/* The Gram polynomials of degree 0, 1, 2 ... over 2 m + 1 places, before scaling:
 * p_0 = 1, p_1 = t, p_(k+1) = t p_k - c_k p_(k-1) with
 * c_k = k^2 ((2 m + 1)^2 - k^2) / (4 (4 k^2 - 1)). */
static double step(double n, size_t k)
{
    const double k2 = (double)k * (double)k;
    return k2 * (n * n - k2) / (4 * (4 * k2 - 1));
}

phw_status phw_savitzky_golay(double *weight, size_t window, size_t order, size_t at)
{
    if (window % 2 == 0 || window > PHW_SAVITZKY_GOLAY_MAX || order >= window ||
        at >= window)
        return phw_fail(PHW_EARG,
                        "savitzky-golay: order %zu at %zu of a window of %zu; expected "
                        "an odd window up to %u, both below it",
                        order, at, window, PHW_SAVITZKY_GOLAY_MAX);
    double now[PHW_SAVITZKY_GOLAY_MAX];
    double before[PHW_SAVITZKY_GOLAY_MAX] = {0};
    const double half = ((double)window - 1) / 2; /* odd */
    for (size_t i = 0; i < window; ++i) {
        now[i] = 1 / sqrt((double)window);
        weight[i] = 0;
    }
    for (size_t k = 0; k <= order; ++k) {
        for (size_t i = 0; i < window; ++i)
            weight[i] += now[at] * now[i];
        /* Kept at norm 1: p_k / |p_k|, whose recursion has square roots. */
        const double up = sqrt(step((double)window, k + 1));
        const double down = k > 0 ? sqrt(step((double)window, k)) : 0;
        for (size_t i = 0; i < window; ++i) {
            const double next = (((double)i - half) * now[i] - down * before[i]) / up;
            before[i] = now[i];
            now[i] = next;
        }
    }
    return PHW_OK;
}
