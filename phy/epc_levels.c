#include "phy/epc_levels.h"

#include <math.h>
#include <stddef.h>

void phw_epc_levels_add(phw_epc_levels *l, const phw_epc_sums *s, double first,
                        double length, bool is_high)
{
    const size_t to = (size_t)ceil(first + length / 2);
    for (size_t i = (size_t)ceil(first); i < to && i < s->n; ++i) {
        const double x = (double)s->x[i] - l->middle;
        l->sum[is_high] += x;
        l->square += x * x;
        ++l->n[is_high];
    }
}

void phw_epc_levels_settle(double *middle, double *half_step, double *snr_db,
                           const phw_epc_levels *l)
{
    if (l->n[0] == 0 || l->n[1] == 0)
        return;
    const double low = l->sum[0] / l->n[0];
    const double high = l->sum[1] / l->n[1];
    const double variance =
        (l->square - l->sum[0] * low - l->sum[1] * high) / (l->n[0] + l->n[1]);
    const double step = fabs(high - low) / 2;
    *middle = l->middle + (high + low) / 2;
    *half_step = step;
    *snr_db = 10 * log10(step * step / fmax(variance, 1e-30));
}
