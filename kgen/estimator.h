/** @file
 * An entropy estimator: the min-entropy of a sequence of symbols. The interface; the
 * entries are estimator_NAME.c, their list is kgen/estimators.h.
 */
#ifndef PHW_KGEN_ESTIMATOR_H
#define PHW_KGEN_ESTIMATOR_H

#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/status.h"

PHW_BEGIN_C

/** One entry. */
typedef struct phw_estimator {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;
    unsigned n_symbols_max; /**< largest alphabet that symbols() takes */

    /** Min-entropy, bits a symbol, of symbol[n], each below n_symbols (2 or more); for
     * entries that look at symbols alone, else NULL. A sequence too short for any claim
     * has 0. PHW_EARG when n_symbols is above n_symbols_max or a symbol is not below
     * n_symbols. */
    phw_status (*symbols)(double *min_entropy, const uint8_t *symbol, size_t n,
                          unsigned n_symbols, const phw_params *params);

    /** Min-entropy, bits a symbol, of the equal-probability m-bit quantization of a
     * continuous series x[n], given its past; for entries that model the series, else
     * NULL. PHW_EARG when n_bits is not 1..4. */
    phw_status (*series)(double *min_entropy, const double *x, size_t n,
                         unsigned n_bits, const phw_params *params);
} phw_estimator;

PHW_END_C

#endif
