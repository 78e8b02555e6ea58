/** @file
 * The fingerprint feature error_kurtosis.
 */
#ifndef PHW_AUTH_FINGERPRINT_FEATURE_ERROR_KURTOSIS_H
#define PHW_AUTH_FINGERPRINT_FEATURE_ERROR_KURTOSIS_H

#include "auth/fingerprint_feature.h"

PHW_BEGIN_C

/** Mean fourth power of those distances over their mean square squared: 2 when the
 * errors are noise. */
PHW_API extern const phw_fingerprint_feature phw_fingerprint_feature_error_kurtosis;

PHW_END_C

#endif
