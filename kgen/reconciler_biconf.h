/** @file
 * The entry "biconf" of the reconcilers.
 */
#ifndef PHW_KGEN_RECONCILER_BICONF_H
#define PHW_KGEN_RECONCILER_BICONF_H

#include "kgen/reconciler.h"

PHW_BEGIN_C

/** See kgen/reconciler_biconf.c. */
PHW_API extern const phw_reconciler phw_reconciler_biconf;

PHW_END_C

#endif
