/** @file
 * Distance from a transmitter's mean in the directions that tell the enrolled
 * transmitters apart best.
 */
#ifndef PHW_AUTH_CLASSIFIER_LDA_H
#define PHW_AUTH_CLASSIFIER_LDA_H

#include "auth/classifier.h"

PHW_BEGIN_C

/** The entry "lda". */
extern PHW_API const phw_classifier phw_classifier_lda;

PHW_END_C

#endif
