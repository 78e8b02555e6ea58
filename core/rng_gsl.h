/** @file
 * A `gsl_rng` face on a simulation stream, so that GSL's distributions draw from it.
 * Nothing of ours includes this header but the source that needs GSL; it is not
 * installed.
 */
#ifndef PHW_CORE_RNG_GSL_H
#define PHW_CORE_RNG_GSL_H

#include <gsl/gsl_rng.h>

#include "core/rng.h"

PHW_BEGIN_C

/** A generator that walks the words of `rng` from index 0 on; given back with
 * gsl_rng_free(). NULL when memory is short. */
gsl_rng *phw_rng_gsl_create(const phw_rng *rng);

PHW_END_C

#endif
