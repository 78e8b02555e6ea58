/** @file
 * The randomizer permute: the values of a row are permuted in public, anew for
 * each row.
 */
#ifndef PHW_KGEN_RANDOMIZER_PERMUTE_H
#define PHW_KGEN_RANDOMIZER_PERMUTE_H

#include "kgen/randomizer.h"

PHW_BEGIN_C

/** The entry. */
PHW_API extern const phw_randomizer phw_randomizer_permute;

PHW_END_C

#endif
