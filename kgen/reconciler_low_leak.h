/** @file
 * The entry "low-leak" of the reconcilers.
 */
#ifndef PHW_KGEN_RECONCILER_LOW_LEAK_H
#define PHW_KGEN_RECONCILER_LOW_LEAK_H

#include "kgen/reconciler.h"

PHW_BEGIN_C

/** See kgen/reconciler_low_leak.c. */
PHW_API extern const phw_reconciler phw_reconciler_low_leak;

PHW_END_C

#endif
