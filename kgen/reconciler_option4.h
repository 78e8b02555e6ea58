/** @file
 * The entry "option4" of the reconcilers.
 */
#ifndef PHW_KGEN_RECONCILER_OPTION4_H
#define PHW_KGEN_RECONCILER_OPTION4_H

#include "kgen/reconciler.h"

PHW_BEGIN_C

/** See kgen/reconciler_option4.c. */
PHW_API extern const phw_reconciler phw_reconciler_option4;

PHW_END_C

#endif
