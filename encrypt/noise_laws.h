/** @file
 * The laws of artificial noise that can be chosen by name.
 */
#ifndef PHW_ENCRYPT_NOISE_LAWS_H
#define PHW_ENCRYPT_NOISE_LAWS_H

#include <stddef.h>

#include "core/status.h"
#include "encrypt/noise_law.h"

PHW_BEGIN_C

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_noise_law *const *phw_noise_law_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_noise_law_find(const phw_noise_law **out,
                                                   const char *name);

PHW_END_C

#endif
