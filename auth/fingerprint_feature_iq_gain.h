/** @file
 * The fingerprint feature iq_gain_db.
 */
#ifndef PHW_AUTH_FINGERPRINT_FEATURE_IQ_GAIN_H
#define PHW_AUTH_FINGERPRINT_FEATURE_IQ_GAIN_H

#include "auth/fingerprint_feature.h"

PHW_BEGIN_C

/** Gain imbalance of the sender's mixer, from its mirror image in the training fields.
 * */
PHW_API extern const phw_fingerprint_feature phw_fingerprint_feature_iq_gain;

PHW_END_C

#endif
