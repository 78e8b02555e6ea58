/** @file
 * The nodes' radios: their front ends (channel/front_end.h) at both levels, and who
 * disturbs their receivers.
 */
#ifndef PHW_TOOLS_LAB_RADIO_H
#define PHW_TOOLS_LAB_RADIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "tools/lab_interference.h"
#include "tools/lab_plan.h"

/** One thread's radios of all nodes. */
typedef struct phw_lab_radio phw_lab_radio;

/** For a plan, borrowed. What a node's hardware differs by (its filters) is drawn from
 * the seed alone: trials are of the same radios, on whose noise, phase noise and
 * calibration they differ. PHW_EARG names what can't be; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_radio_create(phw_lab_radio **out,
                                             const phw_lab_plan *plan, uint64_t seed,
                                             uint32_t trial);

/** Takes NULL. */
void phw_lab_radio_destroy(phw_lab_radio *radio);

/** What of in[n] leaves a node's antenna from the instant on: out[n]; in and out may
 * not overlap. */
PHW_MUST_USE phw_status phw_lab_radio_transmit(phw_lab_radio *radio, phw_cf *out,
                                               const phw_cf *in, size_t n, size_t node,
                                               double time_s);

/** What a node's receiver makes of samples at its antenna, whose noise has that
 * variance, and of whoever disturbs it. */
PHW_MUST_USE phw_status phw_lab_radio_receive(phw_lab_radio *radio, phw_cf *inout,
                                              size_t n, size_t node, double time_s,
                                              double noise_variance);

/** Sets a node's receiver for signals of that root mean square (> 0; 1 at first), as
 * its preamplifier is: what the front end's nominal power 1 stands for. What it
 * receives keeps the scale of the antenna. */
void phw_lab_radio_expect(phw_lab_radio *radio, size_t node, double amplitude);

/** Takes off the first n samples of what was received last what the gain control did to
 * them, which a receiver knows. */
void phw_lab_radio_undo_gain(const phw_lab_radio *radio, phw_cf *inout, size_t n);

/** What a node's calibration makes of its estimates on subcarriers at offset_hz[n]: its
 * transmitter's response in the place of its receiver's, but for what is left. Without
 * a calibration nothing. */
void phw_lab_radio_calibrate(const phw_lab_radio *radio, phw_cf *inout,
                             const double *offset_hz, size_t n, size_t node);

/** Whether no node's front end or calibration changes coefficients; without nodes in
 * the scenario none does. */
bool phw_lab_radio_is_ideal(const phw_lab_radio *radio);

/** What the two radios at the ends of a channel make of it at an instant: factor[n] of
 * its responses on subcarriers at offset_hz[n], for the oscillators' phases and the
 * filters. */
void phw_lab_radio_factors(phw_lab_radio *radio, phw_cf *factor,
                           const double *offset_hz, size_t n, size_t from, size_t to,
                           double time_s);

/** Who disturbs the receivers; lives as long as the radios. */
phw_lab_interference *phw_lab_radio_interference(phw_lab_radio *radio);

#endif
