/** @file
 * The correlation coefficient of two estimates: no gain, no phase, no noise level.
 */
#ifndef PHW_AUTH_SIMILARITY_CORRELATION_H
#define PHW_AUTH_SIMILARITY_CORRELATION_H

#include "auth/similarity.h"

PHW_BEGIN_C

/** The entry "correlation". */
extern PHW_API const phw_similarity phw_similarity_correlation;

PHW_END_C

#endif
