/** @file
 * The fingerprint feature spectrum_edge_db.
 */
#ifndef PHW_AUTH_FINGERPRINT_FEATURE_SPECTRUM_EDGE_H
#define PHW_AUTH_FINGERPRINT_FEATURE_SPECTRUM_EDGE_H

#include "auth/fingerprint_feature.h"

PHW_BEGIN_C

/** Power of the outer half of the carriers over the inner half; holds the channel and
 * the receiver's filter too. */
PHW_API extern const phw_fingerprint_feature phw_fingerprint_feature_spectrum_edge;

PHW_END_C

#endif
