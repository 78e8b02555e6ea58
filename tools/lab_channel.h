/** @file
 * The channel lab: the channel of a scenario as a source that can be held against its
 * closed forms (channel/validation.h), and what its parties make of it.
 */
#ifndef PHW_TOOLS_LAB_CHANNEL_H
#define PHW_TOOLS_LAB_CHANNEL_H

#include <stddef.h>
#include <stdint.h>

#include "channel/validation.h"
#include "core/status.h"
#include "tools/lab_air.h"
#include "tools/scenario.h"

/** One thread's channel, with the subject that is checked: taps from the first end to
 * the second, between their first antennas. Where a line of sight moves with the nodes,
 * or plane waves from one side do, their shifts are those of no closed form: the nodes
 * are then held where they start, and what moves is around them, at the same Doppler
 * shift; so it is with a path loss. Shadowing is left out. */
typedef struct phw_lab_channel {
    const phw_scenario *scenario;
    const phw_scenario *expected; /**< what the closed forms are of */
    const phw_scenario *given[2]; /**< both of them, as the caller has them */
    phw_scenario *held; /**< both of them, as they are simulated; NULL: as given */
    double doppler_hz;  /**< expected */
    uint64_t seed;
    phw_air *air;
    uint32_t trial; /**< that `air` stands at */
    unsigned reads; /**< since the last look at Ctrl-C */
    phw_fading_source source;
    phw_process_model model[PHW_TAPS_MAX];
    double delay_s[PHW_TAPS_MAX];
    double expected_delay_s[PHW_TAPS_MAX];
    phw_validation_subject subject;
} phw_lab_channel;

/** Fills `out`, which must stay where it is (it points into itself) and is given back
 * with phw_lab_channel_close(). The channel is `scenario`'s; the closed forms are those
 * of `expected`, the same scenario but for a control that must fail. `n_trials` is 0
 * for as many as phw_validation_trials() says. As phw_air_create(); PHW_EARG when the
 * two have not as many taps. */
PHW_MUST_USE phw_status phw_lab_channel_open(phw_lab_channel *out,
                                             const phw_scenario *scenario,
                                             const phw_scenario *expected,
                                             uint64_t seed, size_t n_trials);

/** Takes a zeroed one. */
void phw_lab_channel_close(phw_lab_channel *channel);

/** Moves the air to a trial. */
PHW_MUST_USE phw_status phw_lab_channel_move(phw_lab_channel *channel, uint32_t trial);

/** The correlation of all taps together, E h(t + tau) h*(t) weighted by power over
 * their sum, tau in s. */
void phw_lab_channel_correlation(double *re, double *im, const phw_lab_channel *channel,
                                 double tau_s);

#endif
