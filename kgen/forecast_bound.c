#include "kgen/forecast_bound.h"

#include <math.h>
#include <string.h>

#include "kgen/levinson.h"

static phw_status check(const phw_forecast_process *p, size_t n, double horizon)
{
    if (n == 0 || n > PHW_LEVINSON_MOST)
        return phw_fail(PHW_EARG, "forecast: %zu past values, expected 1 to %d", n,
                        PHW_LEVINSON_MOST);
    if (!isfinite(horizon))
        return phw_fail(PHW_EARG, "forecast: the horizon is not finite");
    if (!(p->turns >= 0) || !isfinite(p->turns) || !(p->noise > 0) ||
        !isfinite(p->noise))
        return phw_fail(PHW_EARG,
                        "forecast: %g turns a reading and noise of %g; expected 0 or "
                        "more and above 0",
                        p->turns, p->noise);
    return PHW_OK;
}

phw_status phw_forecast_bound(double *error, double *weight,
                              const phw_forecast_process *process, size_t n,
                              double horizon)
{
    double r[PHW_LEVINSON_MOST];
    double y[PHW_LEVINSON_MOST];
    double w[PHW_LEVINSON_MOST];
    PHW_TRY(check(process, n, horizon));
    for (size_t k = 0; k < n; ++k) {
        const double lag = (double)k;
        r[k] = phw_doppler_correlation(process->shape, process->turns * lag);
        y[k] =
            phw_doppler_correlation(process->shape, process->turns * (horizon + lag));
    }
    r[0] += process->noise;
    PHW_TRY(phw_levinson_solve(w, r, y, n));
    double told = 0;
    for (size_t k = 0; k < n; ++k)
        told += w[k] * y[k];
    *error = fmax(0, 1 - told);
    if (weight != NULL)
        memcpy(weight, w, n * sizeof *w);
    return PHW_OK;
}
