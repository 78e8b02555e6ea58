/** @file
 * The symbols that one component's series was quantized to.
 */
#ifndef PHW_KGEN_SYMBOLS_H
#define PHW_KGEN_SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** A zeroed one is empty (an unused component has n_bits 0) and may be freed. Freeing
 * wipes. */
typedef struct phw_symbols {
    uint8_t *symbol; /**< Gray-coded, 0 .. 2^n_bits - 1 */
    uint8_t *keep;   /**< 1 where this end would keep the sample, else 0 */
    uint8_t *said;   /**< what the leader said in public of each, below 2^said_bits;
                          NULL when said_bits is 0 */
    size_t n;        /**< samples */
    unsigned n_bits; /**< bits of a symbol */
    unsigned said_bits;
} phw_symbols;

/** `n` symbols 0, all kept, given back with phw_symbols_free(). PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_symbols_alloc(phw_symbols *out, size_t n,
                                                  unsigned n_bits);

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_symbols_free(phw_symbols *s);

/** Gray code of a level: neighbours differ in one bit. */
static inline uint8_t phw_gray(unsigned level)
{
    return (uint8_t)(level ^ (level >> 1));
}

PHW_END_C

#endif
