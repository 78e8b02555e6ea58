/** @file
 * The fingerprint feature band_edge_db.
 */
#ifndef PHW_AUTH_FINGERPRINT_FEATURE_BAND_EDGE_H
#define PHW_AUTH_FINGERPRINT_FEATURE_BAND_EDGE_H

#include "auth/fingerprint_feature.h"

PHW_BEGIN_C

/** Power of the outer half of the carriers over the inner half; holds the channel and
 * the receiver's filter too. */
PHW_API extern const phw_fingerprint_feature phw_fingerprint_feature_band_edge;

PHW_END_C

#endif
