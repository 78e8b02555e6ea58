#include "phy/pilot_estimate.h"

#include <math.h>

static phw_status check_frequencies(const phw_pilot_estimate *pilots)
{
    if (pilots->n < 1 || pilots->n > PHW_PILOTS_MAX)
        return phw_fail(PHW_EARG, "pilots: %zu of them; expected 1 to %d", pilots->n,
                        PHW_PILOTS_MAX);
    for (size_t k = 0; k < pilots->n; ++k) {
        if (!isfinite(pilots->frequency[k]) ||
            (k > 0 && pilots->frequency[k] <= pilots->frequency[k - 1]))
            return phw_fail(PHW_EARG,
                            "pilot %zu: frequency %g; expected them to be finite and "
                            "to rise",
                            k, pilots->frequency[k]);
    }
    return PHW_OK;
}

phw_status phw_pilot_estimate_check(const phw_pilot_estimate *pilots)
{
    PHW_TRY(check_frequencies(pilots));
    for (size_t k = 0; k < pilots->n; ++k) {
        const double variance = (double)pilots->variance[k];
        if (!isfinite(variance) || !(variance > 0))
            return phw_fail(PHW_EINPUT, "pilot %zu: variance %g; expected above 0", k,
                            variance);
        if (pilots->value != NULL && !isfinite(phw_cf_power(pilots->value[k])))
            return phw_fail(PHW_EINPUT, "pilot %zu: its value is not finite", k);
    }
    return PHW_OK;
}

double phw_pilot_estimate_noise(const phw_pilot_estimate *pilots)
{
    double sum = 0;
    for (size_t k = 0; k < pilots->n; ++k)
        sum += (double)pilots->variance[k];
    return sum / (double)pilots->n;
}

double phw_pilot_estimate_power(const phw_pilot_estimate *pilots)
{
    double sum = 0;
    for (size_t k = 0; k < pilots->n; ++k)
        sum += phw_cf_power(pilots->value[k]);
    return fmax(0, sum / (double)pilots->n - phw_pilot_estimate_noise(pilots));
}
