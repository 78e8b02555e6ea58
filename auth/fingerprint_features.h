/** @file
 * The fingerprint features that can be chosen by name.
 */
#ifndef PHW_AUTH_FINGERPRINT_FEATURES_H
#define PHW_AUTH_FINGERPRINT_FEATURES_H

#include <stddef.h>

#include "auth/fingerprint_feature.h"
#include "core/status.h"

PHW_BEGIN_C

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_fingerprint_feature *const *phw_fingerprint_feature_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status
phw_fingerprint_feature_find(const phw_fingerprint_feature **out, const char *name);

PHW_END_C

#endif
