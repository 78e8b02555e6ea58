/** @file
 * Key bytes in guarded memory, and key files: raw bytes, nothing else, mode 0600.
 */
#ifndef PHW_CORE_KEY_H
#define PHW_CORE_KEY_H

#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"

PHW_BEGIN_C

/** Fewest and most bytes of a key file. */
#define PHW_KEY_SIZE_MIN 16
#define PHW_KEY_SIZE_MAX 4096

/** Characters of a fingerprint, the ending 0 included. */
#define PHW_FINGERPRINT_SIZE 17

/** Between guard pages, locked, wiped by its free. A zeroed one may be freed. */
typedef struct phw_key {
    uint8_t *byte;
    size_t size;
} phw_key;

/** `size` zero bytes. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_key_alloc(phw_key *out, size_t size);

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_key_free(phw_key *key);

/** The first `size` bytes of a bit string, which holds at least 8 * size bits
 * (PHW_EARG). */
PHW_API PHW_MUST_USE phw_status phw_key_from_bits(phw_key *out, const phw_bits *bits,
                                                  size_t size);

/** A key of its own for one use: `size` bytes (16..64) of BLAKE2b keyed with `key` over
 * `context`; PHW_EARG for other sizes. No use takes a key's bytes raw. */
PHW_API PHW_MUST_USE phw_status phw_key_derive(phw_key *out, size_t size,
                                               const phw_key *key, const char *context);

/** 16 hexadecimal digits that name a key and tell nothing of it: the first 8 bytes of
 * its BLAKE2b-128 keyed by a label. Both ends of an agreement print the same. */
PHW_API void phw_key_fingerprint(char out[PHW_FINGERPRINT_SIZE], const phw_key *key);

/** Writes the raw bytes to a file of mode 0600. PHW_EARG outside the size limits;
 * PHW_EIO. */
PHW_API PHW_MUST_USE phw_status phw_key_write(const phw_key *key, const char *path);

/** Reads a key file. PHW_EINPUT when it is not there or of a wrong size, PHW_EAUTH when
 * others may read it. */
PHW_API PHW_MUST_USE phw_status phw_key_read(phw_key *out, const char *path);

/** Reads a secret file of `least` to `most` bytes, whatever is in it, as
 * phw_key_read().
 */
PHW_API PHW_MUST_USE phw_status phw_key_read_sized(phw_key *out, const char *path,
                                                   size_t least, size_t most);

PHW_END_C

#endif
