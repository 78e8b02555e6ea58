/** @file
 * Who disturbs the nodes' receivers: a scenario's interferers at both levels.
 *
 * At level iq their waveforms stand on what is received. At level coefficients those
 * same waveforms go through the estimator of an 802.11 preamble's two training symbols,
 * so that a tone is on its own carriers, a burst in the probes that it meets and white
 * noise everywhere: both levels agree in power. All antennas of a receiver hear the
 * same, as of a single antenna afar.
 */
#ifndef PHW_TOOLS_LAB_INTERFERENCE_H
#define PHW_TOOLS_LAB_INTERFERENCE_H

#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "tools/lab_plan.h"

/** One thread's interferers. */
typedef struct phw_lab_interference phw_lab_interference;

/** Who is disturbed. */
typedef struct phw_lab_listener {
    size_t node;
    double noise_variance; /**< of a sample at its antenna */
    double signal;         /**< mean power of what is sent to it, for those who listen
                                before they disturb; of estimates only */
} phw_lab_listener;

/** For a plan of a checked scenario, borrowed. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_interference_create(phw_lab_interference **out,
                                                    const phw_lab_plan *plan,
                                                    uint64_t seed, uint32_t trial);

/** Takes NULL. */
void phw_lab_interference_destroy(phw_lab_interference *interference);

/** Adds what a listener hears of them to inout[n], its samples from an instant on.
 * PHW_EARG when one can't be at the scenario's bandwidth, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_interference_add(phw_lab_interference *interference,
                                                 const phw_lab_listener *listener,
                                                 phw_cf *inout, size_t n,
                                                 double time_s);

/** What it has of them in its estimates on subcarriers at offset_hz[n], of a frame
 * whose first sample is sent at an instant: out[n]. Errors as before. */
PHW_MUST_USE phw_status phw_lab_interference_estimate(
    phw_lab_interference *interference, const phw_lab_listener *listener, phw_cf *out,
    const double *offset_hz, size_t n, double instant_s);

#endif
