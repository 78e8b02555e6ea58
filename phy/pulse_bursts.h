/** @file
 * Where somebody speaks: stretches of a recording whose power stands above the noise.
 */
#ifndef PHW_PHY_PULSE_BURSTS_H
#define PHW_PHY_PULSE_BURSTS_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Samples of which a power is the mean. */
#define PHW_PULSE_BLOCK 16

/** One stretch, samples [from, to). */
typedef struct phw_pulse_burst {
    size_t from;
    size_t to;
    double noise; /**< mean power of a sample without signal */
    double level; /**< mean power of a sample where it is on, noise included */
} phw_pulse_burst;

/** All of them, in their order; a zeroed one may be freed. */
typedef struct phw_pulse_burst_list {
    phw_pulse_burst *burst;
    size_t n;
} phw_pulse_burst_list;

/** Finds the bursts in x[n]. On is a block of power above 2.5 times the noise's, which
 * noise alone has once in 250,000 blocks (16 exponentials' sum); on again within `gap`
 * samples belongs together. A burst begins and ends with the sample that parts the
 * powers of noise and signal best. The noise's power is told by the tenth part of all
 * blocks that has the least, so a tenth has to be without signal. None found is PHW_OK;
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_pulse_bursts_find(phw_pulse_burst_list *out,
                                                      const phw_cf *x, size_t n,
                                                      size_t gap);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_pulse_bursts_free(phw_pulse_burst_list *l);

PHW_END_C

#endif
