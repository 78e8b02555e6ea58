/** @file
 * The classifiers that can be chosen by name.
 */
#ifndef PHW_AUTH_CLASSIFIERS_H
#define PHW_AUTH_CLASSIFIERS_H

#include <stddef.h>

#include "auth/classifier.h"
#include "core/status.h"

PHW_BEGIN_C

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_classifier *const *phw_classifier_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_classifier_find(const phw_classifier **out,
                                                    const char *name);

PHW_END_C

#endif
