/** @file
 * Log-normal shadowing of the links between nodes that move: what hills, walls and
 * people add to the path loss, correlated over the places of both ends.
 *
 * In decibels it is a Gaussian field over the two places of a link,
 *     S(a, b) = sigma (f(a, b) + f(b, a)) / sqrt(2 (1 + e^{-2 |a - b| / D})),
 *     f(a, b) = sqrt(2 / N) sum_n cos(k_n.a + q_n.b + phi_n),
 * k_n and q_n random with the spectrum whose correlation is e^{-d / D} in any direction
 * (Gudmundson, Electron. Lett. 27(23), 1991). So a link keeps e^{-d / D} of its value
 * when one end moves by d and the product when both do, along a path it is an AR(1)
 * process, a link and its reverse have the same value, and two nodes closer together
 * than D share what they have towards a third: an eavesdropper shares what her
 * neighbour sees. A value depends on the places alone: any order of reading, any
 * number of threads.
 */
#ifndef PHW_CHANNEL_SHADOWING_H
#define PHW_CHANNEL_SHADOWING_H

#include <stddef.h>

#include "core/rng.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most waves of a field. */
#define PHW_SHADOWING_WAVES_MAX 4096

/** How far from the origin a node may be, in decorrelation distances. */
#define PHW_SHADOWING_REACH 1e6

/** What a field is. */
typedef struct phw_shadowing_config {
    double sigma_db;        /**< standard deviation, 0..40 */
    double decorrelation_m; /**< D, where e^{-1} is left, > 0 */
    size_t n_waves;         /**< N, 0: 256, at most PHW_SHADOWING_WAVES_MAX */
    phw_rng rng;            /**< the field's stream; a trial is another field */
} phw_shadowing_config;

/** Constant once created, but for its scratch: belongs to one thread. */
typedef struct phw_shadowing phw_shadowing;

/** Given back with phw_shadowing_destroy(). PHW_EARG, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_shadowing_create(phw_shadowing **out, const phw_shadowing_config *config);

/** Takes NULL. */
PHW_API void phw_shadowing_destroy(phw_shadowing *shadowing);

/** The field of another address. */
PHW_API void phw_shadowing_reset(phw_shadowing *shadowing, const phw_rng *rng);

/** What the link between the places a and b, x y z in m, loses beyond the path loss, in
 * dB (negative: less), the same bits for b and a. PHW_EARG for a place that is not
 * finite or beyond PHW_SHADOWING_REACH. */
PHW_API PHW_MUST_USE phw_status phw_shadowing_db(phw_shadowing *shadowing, double *out,
                                                 const double a[3], const double b[3]);

PHW_END_C

#endif
