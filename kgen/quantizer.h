/** @file
 * A quantizer turns one component's series into symbols by statistics of the end's own
 * series. The interface; the entries are quantizer_NAME.c, their list is
 * kgen/quantizers.h.
 */
#ifndef PHW_KGEN_QUANTIZER_H
#define PHW_KGEN_QUANTIZER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/status.h"
#include "kgen/symbols.h"

PHW_BEGIN_C

/** Most bits of one symbol. */
#define PHW_QUANTIZER_BITS_MAX 4

/** Whose list of kept samples has to be said in public. */
typedef enum phw_exchange {
    PHW_EXCHANGE_NONE = 0, /**< nobody's: every sample is kept */
    PHW_EXCHANGE_LEADER,   /**< the leader's; the other end follows it */
    PHW_EXCHANGE_BOTH      /**< both ends'; what both keep is kept */
} phw_exchange;

/** One entry. */
typedef struct phw_quantizer {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;
    unsigned n_bits_max; /**< most bits of a symbol, 1..PHW_QUANTIZER_BITS_MAX */

    /** Bits of a symbol that the parameters ask for, 1..n_bits_max. */
    unsigned (*n_bits)(const phw_params *params);

    /** Who has to publish a list of kept samples with these parameters. */
    phw_exchange (*index_exchange)(const phw_params *params);

    /** Labels a series x[n] of one component: Gray-coded symbols of `n_bits`
     * (1..n_bits_max, else PHW_EARG) bits and which samples this end would keep, to be
     * freed. `leader` is the end whose bits are the reference. The thresholds are of x
     * alone. PHW_ESHORT when x is constant or shorter than 2^n_bits; PHW_EINPUT when a
     * value is not finite. */
    phw_status (*label)(phw_symbols *out, const double *x, size_t n, unsigned n_bits,
                        const phw_params *params, bool leader);
} phw_quantizer;

PHW_END_C

#endif
