/** @file
 * No transform: the features as they are.
 */
#ifndef PHW_KGEN_TRANSFORM_NONE_H
#define PHW_KGEN_TRANSFORM_NONE_H

#include "kgen/transform.h"

PHW_BEGIN_C

/** The entry "none". */
extern PHW_API const phw_transform phw_transform_none;

PHW_END_C

#endif
