/** @file
 * What a scenario has beside the plain channel, against closed forms: a surface's
 * power, the amplifiers' curves, the oscillators' phases and offsets.
 */
#ifndef PHW_TOOLS_LAB_HARDWARE_H
#define PHW_TOOLS_LAB_HARDWARE_H

#include "channel/statistic.h"
#include "core/status.h"
#include "tools/lab_channel.h"

/** Adds the figures of what there is: nothing for a scenario of ideal radios without a
 * surface. PHW_EINPUT for a node's value that can't be, PHW_ECANCEL, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_hardware_check(phw_statistics *out,
                                               phw_lab_channel *channel);

#endif
