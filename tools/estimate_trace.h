/** @file
 * A trace of frequency responses estimated again: with less noise, or as an impulse
 * response, and what its paths are.
 */
#ifndef PHW_TOOLS_ESTIMATE_TRACE_H
#define PHW_TOOLS_ESTIMATE_TRACE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"
#include "phy/channel_estimator.h"
#include "tools/progress.h"
#include "tools/trace_pilots.h"

/** Most paths of a probe that are written down. */
#define PHW_ESTIMATE_RAYS_MAX 8

/** How. */
typedef struct phw_estimate_plan {
    const phw_channel_estimator *method;
    phw_channel_estimator_config config;
    bool impulse;  /**< an impulse response comes out; of methods on a grid */
    size_t n_rays; /**< of each probe's strongest paths that columns tell of */
} phw_estimate_plan;

/** What was found, over all probes and antennas. */
typedef struct phw_estimate_figures {
    double error;        /**< mean square error of a coefficient by closed form; NaN */
    double change;       /**< mean |value in - value out|^2: noise less error where the
                              model holds */
    double n_rays;       /**< paths on average; NaN without a model of paths */
    double mean_delay_s; /**< by power over all probes; NaN */
    double rms_delay_s;
} phw_estimate_figures;

/** Estimates every antenna of every probe of the pilots' trace into `out`: probes,
 * times, columns and names as they are, and columns estimate_error, mean_delay_s,
 * rms_delay_s, rays, ray1_delay_s, ray1_power_db ... (of a method with paths; the
 * powers of all antennas together, delays of the first). As the method, PHW_EARG when
 * `impulse` is asked of one without a grid or the trace has such columns already,
 * PHW_ECANCEL. */
PHW_MUST_USE phw_status phw_estimate_trace(phw_trace *out,
                                           phw_estimate_figures *figures,
                                           const phw_trace_pilots *pilots,
                                           const phw_estimate_plan *plan,
                                           phw_progress *progress);

#endif
