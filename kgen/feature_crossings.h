/** @file
 * When the received power first crosses its median.
 */
#ifndef PHW_KGEN_FEATURE_CROSSINGS_H
#define PHW_KGEN_FEATURE_CROSSINGS_H

#include "kgen/feature.h"

PHW_BEGIN_C

/** The entry "crossings": for each block of probes (sequence numbers s with equal
 * floor(s / block)), the time from the block's first probe to where the power in dB
 * first crosses a level, in intervals between probes (interpolated), at most the
 * block's length: that is also the value where it does not. The level is the end's own
 * median plus `level` dB. Row b has number b block.
 *
 * Every block has a row, so that which rows there are says nothing of crossings. Blocks
 * without one have equal values: slow fading has few crossings and little entropy, and
 * the estimators see it in the counts. PHW_EINPUT for a probe without power, PHW_ESHORT
 * when no block has two probes. */
extern PHW_API const phw_feature phw_feature_crossings;

PHW_END_C

#endif
