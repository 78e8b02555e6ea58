/** @file
 * A trace of frequency responses as pilots: each antenna of each probe is an estimate
 * by least squares, ready for a channel estimator.
 */
#ifndef PHW_TOOLS_TRACE_PILOTS_H
#define PHW_TOOLS_TRACE_PILOTS_H

#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"
#include "phy/pilot_estimate.h"

/** Borrows the trace. A zeroed one may be freed. */
typedef struct phw_trace_pilots {
    const phw_trace *trace;
    size_t n;          /**< pilots: coefficients of an antenna */
    double rate_hz;    /**< what a cycle a sample is */
    double *frequency; /**< n */
    float *variance;   /**< n: all `noise` */
    double noise;      /**< variance of a coefficient, > 0 */
} phw_trace_pilots;

/** `rate_hz` 0: the trace's bandwidth, or without one what its offsets span. `noise` 0:
 * to be set with phw_trace_pilots_noise(). `name` is the trace's in messages.
 * PHW_EINPUT for other kinds than CFR and for offsets that do not rise alike in all
 * antennas, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_trace_pilots_make(phw_trace_pilots *out,
                                              const phw_trace *trace, const char *name,
                                              double rate_hz);

/** Gives back; the struct is zero afterwards. */
void phw_trace_pilots_free(phw_trace_pilots *p);

/** Sets the noise. */
void phw_trace_pilots_noise(phw_trace_pilots *p, double noise);

/** The pilots of an antenna of a probe, borrowed. */
phw_pilot_estimate phw_trace_pilots_at(const phw_trace_pilots *p, size_t probe,
                                       size_t antenna);

/** The noise's variance from the trace itself: what no channel within a quarter of the
 * delays that the offsets tell apart can explain, around the mean delay. Right on
 * average where the delays are within that. PHW_EINPUT when so many offsets are not
 * there, or nothing is left over. */
PHW_MUST_USE phw_status phw_trace_pilots_measure(double *noise,
                                                 const phw_trace_pilots *p);

/** Mean power of the coefficients without their noise, over all probes. */
double phw_trace_pilots_power(const phw_trace_pilots *p);

#endif
