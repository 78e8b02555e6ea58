/** @file
 * The entry "throughput" of the reconcilers.
 */
#ifndef PHW_KGEN_RECONCILER_THROUGHPUT_H
#define PHW_KGEN_RECONCILER_THROUGHPUT_H

#include "kgen/reconciler.h"

PHW_BEGIN_C

/** See kgen/reconciler_throughput.c. */
PHW_API extern const phw_reconciler phw_reconciler_throughput;

PHW_END_C

#endif
