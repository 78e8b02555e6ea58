/** @file
 * Block sizes that the fast Cascade's profiles share.
 */
#ifndef PHW_KGEN_FAST_CASCADE_SIZES_H
#define PHW_KGEN_FAST_CASCADE_SIZES_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** The largest power of two that is at most `errors` / `rate`, both above 0; at least
 * 1. Of that many bits at that rate, as many are expected to differ. */
PHW_API size_t phw_fast_cascade_power(double errors, double rate);

/** Passes of blocks for n bits: what two leave of many bits is searched for in blocks
 * smaller than a mask, by a third, and a fourth of more than two million bits. */
PHW_API unsigned phw_fast_cascade_passes(size_t n);

/** Block size of the passes from the third (2) on. */
PHW_API size_t phw_fast_cascade_late(unsigned pass, double rate);

PHW_END_C

#endif
