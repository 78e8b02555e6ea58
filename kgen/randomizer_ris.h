/** @file
 * The randomizer ris: a reconfigurable surface reflects with phases that are drawn
 * anew.
 */
#ifndef PHW_KGEN_RANDOMIZER_RIS_H
#define PHW_KGEN_RANDOMIZER_RIS_H

#include "kgen/randomizer.h"

PHW_BEGIN_C

/** The entry. */
PHW_API extern const phw_randomizer phw_randomizer_ris;

PHW_END_C

#endif
