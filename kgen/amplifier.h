/** @file
 * The interface of privacy amplifiers: universal hash families that shorten a
 * reconciled string to a key. One entry a family (amplifier_NAME.c), listed in
 * amplifiers.h.
 */
#ifndef PHW_KGEN_AMPLIFIER_H
#define PHW_KGEN_AMPLIFIER_H

#include <stddef.h>

#include "core/bits.h"
#include "core/param.h"
#include "core/status.h"
#include "kgen/toeplitz.h"

PHW_BEGIN_C

/** One family. */
typedef struct phw_amplifier {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;

    /** Bits of the public, uniform seed for n bits in and m out. */
    size_t (*seed_bits)(size_t n, size_t m);

    /** m bits of key from x, fresh, to be freed. The seed is drawn after
     * reconciliation, independent of x. No branch and no index depends on x. PHW_EARG
     * when a length is out of range or the seed's is wrong; PHW_ENOMEM. */
    phw_status (*amplify)(phw_bits *key, const phw_bits *x, const phw_bits *seed,
                          size_t m, const phw_params *params);

    /** The same key by one method, for comparison and measurement; PHW_EARG too when
     * this processor lacks it. */
    phw_status (*amplify_by)(phw_bits *key, const phw_bits *x, const phw_bits *seed,
                             size_t m, const phw_params *params,
                             phw_toeplitz_method method);

    /** How a method makes m bits of n: what phw_toeplitz_choose() says of the product
     * that is made. */
    phw_toeplitz_algorithm (*choose)(size_t n, size_t m, phw_toeplitz_method method);
} phw_amplifier;

PHW_END_C

#endif
