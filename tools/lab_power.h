/** @file
 * How much power the nodes' links have where the scenario says a path loss or
 * shadowing: both follow the nodes on their way.
 *
 * With a path loss, coefficients are in square roots of milliwatts: |h|^2 is the power
 * that is received, dBm of it the sender's less the path's. A sample's noise is k T0 B
 * F; that of an estimate, the mean of the two training symbols of an 802.11 preamble
 * whose 52 carriers share the power of 64, is 52 / 128 of it at either level. Without a
 * path loss powers are 1 on the mean, which shadowing alone moves, and the nodes' SNRs
 * are those of estimates.
 */
#ifndef PHW_TOOLS_LAB_POWER_H
#define PHW_TOOLS_LAB_POWER_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "tools/lab_plan.h"

/** One thread's. */
typedef struct phw_lab_power phw_lab_power;

/** For a plan of a checked scenario, borrowed. PHW_EARG, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_power_create(phw_lab_power **out,
                                             const phw_lab_plan *plan, uint64_t seed,
                                             uint32_t trial);

/** Takes NULL. */
void phw_lab_power_destroy(phw_lab_power *power);

/** The amplitude of a link at an instant, by which its coefficients are multiplied: 1
 * where nothing is said. PHW_EARG when the nodes meet or are out of reach then. */
PHW_MUST_USE phw_status phw_lab_power_amplitude(phw_lab_power *power, double *out,
                                                size_t from, size_t to, double time_s);

/** The variance of the noise of a node's estimates, its noise figure counted. */
double phw_lab_power_noise(const phw_lab_power *power, size_t node);

#endif
