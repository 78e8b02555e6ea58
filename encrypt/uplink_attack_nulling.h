/** @file
 * Several antennas, combined so that the noise's direction is nulled.
 */
#ifndef PHW_ENCRYPT_UPLINK_ATTACK_NULLING_H
#define PHW_ENCRYPT_UPLINK_ATTACK_NULLING_H

#include "encrypt/uplink_attack.h"

PHW_BEGIN_C

/** The entry "nulling". */
extern PHW_API const phw_uplink_attack phw_uplink_attack_nulling;

PHW_END_C

#endif
