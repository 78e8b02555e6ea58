/** @file
 * Mean distance to the nearest enrolled frames of a transmitter.
 */
#ifndef PHW_AUTH_CLASSIFIER_KNN_H
#define PHW_AUTH_CLASSIFIER_KNN_H

#include "auth/classifier.h"

PHW_BEGIN_C

/** The entry "knn". */
extern PHW_API const phw_classifier phw_classifier_knn;

PHW_END_C

#endif
