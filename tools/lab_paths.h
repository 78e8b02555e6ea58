/** @file
 * The ways around: what tags and the surface add to a link's first tap.
 *
 * A tag adds a sqrt(P) f b, f and b the channels to and from it, a the reflection of
 * its load: 1, or 1 - depth in every other of its periods. The surface adds
 * sqrt(P / N) sum_n f_n g_n e^{j theta_n}; its phases hold for whole periods of
 * exchanges, whichever end sounds. Both are narrow-band: their delays are that of the
 * first tap.
 */
#ifndef PHW_TOOLS_LAB_PATHS_H
#define PHW_TOOLS_LAB_PATHS_H

#include <stddef.h>
#include <stdint.h>

#include "channel/network.h"
#include "core/sample.h"
#include "core/status.h"
#include "tools/lab_plan.h"

/** One thread's. */
typedef struct phw_lab_paths phw_lab_paths;

/** For a network of the plan, borrowed. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_paths_create(phw_lab_paths **out,
                                             const phw_lab_plan *plan,
                                             phw_network *network, uint64_t seed,
                                             uint32_t trial);

/** Takes NULL. */
void phw_lab_paths_destroy(phw_lab_paths *paths);

/** Adds to inout[antennas of `to`][antennas of `from`] at an instant. Fails with what
 * phw_network_taps() fails with. */
PHW_MUST_USE phw_status phw_lab_paths_add(phw_lab_paths *paths, phw_cf *inout,
                                          size_t from, size_t to, double time_s);

#endif
