/** @file
 * The entry "option8" of the reconcilers.
 */
#ifndef PHW_KGEN_RECONCILER_OPTION8_H
#define PHW_KGEN_RECONCILER_OPTION8_H

#include "kgen/reconciler.h"

PHW_BEGIN_C

/** See kgen/reconciler_option8.c. */
PHW_API extern const phw_reconciler phw_reconciler_option8;

PHW_END_C

#endif
