/** @file
 * Distance from a transmitter's mean in standard deviations, by the covariance that all
 * transmitters share.
 */
#ifndef PHW_AUTH_CLASSIFIER_MAHALANOBIS_H
#define PHW_AUTH_CLASSIFIER_MAHALANOBIS_H

#include "auth/classifier.h"

PHW_BEGIN_C

/** The entry "mahalanobis". */
extern PHW_API const phw_classifier phw_classifier_mahalanobis;

PHW_END_C

#endif
