/** @file
 * The fingerprint feature error_spread.
 */
#ifndef PHW_AUTH_FINGERPRINT_FEATURE_ERROR_SPREAD_H
#define PHW_AUTH_FINGERPRINT_FEATURE_ERROR_SPREAD_H

#include "auth/fingerprint_feature.h"

PHW_BEGIN_C

/** Standard deviation of those distances over their mean: 0.523 when the errors are
 * noise, more where a few carriers fade. */
PHW_API extern const phw_fingerprint_feature phw_fingerprint_feature_error_spread;

PHW_END_C

#endif
