/** @file
 * The sign of the half bits' difference along the tag's phase: the receiver that
 * knows nothing of the noise, and the best one against Gaussian noise.
 */
#ifndef PHW_ENCRYPT_UPLINK_ATTACK_SLICER_H
#define PHW_ENCRYPT_UPLINK_ATTACK_SLICER_H

#include "encrypt/uplink_attack.h"

PHW_BEGIN_C

/** The entry "slicer". */
extern PHW_API const phw_uplink_attack phw_uplink_attack_slicer;

PHW_END_C

#endif
