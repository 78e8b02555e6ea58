/** @file
 * The entry "option3" of the reconcilers.
 */
#ifndef PHW_KGEN_RECONCILER_OPTION3_H
#define PHW_KGEN_RECONCILER_OPTION3_H

#include "kgen/reconciler.h"

PHW_BEGIN_C

/** See kgen/reconciler_option3.c. */
PHW_API extern const phw_reconciler phw_reconciler_option3;

PHW_END_C

#endif
