/** @file
 * Principal components of the columns, on the leader's public basis.
 */
#ifndef PHW_KGEN_TRANSFORM_PCA_H
#define PHW_KGEN_TRANSFORM_PCA_H

#include "kgen/transform.h"

PHW_BEGIN_C

/** The entry "pca". */
extern PHW_API const phw_transform phw_transform_pca;

/** The entry "klt": the same. */
extern PHW_API const phw_transform phw_transform_klt;

PHW_END_C

#endif
