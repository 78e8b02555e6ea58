/** @file
 * Maximum likelihood of the half bits' difference under the noise's law.
 */
#ifndef PHW_ENCRYPT_UPLINK_ATTACK_LIKELIHOOD_H
#define PHW_ENCRYPT_UPLINK_ATTACK_LIKELIHOOD_H

#include "encrypt/uplink_attack.h"

PHW_BEGIN_C

/** The entry "likelihood". */
extern PHW_API const phw_uplink_attack phw_uplink_attack_likelihood;

PHW_END_C

#endif
