/** @file
 * Whitened matched filter over the samples of a pair, or of several.
 */
#ifndef PHW_ENCRYPT_UPLINK_ATTACK_WHITENED_H
#define PHW_ENCRYPT_UPLINK_ATTACK_WHITENED_H

#include "encrypt/uplink_attack.h"

PHW_BEGIN_C

/** The entry "whitened". */
extern PHW_API const phw_uplink_attack phw_uplink_attack_whitened;

PHW_END_C

#endif
