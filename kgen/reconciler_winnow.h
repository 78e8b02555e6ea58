/** @file
 * Winnow: Hamming syndromes of blocks whose parities differ.
 */
#ifndef PHW_KGEN_RECONCILER_WINNOW_H
#define PHW_KGEN_RECONCILER_WINNOW_H

#include "kgen/reconciler.h"

PHW_BEGIN_C

/** The entry "winnow" (kgen/winnow.h). By default the block sizes of the passes are
 * those of least expected leak at the estimated error rate (kgen/winnow_plan.h). Few
 * rounds, but its flaw is real: three errors in a block become four, so it inverts bits
 * that were right, and errors that a pass leaves in pairs stay when they meet again;
 * with an estimate too low by much, most frames end unequal. */
extern PHW_API const phw_reconciler phw_reconciler_winnow;

PHW_END_C

#endif
