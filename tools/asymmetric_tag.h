/** @file
 * What a reader hears of a tag that reflects its tone: for traces of the channel one
 * way.
 */
#ifndef PHW_TOOLS_ASYMMETRIC_TAG_H
#define PHW_TOOLS_ASYMMETRIC_TAG_H

#include <stdint.h>

#include "core/status.h"
#include "core/trace.h"

/** Squares each value, the way to the tag and back over one antenna, and adds complex
 * noise of snr_db below the mean power of the squares, drawn from `seed`. PHW_EINPUT
 * for traces that are not complex. */
PHW_MUST_USE phw_status phw_asymmetric_round_trip(phw_trace *inout, double snr_db,
                                                  uint64_t seed);

#endif
