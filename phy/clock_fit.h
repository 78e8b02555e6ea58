/** @file
 * Two clocks by the instants that both have told of the same events.
 */
#ifndef PHW_PHY_CLOCK_FIT_H
#define PHW_PHY_CLOCK_FIT_H

#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"

PHW_BEGIN_C

/** B's clock by A's. */
typedef struct phw_clock {
    double start_s;  /**< A's instant from which drift counts */
    double offset_s; /**< B's clock less A's then */
    double drift;    /**< how much faster B's runs, 1 + drift times */
    double rms_s;    /**< of what is left of the instants' differences */
} phw_clock;

/** The clock from pairs of probes a[n], b[n] by least squares: tb - ta = offset + drift
 * (ta - ta of A's first probe). NaN where there are fewer than 3 pairs or A's are at
 * one instant. */
PHW_API void phw_clock_fit(phw_clock *out, const phw_trace *ta, const phw_trace *tb,
                           const size_t *a, const size_t *b, size_t n);

/** An instant of B's clock on A's. */
PHW_API double phw_clock_on_a(const phw_clock *clock, double time_b_s);

PHW_END_C

#endif
