/** @file
 * Reconciliation by BCH codes: a syndrome a block, in one message.
 */
#ifndef PHW_KGEN_RECONCILER_BCH_H
#define PHW_KGEN_RECONCILER_BCH_H

#include "kgen/reconciler.h"

PHW_BEGIN_C

/** The entry "bch": code offset in its syndrome form, of blocks of 127 to 1023 bits. By
 * default length and t are those of least leak at which blocks fail so rarely, by the
 * binomial tail at the estimated rate, that the frame does at most at `fer`. A block
 * with more errors than t mostly tells so (gave_up); with t below 4 or so it may
 * silently come out as another one. The same codes as kgen/code_bch.h, whose words a
 * fuzzy extractor takes for its offset. */
extern PHW_API const phw_reconciler phw_reconciler_bch;

PHW_END_C

#endif
