/** @file
 * The sounding waveforms that can be chosen by name.
 */
#ifndef PHW_PHY_SOUNDINGS_H
#define PHW_PHY_SOUNDINGS_H

#include <stddef.h>

#include "core/param.h"
#include "core/status.h"
#include "phy/sounding.h"

PHW_BEGIN_C

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_sounding *const *phw_sounding_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_sounding_find(const phw_sounding **out,
                                                  const char *name);

/** The entry and its parameters from "name:param=value:...". PHW_EARG. */
PHW_API PHW_MUST_USE phw_status phw_sounding_choose(const phw_sounding **out,
                                                    phw_params *params,
                                                    const char *text);

PHW_END_C

#endif
