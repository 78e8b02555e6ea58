/** @file
 * How much two traces of one channel hang together, probe by probe.
 */
#ifndef PHW_PHY_TRACE_CORRELATION_H
#define PHW_PHY_TRACE_CORRELATION_H

#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"

PHW_BEGIN_C

/** A figure with its standard error over PHW_CORRELATION_BLOCKS stretches of time. */
typedef struct phw_correlation_figure {
    double value; /**< NaN: there is none */
    double error; /**< NaN: too few probes to tell */
} phw_correlation_figure;

/** Stretches of a jackknife: neighbours in time are not independent, stretches nearly.
 */
#define PHW_CORRELATION_BLOCKS 10

/** Of two traces with the same probes. */
typedef struct phw_trace_correlation {
    phw_correlation_figure sizes;  /**< Pearson's, of magnitudes, or of power in dB */
    phw_correlation_figure values; /**< |sum a b*| / sqrt(sum |a|^2 sum |b|^2) of what
                                      differs from the means over time, phases and all.
                                      Each stretch's part of the sum is turned by the
                                      phase of the others' and not by its own: so it is
                                      0 on average, and may be less, where traces have
                                      nothing in common. NaN for real kinds */
} phw_trace_correlation;

/** Of each coefficient over time, and then the mean over the coefficients that vary.
 * PHW_EINPUT unless both have the same numbers of probes and coefficients and are both
 * real or both complex; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_trace_correlate(phw_trace_correlation *out,
                                                    const phw_trace *a,
                                                    const phw_trace *b);

PHW_END_C

#endif
