/** @file
 * What the observers of a scenario share with its ends, against closed forms.
 */
#ifndef PHW_TOOLS_LAB_OBSERVERS_H
#define PHW_TOOLS_LAB_OBSERVERS_H

#include "channel/statistic.h"
#include "core/status.h"
#include "tools/lab_channel.h"

/** Adds, for each observer, E h_eve h_bob* of her taps and Bob's with unit powers,
 * against what the scenario says, or of nodes what their places make of it: sum p ((1 -
 * s) R + s e^{-j 2 pi (d_eve - d_bob) / lambda}), R the site's correlation and s the
 * taps' steady shares. Of a law that stretches envelopes nothing. PHW_ECANCEL,
 * PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_observers_check(phw_statistics *out,
                                                phw_lab_channel *channel);

#endif
