/** @file
 * An envelope law made ready: what costs time is worked out once, into a table.
 */
#ifndef PHW_CHANNEL_ENVELOPE_H
#define PHW_CHANNEL_ENVELOPE_H

#include <stddef.h>

#include "channel/law.h"
#include "core/status.h"

PHW_BEGIN_C

/** Constant once created: any number of threads may apply one. */
typedef struct phw_envelope phw_envelope;

/** For one law (copied); given back with phw_envelope_destroy(). PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_envelope_create(phw_envelope **out,
                                                    const phw_law_choice *law);

/** Takes NULL. */
PHW_API void phw_envelope_destroy(phw_envelope *envelope);

/** Values of CN(0, 1) to values of the law, as the entry's own apply() does: for laws
 * that stretch the envelope within 3e-5 of it where 2^-32 <= |z|^2 < 2^6, and by the
 * nearest end's factor beyond; what is no number stays none. `turn` holds
 * PHW_LAW_WAVES_MAX phases for each value, or is NULL for laws without waves. */
PHW_API void phw_envelope_apply(const phw_envelope *envelope, phw_cf *inout, size_t n,
                                const double *turn);

PHW_END_C

#endif
