#include "channel/taps.h"

#include <math.h>

static double total_power(const phw_taps *taps)
{
    double sum = 0;
    for (size_t l = 0; l < taps->n; ++l)
        sum += taps->power[l];
    return sum;
}

phw_status phw_taps_normalize(phw_taps *taps)
{
    for (size_t l = 0; l < taps->n; ++l)
        if (!(taps->power[l] >= 0) || !isfinite(taps->power[l]))
            return phw_fail(PHW_EARG, "taps: power %g of tap %zu; expected 0 or more",
                            taps->power[l], l);
    const double sum = total_power(taps);
    if (!(sum > 0))
        return phw_fail(PHW_EARG, "taps: all %zu powers are zero", taps->n);
    for (size_t l = 0; l < taps->n; ++l)
        taps->power[l] /= sum;
    return PHW_OK;
}

double phw_taps_mean_delay(const phw_taps *taps)
{
    double sum = 0;
    for (size_t l = 0; l < taps->n; ++l)
        sum += taps->power[l] * taps->delay_s[l];
    return sum / total_power(taps);
}

double phw_taps_delay_spread(const phw_taps *taps)
{
    const double mean = phw_taps_mean_delay(taps);
    double sum = 0;
    for (size_t l = 0; l < taps->n; ++l) {
        const double d = taps->delay_s[l] - mean;
        sum += taps->power[l] * d * d;
    }
    return sqrt(sum / total_power(taps));
}
