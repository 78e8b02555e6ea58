/** @file
 * The wiretap channels that can be chosen by name.
 */
#ifndef PHW_ENCRYPT_WIRETAP_MODELS_H
#define PHW_ENCRYPT_WIRETAP_MODELS_H

#include <stddef.h>

#include "core/status.h"
#include "encrypt/wiretap_model.h"

PHW_BEGIN_C

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_wiretap_model *const *phw_wiretap_model_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_wiretap_model_find(const phw_wiretap_model **out,
                                                       const char *name);

PHW_END_C

#endif
