#include "kgen/forecast_window.h"

#include <math.h>
#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"

phw_status phw_forecast_window_make(phw_forecast_window *out,
                                    const phw_forecast_model *m, const double *x,
                                    size_t n)
{
    phw_forecast_window w = {.n = n, .n_taps = m->n_taps};
    if (n > SIZE_MAX - m->n_taps)
        return phw_fail(PHW_ENOMEM, "forecast: %zu values are too many", n);
    for (size_t i = 0; i < n; ++i) {
        if (!isfinite(x[i]))
            return phw_fail(PHW_EINPUT, "forecast: value %zu is not finite", i);
    }
    PHW_TRY(phw_array_alloc(&w.value, n + m->n_taps, sizeof *w.value));
    for (size_t i = 0; i < n; ++i)
        w.value[m->n_taps - 1 + i] = (x[i] - m->mean) / m->deviation;
    *out = w;
    return PHW_OK;
}

void phw_forecast_window_free(phw_forecast_window *w)
{
    if (w->value != NULL)
        sodium_memzero(w->value, (w->n + w->n_taps) * sizeof *w->value);
    free(w->value);
    *w = (phw_forecast_window){0};
}

bool phw_forecast_window_target(double *out, const phw_forecast_window *w,
                                const phw_forecast_blend *blend, size_t k)
{
    double sum = 0;
    for (ptrdiff_t i = 0; i < 4; ++i) {
        const double part = blend->weight[i];
        const ptrdiff_t at = (ptrdiff_t)k + blend->first + i;
        if (part == 0)
            continue;
        if (at >= (ptrdiff_t)w->n)
            return false;
        if (at >= 0)
            sum += part * w->value[(size_t)at + w->n_taps - 1];
    }
    *out = sum;
    return true;
}
