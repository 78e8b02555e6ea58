/** @file
 * The power of a recording over time, in memory that does not grow with its length, and
 * the noise floor and bursts that it shows.
 */
#ifndef PHW_TOOLS_LEVEL_HISTORY_H
#define PHW_TOOLS_LEVEL_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"

/** Samples of a window at first, and most windows: when they are full, two become one.
 */
#define PHW_LEVEL_WINDOW      16
#define PHW_LEVEL_WINDOWS_MAX ((size_t)1 << 20)

/** Power of a window over the noise floor from which it belongs to a burst: 6 dB. A
 * window of W samples of white noise passes it with a probability of e^{-1.6 W}
 * (Chernoff's bound for the gamma law: W (4 - 1 - ln 4)), 6e-12 for 16. */
#define PHW_LEVEL_BURST 4.0

/** Opaque. */
typedef struct phw_level_history phw_level_history;

/** What was seen, full scale being 1. */
typedef struct phw_level_facts {
    size_t window;      /**< samples of a window, PHW_LEVEL_WINDOW times 2^k */
    double floor;       /**< mean power between bursts; 0 when windows are silent */
    uint64_t n_bursts;  /**< runs of windows above; gaps of up to two are bridged */
    double duty;        /**< share of the windows in bursts */
    double shortest;    /**< bursts' lengths in samples, whole windows; 0 for none */
    double median;      /**< half of them are no longer */
    double longest;     /**< */
    double burst_power; /**< mean power in the bursts; 0 for none */
} phw_level_facts;

/** An empty history of 4 MiB. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_level_history_create(phw_level_history **out);

/** Takes NULL. */
void phw_level_history_destroy(phw_level_history *h);

/** The next samples; their mean stays in their power. */
void phw_level_history_push(phw_level_history *h, const phw_cf *sample, size_t n);

/** What there is so far. The floor is the mean of the windows below PHW_LEVEL_BURST
 * times itself, from the quietest fiftieth up: of a signal without pauses it is the
 * signal. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_level_history_facts(phw_level_facts *out,
                                                const phw_level_history *h);

#endif
