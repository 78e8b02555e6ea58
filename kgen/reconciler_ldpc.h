/** @file
 * The entry "ldpc" of the reconcilers.
 */
#ifndef PHW_KGEN_RECONCILER_LDPC_H
#define PHW_KGEN_RECONCILER_LDPC_H

#include "kgen/reconciler.h"

PHW_BEGIN_C

/** See kgen/reconciler_ldpc.c. */
PHW_API extern const phw_reconciler phw_reconciler_ldpc;

PHW_END_C

#endif
