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
#include "kgen/raw.h"

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
     * has 0; PHW_ESHORT where an entry named 90b-... does not apply to one so short.
     * PHW_EARG when n_symbols is above n_symbols_max or a symbol is not below
     * n_symbols. */
    phw_status (*symbols)(double *min_entropy, const uint8_t *symbol, size_t n,
                          unsigned n_symbols, const phw_params *params);

    /** Min-entropy, bits a symbol, of the symbols that were kept of a continuous series
     * x[n], given its past and given that other components' values leave the
     * share `open` (0..1] of its variance open; for entries that model the series, else
     * NULL. PHW_ESHORT when the series is too short or constant. */
    phw_status (*series)(double *min_entropy, const double *x, size_t n,
                         const phw_raw_component *kept, double open,
                         const phw_params *params);
} phw_estimator;

PHW_END_C

#endif
