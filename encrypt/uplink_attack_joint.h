/** @file
 * Blind joint maximum likelihood against noise of constant amplitude: the four points
 * +-g +-h, h unknown.
 */
#ifndef PHW_ENCRYPT_UPLINK_ATTACK_JOINT_H
#define PHW_ENCRYPT_UPLINK_ATTACK_JOINT_H

#include "encrypt/uplink_attack.h"

PHW_BEGIN_C

/** The entry "joint". */
extern PHW_API const phw_uplink_attack phw_uplink_attack_joint;

PHW_END_C

#endif
