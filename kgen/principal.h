/** @file
 * Principal components of the columns on a basis that the leader says in public: what
 * the transforms pca, klt and whiten have in common.
 */
#ifndef PHW_KGEN_PRINCIPAL_H
#define PHW_KGEN_PRINCIPAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/blob.h"
#include "kgen/features.h"

PHW_BEGIN_C

/** Most columns, and most components made of them. */
#define PHW_PRINCIPAL_IN_MAX  1024
#define PHW_PRINCIPAL_OUT_MAX 256

/** What is asked for. */
typedef struct phw_principal {
    const char *name;    /**< of the transform, for messages */
    size_t n_components; /**< 0: all that the rows support */
    double least;        /**< share of the strongest's variance: weaker are left out */
    bool scaled;         /**< to variance 1, by the leader's variances */
} phw_principal;

/** The leader's message, of her features alone, to be freed. PHW_ESHORT for less than
 * two rows, or for nothing to be scaled; PHW_EARG for more components than there are;
 * PHW_EINPUT for a value that is not finite; PHW_ENOCONV, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_principal_fit(phw_blob *out,
                                                  const phw_features *leader,
                                                  const phw_principal *rule);

/** Component k: the message's vector k times the rows of `in` less their mean; over the
 * square root of its variance when scaled. To be freed. PHW_EPEER when the vectors are
 * not orthonormal, a variance is not positive or the size is wrong. */
PHW_API PHW_MUST_USE phw_status phw_principal_apply(phw_features *out,
                                                    const phw_features *in,
                                                    const uint8_t *message, size_t size,
                                                    const phw_principal *rule);

PHW_END_C

#endif
