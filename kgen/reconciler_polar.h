/** @file
 * Reconciliation by polar codes: frozen bits and a checksum a block, in one message.
 */
#ifndef PHW_KGEN_RECONCILER_POLAR_H
#define PHW_KGEN_RECONCILER_POLAR_H

#include "kgen/reconciler.h"

PHW_BEGIN_C

/** The entry "polar": Alice says the least reliable bits of u = x G of each block of up
 * to 4096, and 8 bits of checksum; Bob decodes by lists of eight (kgen/polar_list.h),
 * with what is known of the reliability of his bits, and takes the likeliest path whose
 * checksum is hers. One message, as with "bch", at about three quarters of its leak;
 * the normal approximation's is still 10 to 30 % less. */
extern PHW_API const phw_reconciler phw_reconciler_polar;

PHW_END_C

#endif
