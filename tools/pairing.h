/** @file
 * Two receivers' traces made one: the same packets, and, if asked for, the same
 * instants.
 */
#ifndef PHW_TOOLS_PAIRING_H
#define PHW_TOOLS_PAIRING_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"
#include "phy/number_match.h"
#include "phy/trace_correlation.h"
#include "phy/trace_match.h"
#include "phy/trace_resample.h"

/** What is asked for. */
typedef struct phw_pairing_plan {
    bool by_time;         /**< else by number */
    phw_numbering number; /**< without a column, by the traces' own numbers */
    phw_match_config match;
    bool own_clocks; /**< B's clock is fitted to A's, else they are one */
    double delay_s;  /**< B's probes are truly so much later than their pairs of A: what
                          the fit of the clocks cannot see */
    bool interpolate;
    phw_resample_config resample;
    double doppler_hz; /**< for the closed form; 0: not asked for */
} phw_pairing_plan;

/** What the closed form for Clarke's spectrum expects of the correlations. */
typedef struct phw_pairing_expectation {
    double before;
    double after;
} phw_pairing_expectation;

/** What became of it. A zeroed one is empty and may be freed. */
typedef struct phw_paired {
    phw_trace_pairs pairs;
    phw_number_losses lost[2]; /**< of A and B, by a column */
    phw_trace a;               /**< both have A's numbers, and times on A's clock */
    phw_trace b;
    size_t n_in_gaps; /**< pairs whose instant B can't be read at */
    double later_s;   /**< B's probes than A's, mean; NaN without times */
    double later_rms_s;
    phw_trace_correlation before;     /**< of the pairs as they are */
    phw_trace_correlation after;      /**< and as B is read at A's instants */
    phw_pairing_expectation expected; /**< of the values; NaN when not asked for */
    phw_resample_noise noise;         /**< of B and A, over their signals' power */
} phw_paired;

/** Pairs, and reads B between its probes. PHW_EINPUT when the traces are of another
 * kind or width, lack times or have no pair, PHW_EINPUT when nothing is left; PHW_EARG,
 * PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_pair(phw_paired *out, const phw_trace *a,
                                 const phw_trace *b, const phw_pairing_plan *plan);

/** Gives back. */
void phw_paired_free(phw_paired *p);

#endif
