/** @file
 * Principal components of the columns, each scaled to variance 1.
 */
#ifndef PHW_KGEN_TRANSFORM_WHITEN_H
#define PHW_KGEN_TRANSFORM_WHITEN_H

#include "kgen/transform.h"

PHW_BEGIN_C

/** The entry "whiten": phw_principal_apply() with the leader's variances, which are
 * said in public with the basis: for quantizers of several components together.
 * Components below `least` of the strongest's variance are left out: scaled up they
 * would be noise. For a quantizer of one component at a time it is pca. */
extern PHW_API const phw_transform phw_transform_whiten;

PHW_END_C

#endif
