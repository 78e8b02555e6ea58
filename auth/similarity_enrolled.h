/** @file
 * The F test: the noise is what the enrolled frames differ by among themselves.
 */
#ifndef PHW_AUTH_SIMILARITY_ENROLLED_H
#define PHW_AUTH_SIMILARITY_ENROLLED_H

#include "auth/similarity.h"

PHW_BEGIN_C

/** The entry "enrolled". */
extern PHW_API const phw_similarity phw_similarity_enrolled;

PHW_END_C

#endif
