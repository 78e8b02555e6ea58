/** @file
 * How far the samples of a capture got on their way to frames, and what may be wrong
 * where they got no further.
 */
#ifndef PHW_TOOLS_PROBE_STAGES_H
#define PHW_TOOLS_PROBE_STAGES_H

#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "phy/wifi_receiver.h"
#include "tools/frames.h"
#include "tools/result.h"

/** Room for all that phw_probe_hint() may say. */
#define PHW_PROBE_HINT_SIZE 600

/** What the samples were like. A zeroed one has met none. */
typedef struct phw_probe_level {
    uint64_t n;
    double sum_re;
    double sum_im;
    double power;    /**< sum of |x|^2 */
    double peak;     /**< greatest magnitude of a component */
    uint64_t n_peak; /**< samples of that magnitude */
} phw_probe_level;

/** Takes the next n samples in. */
void phw_probe_level_add(phw_probe_level *l, const phw_cf *sample, size_t n);

/** Says in a few words what may be wrong, the likeliest first; "" when nothing seems
 * to be. */
void phw_probe_hint(char out[PHW_PROBE_HINT_SIZE], const phw_wifi_counts *counts,
                    const phw_probe_level *level);

/** The counts of all stages as fields of `r`, and as its object "counts": samples,
 * preambles, sync, signal, complete, crowded, decoded, check, ht, ht_check, addressed.
 */
void phw_probe_stages_tell(phw_result *r, const phw_wifi_counts *counts,
                           const phw_frames *f);

#endif
