/** @file
 * Block sizes that the swift Cascade's profiles share.
 */
#ifndef PHW_KGEN_SWIFT_SIZES_H
#define PHW_KGEN_SWIFT_SIZES_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** The largest power of two that is at most `errors` / `rate`, both above 0; at least
 * 1. Of that many bits at that rate, as many are expected to differ. */
PHW_API size_t phw_swift_power(double errors, double rate);

PHW_END_C

#endif
