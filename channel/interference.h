/** @file
 * A source of interference at work on what one receiver hears. Two receivers hear
 * different ones, which breaks reciprocity more than noise does.
 */
#ifndef PHW_CHANNEL_INTERFERENCE_H
#define PHW_CHANNEL_INTERFERENCE_H

#include <stddef.h>

#include "channel/interferers.h"
#include "core/rng.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Streams that a source uses: purpose and purpose + 1. */
#define PHW_INTERFERENCE_STREAMS 2

/** Samples of what a listening source measures at once. */
#define PHW_INTERFERENCE_WINDOW 16

/** Belongs to one thread. */
typedef struct phw_interference phw_interference;

/** For samples at `rate_hz` (> 0). `reference` (>= 0) is the power that power_db and
 * threshold_db are over: the noise variance E|n|^2 of a sample; 0 is silence. `rng` has
 * a purpose PHW_RNG_PURPOSE(PHW_RNG_INTERFERENCE, source * PHW_INTERFERENCE_STREAMS).
 * Given back with phw_interference_destroy(). PHW_EARG (a frequency of the choice above
 * half the rate; a delay above 2^20 samples), PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_interference_create(phw_interference **out, const phw_interferer_choice *choice,
                        double reference, double rate_hz, const phw_rng *rng);

/** Takes NULL. */
PHW_API void phw_interference_destroy(phw_interference *interference);

/** The next sample is at the true time `time_s`, rounded to a sample; a listening
 * source has heard nothing yet. A source begins at time 0. |time_s| * rate < 2^43. */
PHW_API void phw_interference_start(phw_interference *interference, double time_s);

/** Adds what the source sends during the next n samples. A source that listens hears
 * inout as it is before: what its receiver hears, less its own. The same samples for
 * every division into blocks. */
PHW_API void phw_interference_add(phw_interference *interference, phw_cf *inout,
                                  size_t n);

PHW_END_C

#endif
