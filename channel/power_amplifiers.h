/** @file
 * The power amplifier models that can be chosen by name, and their curves.
 */
#ifndef PHW_CHANNEL_POWER_AMPLIFIERS_H
#define PHW_CHANNEL_POWER_AMPLIFIERS_H

#include <stddef.h>

#include "channel/power_amplifier.h"
#include "core/param.h"
#include "core/status.h"

PHW_BEGIN_C

/** A model with its parameters. Zeroed: a linear amplifier. A plain value. */
typedef struct phw_power_amplifier_choice {
    const phw_power_amplifier *entry; /**< NULL: linear */
    phw_params params;
} phw_power_amplifier_choice;

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_power_amplifier *const *phw_power_amplifier_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status
phw_power_amplifier_find(const phw_power_amplifier **out, const char *name);

/** Reads "rapp:smoothness=3"; "none" is linear. PHW_EARG says what is wrong. */
PHW_API PHW_MUST_USE phw_status
phw_power_amplifier_choose(phw_power_amplifier_choice *out, const char *text);

/** AM/AM and AM/PM: the amplitude and the phase turn that a steady tone of that
 * amplitude (>= 0, the model's own units) leaves with, by the model's formula. */
PHW_API void phw_power_amplifier_curve(double *amplitude_out, double *phase_rad,
                                       const phw_power_amplifier_choice *choice,
                                       double amplitude);

PHW_END_C

#endif
