/** @file
 * The fingerprint feature cfo_hz.
 */
#ifndef PHW_AUTH_FINGERPRINT_FEATURE_CFO_H
#define PHW_AUTH_FINGERPRINT_FEATURE_CFO_H

#include "auth/fingerprint_feature.h"

PHW_BEGIN_C

/** Carrier offset of sender less receiver, which the receiver's own is part of. */
PHW_API extern const phw_fingerprint_feature phw_fingerprint_feature_cfo;

PHW_END_C

#endif
