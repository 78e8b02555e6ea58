/** @file
 * A trace read between its probes: at common instants of two ends, or at evenly spaced
 * ones. Every value read is a weighted sum of the probes around it, so what reading
 * does to a correlation can be told beforehand (phw_resample_expect()).
 */
#ifndef PHW_PHY_TRACE_RESAMPLE_H
#define PHW_PHY_TRACE_RESAMPLE_H

#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"

PHW_BEGIN_C

/** How a trace is read between its probes. */
typedef enum phw_resampling {
    PHW_RESAMPLING_NEAREST = 0,  /**< the nearest probe; the earlier of two as near */
    PHW_RESAMPLING_LINEAR,       /**< the straight line; also averages noise */
    PHW_RESAMPLING_CUBIC,        /**< Lagrange's polynomial through the two probes on
                                      either side; linear where one is missing */
    PHW_RESAMPLING_BAND_LIMITED, /**< least squares for a flat spectrum up to the
                                      bandwidth, of the nearest probes, however spaced
                                  */
    PHW_N_RESAMPLINGS
} phw_resampling;

/** Most probes that a value is made of. */
#define PHW_RESAMPLE_TAPS_MAX 16

/** The choices. A zeroed one reads the nearest probe. */
typedef struct phw_resample_config {
    phw_resampling method;
    double bandwidth_hz; /**< band-limited: the largest Doppler shift there is; 0: half
                              of what the median interval allows, 1/(4 median) */
    double noise;        /**< band-limited: noise of a probe over the signal's power;
                              0 counts as 1e-6 */
    size_t n_taps; /**< band-limited: probes used, 2..PHW_RESAMPLE_TAPS_MAX; 0: 8 */
    double longest_gap; /**< intervals longer than so many median ones are not read
                             inside; 0: 1.5 */
} phw_resample_config;

/** Where one value comes from: sum over i of weight[i] x[first + i]. */
typedef struct phw_resample_tap {
    size_t first;
    size_t n;
    double weight[PHW_RESAMPLE_TAPS_MAX];
} phw_resample_tap;

/** "nearest", "linear", "cubic", "band-limited"; NULL for others. */
PHW_API const char *phw_resampling_name(phw_resampling method);

/** How a trace is read at some instants. A zeroed one is empty and may be freed. */
typedef struct phw_resample_plan {
    phw_resample_tap *tap; /**< n of them */
    double *at_s;          /**< the instant that each reads, never falling */
    size_t *index;         /**< its place among those that were asked for */
    size_t n;
} phw_resample_plan;

/** Gives back; zero afterwards. */
PHW_API void phw_resample_plan_free(phw_resample_plan *plan);

/** A plan for the instants at_s[n] (never falling) between the n_probes instants time_s
 * (never falling), to be freed. Left out are the instants before the first probe, after
 * the last, and strictly inside a gap. PHW_EINPUT when there are fewer than 2 probes or
 * no instant is left; PHW_EARG when an instant is not finite or falls or the
 * configuration is none; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_resample_plan_make(phw_resample_plan *out, const double *time_s, size_t n_probes,
                       const double *at_s, size_t n, const phw_resample_config *config);

/** A trace read by a plan for its time_s, to be freed: probe i is plan->tap[i] of the
 * values, its number plan->index[i]. Columns are read along the straight line between
 * the two probes, NaN where one is; those of unit "1", which may be names or counts, of
 * the nearer probe. PHW_EINPUT for an empty plan; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_trace_resample(phw_trace *out, const phw_trace *in,
                                                   const phw_resample_plan *plan);

/** What is to be expected of a value read by a tap; all over the signal's power. */
typedef struct phw_resample_outcome {
    double error;       /**< E|estimate - truth|^2 */
    double covariance;  /**< E estimate truth* */
    double power;       /**< E|estimate|^2 */
    double correlation; /**< of the estimate with a noisy probe of the truth */
} phw_resample_outcome;

/** Noise of probes over the signal's power: of those that are read, and of the one at
 * the other end that they are held against. */
typedef struct phw_resample_noise {
    double read;
    double other;
} phw_resample_noise;

/** The closed form for Clarke's spectrum, R(tau) = J0(2 pi fd tau), taps of probes at
 * time_s with independent noise of variance N, the truth at at_s, M the other's noise:
 *     error       = 1 - 2 sum w_i R_i + sum w_i w_j R_ij + N sum w_i^2
 *     covariance  = sum w_i R_i
 *     power       = sum w_i w_j R_ij + N sum w_i^2
 *     correlation = covariance / sqrt((1 + M) power)
 */
PHW_API void phw_resample_expect(phw_resample_outcome *out, const phw_resample_tap *tap,
                                 const double *time_s, double at_s, double doppler_hz,
                                 const phw_resample_noise *noise);

PHW_END_C

#endif
