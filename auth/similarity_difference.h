/** @file
 * The likelihood-ratio test of two estimates whose noise is known.
 */
#ifndef PHW_AUTH_SIMILARITY_DIFFERENCE_H
#define PHW_AUTH_SIMILARITY_DIFFERENCE_H

#include "auth/similarity.h"

PHW_BEGIN_C

/** The entry "difference". */
extern PHW_API const phw_similarity phw_similarity_difference;

PHW_END_C

#endif
