/** @file
 * The fingerprint feature error_mean.
 */
#ifndef PHW_AUTH_FINGERPRINT_FEATURE_ERROR_MEAN_H
#define PHW_AUTH_FINGERPRINT_FEATURE_ERROR_MEAN_H

#include "auth/fingerprint_feature.h"

PHW_BEGIN_C

/** Mean distance of SIGNAL's equalised points from those sent, whose power is 1. */
PHW_API extern const phw_fingerprint_feature phw_fingerprint_feature_error_mean;

PHW_END_C

#endif
