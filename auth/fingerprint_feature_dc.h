/** @file
 * The fingerprint feature dc_dbc.
 */
#ifndef PHW_AUTH_FINGERPRINT_FEATURE_DC_H
#define PHW_AUTH_FINGERPRINT_FEATURE_DC_H

#include "auth/fingerprint_feature.h"

PHW_BEGIN_C

/** Carrier leakage in the long training over the signal; the receiver's own constant is
 * part of it, and noise sets a floor. */
PHW_API extern const phw_fingerprint_feature phw_fingerprint_feature_dc;

PHW_END_C

#endif
