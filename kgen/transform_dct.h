/** @file
 * Orthonormal DCT-II of consecutive rows of each component: a fixed public basis.
 */
#ifndef PHW_KGEN_TRANSFORM_DCT_H
#define PHW_KGEN_TRANSFORM_DCT_H

#include "kgen/transform.h"

PHW_BEGIN_C

/** The entry "dct". */
extern PHW_API const phw_transform phw_transform_dct;

PHW_END_C

#endif
