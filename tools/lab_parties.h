/** @file
 * What the parties of a scenario make of its channel, against closed forms: how much
 * their estimates hang together.
 */
#ifndef PHW_TOOLS_LAB_PARTIES_H
#define PHW_TOOLS_LAB_PARTIES_H

#include <stddef.h>

#include "channel/statistic.h"
#include "core/status.h"
#include "tools/lab_channel.h"

/** The name of check `i`, NULL past the last. */
const char *phw_lab_parties_name(size_t i);

/** Runs it:
 * "reciprocity": both directions at one instant are the same to the last bit; of the
 * estimates, a turnaround apart and with noise, rho = R(tau) / sqrt((1 + 1/g_A)(1 +
 * 1/g_B)), g received power over noise, and the bits that are in a probe, -log2(1 -
 * rho^2).
 * "eve": tools/lab_observers.h.
 * PHW_ECANCEL, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_parties_check(phw_statistics *out,
                                              phw_lab_channel *channel, size_t i);

#endif
