/** @file
 * Two parties that hold the same key show it to each other and leave with a fresh
 * session key: a reader and a tag whose key comes out of its hardware.
 *
 * Three messages: the reader's nonce; the tag's nonce and its tag over both nonces and
 * the identity; the reader's tag over the same in the other order. Each tag is keyed
 * BLAKE2b with a key of its own of the shared one, so neither end's message can be sent
 * back to it, and fresh nonces make a recorded exchange worthless. The session key is
 * made of the shared key, both nonces and the identity; it has no forward secrecy:
 * who learns the shared key later and recorded the exchange knows it.
 *
 * A machine sees nothing of the other end but messages, serves one exchange, and is
 * dead after a failure.
 */
#ifndef PHW_AUTH_HANDSHAKE_H
#define PHW_AUTH_HANDSHAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/entropy.h"
#include "core/key.h"
#include "core/status.h"
#include "kgen/message.h"

PHW_BEGIN_C

/** Most bytes of an identity. */
#define PHW_HANDSHAKE_IDENTITY_MAX 64

/** The ends. */
typedef enum phw_handshake_role {
    PHW_HANDSHAKE_READER = 0, /**< opens */
    PHW_HANDSHAKE_TAG
} phw_handshake_role;

/** One end of one exchange; wiped when destroyed. */
typedef struct phw_handshake phw_handshake;

/** `key` (any size) and identity[size], 1 .. PHW_HANDSHAKE_IDENTITY_MAX bytes that both
 * ends know (the tag's name), are copied; the nonce is drawn here. PHW_EARG,
 * PHW_ENOMEM.
 */
PHW_API PHW_MUST_USE phw_status phw_handshake_create(phw_handshake **out,
                                                     phw_handshake_role role,
                                                     const phw_key *key,
                                                     const uint8_t *identity,
                                                     size_t size, phw_entropy *entropy);

/** Takes NULL. */
PHW_API void phw_handshake_destroy(phw_handshake *h);

/** One message. `in` is NULL for the reader's first step alone. `out` is a whole frame,
 * or empty when there is nothing to send; `done` says that the other end has shown the
 * key. PHW_EPEER for a message out of turn or malformed, PHW_EAUTH when the other end
 * did not show the key; the machine is then dead (PHW_EPEER). */
PHW_API PHW_MUST_USE phw_status phw_handshake_step(phw_handshake *h, phw_message *out,
                                                   bool *done, const phw_message *in);

/** The session key, `size` bytes (16 to 64), fresh, to be freed; the same at both ends.
 * PHW_EARG before the machine is done and for other sizes. */
PHW_API PHW_MUST_USE phw_status phw_handshake_key(phw_key *out, const phw_handshake *h,
                                                  size_t size);

PHW_END_C

#endif
