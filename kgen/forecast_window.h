/** @file
 * A series as forecasters look at it: scaled by the model, with zeros (the mean) before
 * its first value, so that every value has a whole past.
 */
#ifndef PHW_KGEN_FORECAST_WINDOW_H
#define PHW_KGEN_FORECAST_WINDOW_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "kgen/forecast_model.h"

PHW_BEGIN_C

/** A zeroed one is empty and may be freed. */
typedef struct phw_forecast_window {
    double *value; /**< n_taps - 1 zeros, then n values */
    size_t n;
    size_t n_taps;
} phw_forecast_window;

/** Scales x[n], to be freed. PHW_EINPUT when a value is not finite; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_forecast_window_make(phw_forecast_window *out,
                                                         const phw_forecast_model *m,
                                                         const double *x, size_t n);

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_forecast_window_free(phw_forecast_window *w);

/** The past of value k < n, oldest first: n_taps values, the last of them value k. */
static inline const double *phw_forecast_window_past(const phw_forecast_window *w,
                                                     size_t k)
{
    return w->value + k;
}

/** What the series was at k + horizon, read between its values by the blend; false
 * where it is not over yet. */
PHW_API bool phw_forecast_window_target(double *out, const phw_forecast_window *w,
                                        const phw_forecast_blend *blend, size_t k);

PHW_END_C

#endif
