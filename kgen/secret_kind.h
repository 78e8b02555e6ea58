/** @file
 * What a file of secret bytes is, by its first eight: so that none is taken for
 * another. A plain key begins like one of the others with probability 2^-63.
 */
#ifndef PHW_KGEN_SECRET_KIND_H
#define PHW_KGEN_SECRET_KIND_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** Bytes that tell. */
#define PHW_SECRET_MAGIC_SIZE 8

/** Kinds. */
typedef enum phw_secret_kind {
    PHW_SECRET_KEY = 0, /**< raw bytes (core/key.h) */
    PHW_SECRET_KEYS,    /**< kgen/session_keys.h */
    PHW_SECRET_POOL     /**< kgen/key_pool.h */
} phw_secret_kind;

/** The PHW_SECRET_MAGIC_SIZE bytes that a file begins with; NULL for a plain key. */
PHW_API const uint8_t *phw_secret_magic(phw_secret_kind kind);

/** What `size` bytes are. */
PHW_API phw_secret_kind phw_secret_kind_of(const uint8_t *byte, size_t size);

/** PHW_EINPUT when the bytes of `name` are not a plain key: says what they are. */
PHW_API PHW_MUST_USE phw_status phw_secret_check_key(const uint8_t *byte, size_t size,
                                                     const char *name);

PHW_END_C

#endif
