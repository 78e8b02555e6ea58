/** @file
 * The randomizer product: each end multiplies what it sends, and what it hears,
 * by draws of its own, so that both have the channel times both draws.
 */
#ifndef PHW_KGEN_RANDOMIZER_PRODUCT_H
#define PHW_KGEN_RANDOMIZER_PRODUCT_H

#include "kgen/randomizer.h"

PHW_BEGIN_C

/** The entry. */
PHW_API extern const phw_randomizer phw_randomizer_product;

PHW_END_C

#endif
