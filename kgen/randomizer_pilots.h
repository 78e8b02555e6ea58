/** @file
 * The randomizer pilots: the leader sends pilots of random amplitude and phase,
 * and multiplies what it hears by the same draws.
 */
#ifndef PHW_KGEN_RANDOMIZER_PILOTS_H
#define PHW_KGEN_RANDOMIZER_PILOTS_H

#include "kgen/randomizer.h"

PHW_BEGIN_C

/** The entry. */
PHW_API extern const phw_randomizer phw_randomizer_pilots;

PHW_END_C

#endif
