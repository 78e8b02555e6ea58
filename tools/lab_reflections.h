/** @file
 * What tags and a surface add to the channel of a scenario, against closed forms.
 */
#ifndef PHW_TOOLS_LAB_REFLECTIONS_H
#define PHW_TOOLS_LAB_REFLECTIONS_H

#include "channel/statistic.h"
#include "core/status.h"
#include "tools/lab_channel.h"

/** Adds the mean power of what the scenario's own network adds between the first two
 * ends, over one of the taps. Of tags sum r_i r_j R_ij^2 over both states of the first,
 * R how two of them hang together; of a surface whose phases are drawn P, of one that
 * beams in turn P too, and of others between the independent elements' least and what
 * Cauchy and Schwarz allow, P N. Nothing where there is neither, where a law stretches
 * envelopes, and where the ends are of one site. PHW_ECANCEL, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_reflections_check(phw_statistics *out,
                                                  phw_lab_channel *channel);

#endif
