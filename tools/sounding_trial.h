/** @file
 * A sounding waveform tried out: bursts over simulated channels in noise, received as a
 * recording would be, and each figure of each beside its closed form.
 */
#ifndef PHW_TOOLS_SOUNDING_TRIAL_H
#define PHW_TOOLS_SOUNDING_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "channel/taps.h"
#include "core/param.h"
#include "core/status.h"
#include "phy/channel_estimator.h"
#include "phy/sounder.h"
#include "phy/sounding_waveform.h"

/** Most estimators of a trial. */
#define PHW_SOUNDING_ESTIMATORS_MAX 6

/** Room for why an estimator can't have a waveform's pilots. */
#define PHW_SOUNDING_REASON_SIZE 160

/** Bursts that one receiver is given in a row. */
#define PHW_SOUNDING_CHUNK 20

/** An estimator and what it is set to. */
typedef struct phw_sounding_choice {
    const char *text; /**< as the user wrote it */
    const phw_channel_estimator *method;
    phw_params params;
} phw_sounding_choice;

/** What is tried: a waveform at a ratio of signal to noise. All borrowed. */
typedef struct phw_sounding_setup {
    const phw_sounding_waveform *waveform;
    const phw_sounding_choice *estimator; /**< n_estimators */
    size_t n_estimators;
    phw_taps taps;      /**< of the channel: Rayleigh, or Rice where steady */
    double rate_hz;     /**< samples a second, by which delays become samples */
    double snr;         /**< mean power of the burst over a sample's noise */
    double false_alarm; /**< of a sample, as the receiver's */
    double cfo_turns;   /**< largest carrier offset, turns over the blocks' smallest
                           distance, 0..0.5 */
    uint64_t seed;
    uint32_t stream; /**< apart for each setup: its own noise, below 2^16 */
} phw_sounding_setup;

/** What became of a burst. Variances of the bounds are at its own channel. */
typedef struct phw_sounding_result {
    bool detected;
    bool is_ambiguous;   /**< the carrier offset is off by whole turns over the blocks'
                              distance */
    uint32_t n_false;    /**< arrivals besides it, in its time */
    double cfo_error;    /**< cycles a sample */
    double cfo_bound;    /**< variance */
    double timing_error; /**< samples; of the strongest path */
    double timing_bound; /**< variance; NaN of more than one path */
    double clock_error;
    double clock_bound;
    double error[PHW_SOUNDING_ESTIMATORS_MAX];  /**< mean square, of unit channels; NaN
                                                     where there is none */
    double closed[PHW_SOUNDING_ESTIMATORS_MAX]; /**< as the estimator says itself */
} phw_sounding_result;

/** A receiver's and a channel's tables, for one setup; belongs to one thread. */
typedef struct phw_sounding_trial phw_sounding_trial;

/** `reason` gets, of each estimator that can't have this waveform's pilots, why, else
 * "". Borrows the setup. PHW_EARG when the channel's delays do not fit in the
 * waveform's guard, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_sounding_trial_create(
    phw_sounding_trial **out, char (*reason)[PHW_SOUNDING_REASON_SIZE],
    const phw_sounding_setup *setup);

/** Takes NULL. */
void phw_sounding_trial_destroy(phw_sounding_trial *t);

/** Bursts [from, from + n) of the setup, n at most PHW_SOUNDING_CHUNK, one after the
 * other in noise. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_sounding_trial_run(phw_sounding_trial *t,
                                               phw_sounding_result *out, uint32_t from,
                                               size_t n);

#endif
