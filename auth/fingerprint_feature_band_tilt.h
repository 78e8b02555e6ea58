/** @file
 * The fingerprint feature band_tilt_db.
 */
#ifndef PHW_AUTH_FINGERPRINT_FEATURE_BAND_TILT_H
#define PHW_AUTH_FINGERPRINT_FEATURE_BAND_TILT_H

#include "auth/fingerprint_feature.h"

PHW_BEGIN_C

/** Power of the upper half of the carriers over the lower half; holds the channel and
 * the receiver's filter too. */
PHW_API extern const phw_fingerprint_feature phw_fingerprint_feature_band_tilt;

PHW_END_C

#endif
