/** @file
 * The entry "original" of the reconcilers.
 */
#ifndef PHW_KGEN_RECONCILER_ORIGINAL_H
#define PHW_KGEN_RECONCILER_ORIGINAL_H

#include "kgen/reconciler.h"

PHW_BEGIN_C

/** See kgen/reconciler_original.c. */
PHW_API extern const phw_reconciler phw_reconciler_original;

PHW_END_C

#endif
