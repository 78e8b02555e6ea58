/** @file
 * How the antennas of one site hang together, and the matrix that mixes independent
 * processes into such ones.
 */
#ifndef PHW_CHANNEL_SITE_CORRELATION_H
#define PHW_CHANNEL_SITE_CORRELATION_H

#include <stddef.h>

#include "channel/network_config.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** One antenna of a network. */
typedef struct phw_antenna {
    size_t node;    /**< its node's number */
    size_t element; /**< of the node's array */
} phw_antenna;

/** R = E h_a h_b* of two antennas of one site at time 0, of a checked network: from the
 * displacement and the site's angles. An explicit correlation of the nodes stands
 * before that of the elements (of their displacements within their arrays); where an
 * array's is modelled, R is that of the nodes times the model. */
PHW_API void phw_site_correlation(double *re, double *im,
                                  const phw_network_config *config, phw_antenna a,
                                  phw_antenna b);

/** The lower triangular L with L L^H = R of n antennas of one site, in their order:
 * row a is out[a * n], what is above the diagonal 0. R may be singular to rounding (two
 * antennas that hear the same). PHW_EARG when R has a negative eigenvalue: an explicit
 * correlation that can't be; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_site_mixing(phw_cf *out,
                                                const phw_network_config *config,
                                                const phw_antenna *antenna, size_t n);

PHW_END_C

#endif
