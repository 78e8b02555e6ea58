/** @file
 * The randomizer none: what is there is taken as it is.
 */
#ifndef PHW_KGEN_RANDOMIZER_NONE_H
#define PHW_KGEN_RANDOMIZER_NONE_H

#include "kgen/randomizer.h"

PHW_BEGIN_C

/** The entry. */
PHW_API extern const phw_randomizer phw_randomizer_none;

PHW_END_C

#endif
