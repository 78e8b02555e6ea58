/** @file
 * Successive cancellation list decoding of polar codes, eight paths abreast (Tal and
 * Vardy, IEEE Trans. IT 61(5), 2015; metrics of Balatsoukas-Stimming, Bastani Parizi,
 * Burg, IEEE Trans. SP 63(19), 2015), and the polar transform.
 *
 * x = u F (x) F (x) ... over GF(2), F = (1 0; 1 1), in natural order, is its own
 * inverse. The paths lie in the lanes of vectors; a path that is given up becomes a
 * copy of another by a permutation of lanes that each level of the tree keeps until it
 * is read.
 */
#ifndef PHW_KGEN_POLAR_LIST_H
#define PHW_KGEN_POLAR_LIST_H

#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** Blocks are of 2^order bits, order from and to. */
#define PHW_POLAR_ORDER_MIN 6
#define PHW_POLAR_ORDER_MAX 12

/** Paths. */
#define PHW_POLAR_PATHS 8

/** Transforms the 2^order bits of `word` in place. */
PHW_API void phw_polar_transform(uint64_t *word, unsigned order);

/** One code's decoder; belongs to one thread. */
typedef struct phw_polar_list phw_polar_list;

/** For the code whose bits u_i with a one in frozen[2^order / 64] are known to the
 * decoder. PHW_EARG for an order out of range; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_polar_list_create(phw_polar_list **out,
                                                      unsigned order,
                                                      const uint64_t *frozen);

/** Takes NULL; wipes. */
PHW_API void phw_polar_list_destroy(phw_polar_list *d);

/** Decodes llr[2^order], ln P(x_i = 0) / P(x_i = 1), for the frozen bits of `known`,
 * the others 0. Magnitudes up to 10^4. */
PHW_API void phw_polar_list_decode(phw_polar_list *d, const float *llr,
                                   const uint64_t *known);

/** The words x of the paths, from the likeliest (0) to the least likely
 * (PHW_POLAR_PATHS - 1), as packed bits. */
PHW_API void phw_polar_list_read(const phw_polar_list *d, uint64_t *word,
                                 unsigned rank);

PHW_END_C

#endif
