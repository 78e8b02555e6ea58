/** @file
 * In-phase and quadrature part of every coefficient, for phase-coherent ends.
 */
#ifndef PHW_KGEN_FEATURE_PARTS_H
#define PHW_KGEN_FEATURE_PARTS_H

#include "kgen/feature.h"

PHW_BEGIN_C

/** The entry "parts". */
extern PHW_API const phw_feature phw_feature_parts;

PHW_END_C

#endif
