/** @file
 * All that can be checked of a scenario's channel: what channel/validations.h has, and
 * what the parties make of it.
 */
#ifndef PHW_TOOLS_LAB_CHECKS_H
#define PHW_TOOLS_LAB_CHECKS_H

#include "tools/lab_channel.h"

/** What can be checked, in order: the validations, correlation over distance, the
 * hardware, then the parties. NULL past the last. */
const char *phw_lab_check_name(size_t i);

/** Runs check `i` and adds its figures. PHW_ECANCEL, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_check(phw_statistics *out, phw_lab_channel *channel,
                                      size_t i);

#endif
