/** @file
 * The sources of interference that can be chosen by name.
 */
#ifndef PHW_CHANNEL_INTERFERERS_H
#define PHW_CHANNEL_INTERFERERS_H

#include <stddef.h>

#include "channel/interferer.h"
#include "core/param.h"
#include "core/status.h"

PHW_BEGIN_C

/** A kind with its parameters. A plain value. */
typedef struct phw_interferer_choice {
    const phw_interferer *entry; /**< never NULL */
    phw_params params;
} phw_interferer_choice;

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_interferer *const *phw_interferer_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_interferer_find(const phw_interferer **out,
                                                    const char *name);

/** Reads "tone:power_db=20:offset_hz=1M". PHW_EARG says what is wrong. */
PHW_API PHW_MUST_USE phw_status phw_interferer_choose(phw_interferer_choice *out,
                                                      const char *text);

PHW_END_C

#endif
