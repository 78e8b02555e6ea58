/** @file
 * What a symbol's pilots tell of phase, frequency, timing and clock: a Kalman filter
 * over the symbols of a frame, so that each is as sure as all before make it.
 */
#ifndef PHW_PHY_PILOT_TRACKER_H
#define PHW_PHY_PILOT_TRACKER_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** Entries of the state. */
#define PHW_PILOT_N_STATES 4

/** State and its covariance; plain data. */
typedef struct phw_pilot_tracker {
    /** Phase in rad; rad a sample; how many samples the symbols are late; samples a
     * sample, that is the receiver's clock rate over the sender's, less 1. */
    double state[PHW_PILOT_N_STATES];
    double covariance[PHW_PILOT_N_STATES][PHW_PILOT_N_STATES];
} phw_pilot_tracker;

/** Starts where training was: phase and delay 0, the clocks as far apart as they may be
 * (deviation 20e-6, of which the standard allows 40e-6), and a frequency known with
 * `frequency_variance`, in (rad a sample)^2. */
PHW_API void phw_pilot_tracker_start(phw_pilot_tracker *t, double frequency_variance);

/** Goes on by that many samples: the next symbol's phase and delay as expected. */
PHW_API void phw_pilot_tracker_advance(phw_pilot_tracker *t, size_t n_samples);

/** A pilot at `carrier` of a 64-point transform has the phase `phase_rad` beyond what
 * the state told before the first pilot of this symbol, `told`: with that variance.
 * What is no number, or says nothing (infinite variance), is left out. */
PHW_API void phw_pilot_tracker_observe(phw_pilot_tracker *t,
                                       const phw_pilot_tracker *told, int carrier,
                                       double phase_rad, double variance);

PHW_END_C

#endif
