/** @file
 * The randomizer beams: the leader sends and hears by a beam that is drawn anew
 * for each exchange, from an array.
 */
#ifndef PHW_KGEN_RANDOMIZER_BEAMS_H
#define PHW_KGEN_RANDOMIZER_BEAMS_H

#include "kgen/randomizer.h"

PHW_BEGIN_C

/** The entry. */
PHW_API extern const phw_randomizer phw_randomizer_beams;

PHW_END_C

#endif
