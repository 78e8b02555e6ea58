/** @file
 * The fingerprint feature iq_phase_deg.
 */
#ifndef PHW_AUTH_FINGERPRINT_FEATURE_IQ_PHASE_H
#define PHW_AUTH_FINGERPRINT_FEATURE_IQ_PHASE_H

#include "auth/fingerprint_feature.h"

PHW_BEGIN_C

/** Quadrature error of the sender's mixer, from its mirror image in the training
 * fields. */
PHW_API extern const phw_fingerprint_feature phw_fingerprint_feature_iq_phase;

PHW_END_C

#endif
