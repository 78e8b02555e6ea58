/** @file
 * A transform decorrelates features before they are quantized, with a basis that both
 * ends know: fixed, or estimated by the leader and said in public. The interface; the
 * entries are transform_NAME.c, their list is kgen/transforms.h.
 */
#ifndef PHW_KGEN_TRANSFORM_H
#define PHW_KGEN_TRANSFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/status.h"
#include "kgen/blob.h"
#include "kgen/features.h"

PHW_BEGIN_C

/** One entry. */
typedef struct phw_transform {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;
    bool fitted; /**< whether the leader's fit() makes a message that must be sent */

    /** PHW_EARG for values that the table allows one by one but not together; NULL:
     * it allows them all. */
    phw_status (*check)(const phw_params *params);

    /** The public message that both ends' apply() need, from the leader's features
     * alone, to be freed; empty (0 bytes) when the basis is fixed. PHW_ESHORT. */
    phw_status (*fit)(phw_blob *out, const phw_features *leader,
                      const phw_params *params);

    /** The transformed features, to be freed. `message` of `size` bytes is what the
     * leader's fit() made; it comes from the peer and is checked: PHW_EPEER when it is
     * not one for these features. PHW_ESHORT when there are too few rows. */
    phw_status (*apply)(phw_features *out, const phw_features *in,
                        const uint8_t *message, size_t size, const phw_params *params);
} phw_transform;

PHW_END_C

#endif
