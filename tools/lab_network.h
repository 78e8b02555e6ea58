/** @file
 * From a scenario to the network of its nodes, tags and surface (channel/network.h).
 */
#ifndef PHW_TOOLS_LAB_NETWORK_H
#define PHW_TOOLS_LAB_NETWORK_H

#include <stddef.h>
#include <stdint.h>

#include "channel/network.h"
#include "core/status.h"
#include "tools/lab_plan.h"

/** The network of a plan: node i is the plan's node i, then come the scenario's tags,
 * then its surface, an array of its elements. Given back with phw_network_destroy().
 * PHW_EINPUT when the channel can't be made of the scenario, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_network_create(phw_network **out,
                                               const phw_lab_plan *plan, uint64_t seed,
                                               uint32_t trial);

/** The network's node that is tag i. */
size_t phw_lab_network_tag(const phw_lab_plan *plan, size_t i);

/** The network's node that is the surface. */
size_t phw_lab_network_surface(const phw_lab_plan *plan);

#endif
