/** @file
 * The envelope laws that can be chosen by name.
 */
#ifndef PHW_CHANNEL_LAWS_H
#define PHW_CHANNEL_LAWS_H

#include <stddef.h>

#include "channel/law.h"
#include "core/rng.h"
#include "core/status.h"

PHW_BEGIN_C

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_law *const *phw_law_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_law_find(const phw_law **out, const char *name);

/** Reads "rician:k_db=6"; a parameter left out has its default. PHW_EARG says what is
 * wrong and what there is. */
PHW_API PHW_MUST_USE phw_status phw_law_choose(phw_law_choice *out, const char *text);

/** The entry of a choice: Rayleigh's when it has none. */
PHW_API const phw_law *phw_law_entry(const phw_law_choice *choice);

/** Pr(|h| <= r). */
PHW_API double phw_law_cdf(const phw_law_choice *choice, double r);

/** E|h|^4 over (E|h|^2)^2. */
PHW_API double phw_law_kurtosis(const phw_law_choice *choice);

/** How many times the largest Doppler shift counts where values of the law are read off
 * a process often enough to lie on smooth curves between: 1, or 16 for laws that
 * stretch the envelope. Those have no band: the phase turns as fast as ever in a fade
 * that is no longer deep. */
PHW_API double phw_law_widening(const phw_law_choice *choice);

/** The waves' phases of one process at an instant, turn[PHW_LAW_WAVES_MAX], each in
 * [0, 1) or zero where there is no wave: uniform by words 0 and 1 of the stream at
 * instant 0, and from there by shift x doppler_hz. */
PHW_API void phw_law_turns(double *turn, const phw_law_choice *choice,
                           const phw_rng *rng, double doppler_hz, double time_s);

PHW_END_C

#endif
