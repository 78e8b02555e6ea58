/** @file
 * Two clocks of which nothing is known but bounds: the offset and drift that make most
 * pairs. Not installed.
 */
#ifndef PHW_PHY_CLOCK_SEARCH_H
#define PHW_PHY_CLOCK_SEARCH_H

#include "core/status.h"
#include "core/trace.h"

/** What is known. */
typedef struct phw_clock_bounds {
    double most_offset_s;
    double most_drift_ppm;
    double tolerance_s; /**< of a pair, > 0 */
} phw_clock_bounds;

/** Offset (s, at A's first instant) and drift (ppm), to within a tolerance over the
 * length of the trace: of as good ones the least. Looks at no more than some thousands
 * of A's probes. PHW_EINPUT when no two probes are near enough; PHW_EARG when the
 * bounds leave too many possibilities; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_clock_search(double *offset_s, double *drift_ppm,
                                         const phw_trace *a, const phw_trace *b,
                                         const phw_clock_bounds *bounds);

#endif
