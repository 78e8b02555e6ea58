/** @file
 * Samples at a whole multiple of a channel's bandwidth to samples at the bandwidth: a
 * linear-phase low-pass that keeps the carriers in use as they are, then one in M.
 */
#ifndef PHW_PHY_DECIMATOR_H
#define PHW_PHY_DECIMATOR_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Output samples by which the output is late. */
#define PHW_DECIMATOR_DELAY 12

/** Opaque; for one thread. */
typedef struct phw_decimator phw_decimator;

/** By the factor 1..64 (PHW_EARG). A Kaiser design with 60 dB of stop band from 0.586
 * of the output rate on, flat up to 0.414 of it, where carrier 26 of 64 lies; with
 * factor 1 nothing is filtered and nothing late. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_decimator_create(phw_decimator **out,
                                                     size_t factor);

/** Takes NULL. */
PHW_API void phw_decimator_destroy(phw_decimator *d);

/** Takes samples from in[*n_in] and makes at most *n_out of out; both become what was
 * taken and made. Output j belongs to the input sample (j - PHW_DECIMATOR_DELAY) *
 * factor of all so far (with factor 1 to input j), and is made as soon as input
 * j * factor is there. */
PHW_API void phw_decimator_run(phw_decimator *d, phw_cf *out, size_t *n_out,
                               const phw_cf *in, size_t *n_in);

/** Input samples that an output is late: PHW_DECIMATOR_DELAY * factor, or 0. */
PHW_API size_t phw_decimator_delay(const phw_decimator *d);

PHW_END_C

#endif
