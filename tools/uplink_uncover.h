/** @file
 * Takes the noise off a protected recording: its channel by least squares over each
 * cover, once without and, where that was not enough, once with the levels that the
 * first pass left.
 */
#ifndef PHW_TOOLS_UPLINK_UNCOVER_H
#define PHW_TOOLS_UPLINK_UNCOVER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/key.h"
#include "core/status.h"
#include "tools/uplink_cover.h"
#include "tools/uplink_samples.h"

/** What came of one cover. */
typedef struct phw_uplink_uncovered {
    double noise_power;    /**< mean, of the noise that was found */
    double residual_power; /**< mean, of the rest about its mean, the tag included */
    double chance;         /**< that noise of another key explains as much */
    const phw_uplink_message *message; /**< with a good CRC, or NULL */
    const char *fault;                 /**< why not */
} phw_uplink_uncovered;

/** What came of a recording. A zeroed one may be freed. */
typedef struct phw_uplink_uncovering {
    phw_uplink_uncovered *cover; /**< of each cover */
    size_t n;
    size_t n_good;      /**< with a message of good CRC */
    size_t n_explained; /**< whose noise is surely of this key */
    phw_uplink_messages found;
} phw_uplink_uncovering;

/** Noise of another key explains this little once in 1e9 covers. */
#define PHW_UPLINK_CHANCE 1e-9

/** Takes the noise of `key` off `inout` and finds the messages below with `n_taps` taps
 * of its channel. PHW_ESHORT when a cover is too short for them; PHW_ENOMEM,
 * PHW_ECANCEL. */
PHW_MUST_USE phw_status phw_uplink_uncover(phw_uplink_uncovering *out,
                                           phw_uplink_samples *inout,
                                           const phw_uplink_covers *covers,
                                           const phw_key *key, size_t n_taps);

/** PHW_EAUTH, naming `path`, when no noise of the key was found: another key's explains
 * nothing, and with it nothing is handed out. */
PHW_MUST_USE phw_status phw_uplink_uncovering_check(const phw_uplink_uncovering *u,
                                                    const char *path);

/** Gives back; the struct is zero afterwards. */
void phw_uplink_uncovering_free(phw_uplink_uncovering *u);

#endif
