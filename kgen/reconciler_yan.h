/** @file
 * The entry "yan" of the reconcilers.
 */
#ifndef PHW_KGEN_RECONCILER_YAN_H
#define PHW_KGEN_RECONCILER_YAN_H

#include "kgen/reconciler.h"

PHW_BEGIN_C

/** See kgen/reconciler_yan.c. */
PHW_API extern const phw_reconciler phw_reconciler_yan;

PHW_END_C

#endif
