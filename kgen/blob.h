/** @file
 * Bytes of a public message: what one end of an agreement tells the other.
 */
#ifndef PHW_KGEN_BLOB_H
#define PHW_KGEN_BLOB_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** A zeroed one is empty and may be freed. */
typedef struct phw_blob {
    uint8_t *byte;
    size_t size;
} phw_blob;

/** `size` zero bytes, given back with phw_blob_free(). PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_blob_alloc(phw_blob *out, size_t size);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_blob_free(phw_blob *blob);

PHW_END_C

#endif
