/** @file
 * A probe made louder or softer.
 */
#ifndef PHW_PHY_TRACE_GAIN_H
#define PHW_PHY_TRACE_GAIN_H

#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"

PHW_BEGIN_C

/** Multiplies a probe's values by 10^(gain_db / 20), or adds the dB where they are
 * power in dB. What its column `noise_variance` says follows. */
PHW_API void phw_trace_gain(phw_trace *t, size_t probe, double gain_db);

PHW_END_C

#endif
