/** @file
 * The entry "option7" of the reconcilers.
 */
#ifndef PHW_KGEN_RECONCILER_OPTION7_H
#define PHW_KGEN_RECONCILER_OPTION7_H

#include "kgen/reconciler.h"

PHW_BEGIN_C

/** See kgen/reconciler_option7.c. */
PHW_API extern const phw_reconciler phw_reconciler_option7;

PHW_END_C

#endif
