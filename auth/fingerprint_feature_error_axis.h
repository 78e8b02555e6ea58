/** @file
 * The fingerprint feature error_axis_db.
 */
#ifndef PHW_AUTH_FINGERPRINT_FEATURE_ERROR_AXIS_H
#define PHW_AUTH_FINGERPRINT_FEATURE_ERROR_AXIS_H

#include "auth/fingerprint_feature.h"

PHW_BEGIN_C

/** Power of SIGNAL's errors across its points' axis over that along it: 0 for noise,
 * more for phase noise. */
PHW_API extern const phw_fingerprint_feature phw_fingerprint_feature_error_axis;

PHW_END_C

#endif
