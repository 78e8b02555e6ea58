/** @file
 * Differences across the tag's edge where the noise is constant.
 */
#ifndef PHW_ENCRYPT_UPLINK_ATTACK_EDGE_H
#define PHW_ENCRYPT_UPLINK_ATTACK_EDGE_H

#include "encrypt/uplink_attack.h"

PHW_BEGIN_C

/** The entry "edge". */
extern PHW_API const phw_uplink_attack phw_uplink_attack_edge;

PHW_END_C

#endif
