/** @file
 * How much a probe is like the one before: what cleaning is to improve.
 */
#ifndef PHW_PHY_NEIGHBOURS_H
#define PHW_PHY_NEIGHBOURS_H

#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"

PHW_BEGIN_C

/** The size of coefficient i of all of a trace's values; of power in dB the dB. */
PHW_API double phw_trace_size(const phw_trace *t, size_t i);

/** Mean over neighbouring probes of Re sum h_p conj(h_p-1) / sqrt(sum |h_p|^2 sum
 * |h_p-1|^2): phases count. NaN for real kinds, and for one probe. */
PHW_API double phw_neighbour_correlation(const phw_trace *t);

/** The same of the values' sizes: phases do not count. NaN for power in dB. */
PHW_API double phw_neighbour_likeness(const phw_trace *t);

/** The level of a probe: its mean power over the coefficients in dB, or the mean of
 * power in dB. Minus infinite for a probe of zeros. */
PHW_API double phw_probe_level_db(const phw_trace *t, size_t probe);

/** RMS of the levels' steps from probe to probe, dB; probes of zeros are passed over.
 * NaN when there is no step. */
PHW_API double phw_level_steps_db(const phw_trace *t);

PHW_END_C

#endif
