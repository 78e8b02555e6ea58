/** @file
 * The rings of a constellation: what a rotation of unknown phase leaves to see.
 */
#ifndef PHW_ENCRYPT_RINGS_H
#define PHW_ENCRYPT_RINGS_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"
#include "phy/modem.h"

PHW_BEGIN_C

/** The points by their distance from the origin. */
typedef struct phw_rings {
    size_t n;                              /**< rings, the origin among them */
    double radius[PHW_MODEM_POINTS_MAX];   /**< ascending */
    size_t n_points[PHW_MODEM_POINTS_MAX]; /**< on each */
    double entropy_bits; /**< of the ring of a uniform point: what every observer learns
                              of a symbol with its phase hidden, noise aside */
} phw_rings;

/** The rings of n points, 1..PHW_MODEM_POINTS_MAX; a distance within
 * 1e-6 of the one below is on its ring. */
PHW_API void phw_rings_of(phw_rings *out, const phw_cf *points, size_t n);

PHW_END_C

#endif
