/** @file
 * The randomizer sample: of so many rows in a row one is taken, drawn in public.
 */
#ifndef PHW_KGEN_RANDOMIZER_SAMPLE_H
#define PHW_KGEN_RANDOMIZER_SAMPLE_H

#include "kgen/randomizer.h"

PHW_BEGIN_C

/** The entry. */
PHW_API extern const phw_randomizer phw_randomizer_sample;

PHW_END_C

#endif
