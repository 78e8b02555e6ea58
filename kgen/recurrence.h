/** @file
 * Whether a series says again what it said long before.
 */
#ifndef PHW_KGEN_RECURRENCE_H
#define PHW_KGEN_RECURRENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** Whether x[n] repeats itself at any lag that leaves 16 pairs: what an autoregressive
 * model (Burg's, of order 16, or a quarter of the rows) can't foretell is correlated
 * with itself moved in time beyond what white series show once in 10^6
 * (phw_crosslag_threshold()). The memory of a fading channel is what the model takes
 * out, so that it counts as none; a pattern that comes again, at 20 dB or at 0, does.
 * *lag, unless NULL, gets the lag, or 0. PHW_ESHORT for fewer than 32 values or a
 * constant series; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_recurrence_find(bool *repeats, size_t *lag,
                                                    const double *x, size_t n);

PHW_END_C

#endif
