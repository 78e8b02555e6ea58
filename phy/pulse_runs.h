/** @file
 * From samples of a burst to a waveform of two levels, and to how long each lasted.
 */
#ifndef PHW_PHY_PULSE_RUNS_H
#define PHW_PHY_PULSE_RUNS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most runs of a burst. */
#define PHW_PULSE_RUNS_MAX 8192

/** Runs of one level. Run i + 1 has the other level than run i. */
typedef struct phw_pulse_runs {
    double
        edge[PHW_PULSE_RUNS_MAX + 1]; /**< run i is [edge[i], edge[i + 1]), samples */
    size_t n;
    bool first_high; /**< level of run 0 */
    double low;      /**< mean of the waveform on the low level, */
    double high;     /**< and on the high one */
} phw_pulse_runs;

/** Whether run i is on the high level. */
PHW_API bool phw_pulse_run_is_high(const phw_pulse_runs *r, size_t i);

/** Length of run i, samples. */
PHW_API double phw_pulse_run_length(const phw_pulse_runs *r, size_t i);

/** Magnitudes, or (`keyed` false) frequencies in cycles a sample, wave[n] of x[n], as
 * means over `span` samples about each: frequencies are the turn of a mean of `span`
 * samples to the next one. Near the ends the span is cut. scratch[n]. */
PHW_API void phw_pulse_wave(float *wave, phw_cf *scratch, const phw_cf *x, size_t n,
                            size_t span, bool keyed);

/** Runs of wave[n]: its two levels are the means of what lies above and below half way
 * between them, found by repetition; a change of level counts once it has come a
 * quarter of their distance past the middle, and lies where the middle was passed.
 * False when there are more than PHW_PULSE_RUNS_MAX, or no two levels. The first and
 * the last run end where the wave does. */
PHW_API bool phw_pulse_runs_find(phw_pulse_runs *out, const float *wave, size_t n);

/** The share of the variance of wave[n] that the two levels explain, below 1. */
PHW_API double phw_pulse_runs_explain(const phw_pulse_runs *r, const float *wave,
                                      size_t n);

PHW_END_C

#endif
