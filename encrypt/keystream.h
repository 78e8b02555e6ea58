/** @file
 * ChaCha20 keystream addressed by (key, stream, frame): the same bytes at both ends,
 * and never the same bytes for two addresses.
 *
 * The IETF form (RFC 8439, section 2.4) with block counter 0 at byte 0 and the nonce
 * made of the stream, 32 bits, and the frame, 64 bits, both little-endian. Each use of
 * keystream (rotation, labels, order, noise ...) derives a key of its own from the
 * agreed one, so uses share no bytes either.
 */
#ifndef PHW_ENCRYPT_KEYSTREAM_H
#define PHW_ENCRYPT_KEYSTREAM_H

#include <stddef.h>
#include <stdint.h>

#include "core/key.h"
#include "core/status.h"

PHW_BEGIN_C

/** Bytes of the key that a keystream is made from. */
#define PHW_KEYSTREAM_KEY_SIZE 32

/** Bytes of one address: past them the block counter would start again. */
#define PHW_KEYSTREAM_SIZE_MAX (UINT64_C(1) << 38)

/** An address. Belongs to who made it and borrows the key. */
typedef struct phw_keystream {
    const phw_key *key; /**< PHW_KEYSTREAM_KEY_SIZE bytes, of phw_keystream_derive() */
    uint32_t stream;    /**< the user's number for one direction or purpose */
    uint64_t frame;     /**< never used twice with the same key and stream */
} phw_keystream;

/** The key of one use, by phw_key_derive() with `use` as context ("phyward rotate"); to
 * be freed. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_keystream_derive(phw_key *out, const phw_key *key,
                                                     const char *use);

/** Bytes [from, from + n) of the address's keystream. Calls on long runs are faster:
 * one of 64 bytes takes four times as long a byte as one of 64 KiB. PHW_EARG past
 * PHW_KEYSTREAM_SIZE_MAX and for keys of another size. */
PHW_API PHW_MUST_USE phw_status phw_keystream_read(uint8_t *out,
                                                   const phw_keystream *keystream,
                                                   uint64_t from, size_t n);

PHW_END_C

#endif
