/** @file
 * The validations there are, and all of them in a row.
 */
#ifndef PHW_CHANNEL_VALIDATIONS_H
#define PHW_CHANNEL_VALIDATIONS_H

#include <stddef.h>

#include "channel/validation.h"

PHW_BEGIN_C

/** Validation `i`, NULL past the last. */
PHW_API const phw_validation *phw_validation_at(size_t i);

/** The validation of that name, NULL when there is none. */
PHW_API const phw_validation *phw_validation_find(const char *name);

/** Trials that show an error of a percent or two in a channel of `n_values` values,
 * since those of all values are pooled: 16384 / n_values, at least 512. */
PHW_API size_t phw_validation_trials(size_t n_values);

/** Runs one, after a look at the subject; nothing when it needs motion and there is
 * none. PHW_EARG when the subject can't be: no values, more than PHW_TAPS_MAX, fewer
 * than 16 trials, a Doppler shift or a power that is negative or not finite; as the
 * source fails; PHW_ENOMEM. Figures found before a failure stay in `out`. */
PHW_API PHW_MUST_USE phw_status
phw_validation_run(phw_statistics *out, const phw_validation *validation,
                   const phw_validation_subject *subject);

PHW_END_C

#endif
