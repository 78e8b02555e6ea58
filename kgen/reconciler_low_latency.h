/** @file
 * The entry "low-latency" of the reconcilers.
 */
#ifndef PHW_KGEN_RECONCILER_LOW_LATENCY_H
#define PHW_KGEN_RECONCILER_LOW_LATENCY_H

#include "kgen/reconciler.h"

PHW_BEGIN_C

/** See kgen/reconciler_low_latency.c. */
PHW_API extern const phw_reconciler phw_reconciler_low_latency;

PHW_END_C

#endif
