/** @file
 * The pre-shared key of authenticated sessions, and its refresh: each key agreed on
 * turns it into the next one, so that what is stolen later opens no earlier session,
 * and a thief falls out of step with the second session that he does not hear: what he
 * has is the former key after the first.
 *
 * The last message of a session may be lost: then one end has the next key and the
 * other does not. So an end keeps two, its present key and the one that the last
 * session was opened with. Ends that meet again name theirs and use the first of
 * Alice's that Bob has; success makes that one the former, failure changes nothing: the
 * ends always have one in common.
 *
 * The file is a plain key (raw bytes, see core/key.h) before the first refresh, and
 * from then on (little-endian, mode 0600, replaced whole):
 *
 *     0   "PHWKEYS1"
 *     8   sizes of the present and of the former key, 4 bytes each
 *     16  the present key, the former key
 *     ..  BLAKE2b-256 of all before it
 */
#ifndef PHW_KGEN_SESSION_KEYS_H
#define PHW_KGEN_SESSION_KEYS_H

#include <stdint.h>

#include "core/bits.h"
#include "core/key.h"
#include "core/status.h"

PHW_BEGIN_C

/** Bytes of a key that came from a refresh. */
#define PHW_SESSION_KEY_SIZE 32

/** Bytes of the public name of a key. */
#define PHW_SESSION_KEY_NAME_SIZE 8

/** One end's. A zeroed one is empty and may be freed; freeing wipes. */
typedef struct phw_session_keys {
    phw_key present; /**< what this end would use */
    phw_key former;  /**< what its last success was opened with; empty before it */
} phw_session_keys;

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_session_keys_free(phw_session_keys *keys);

/** A copy, to be freed. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_session_keys_copy(phw_session_keys *out,
                                                      const phw_session_keys *keys);

/** A plain key as the present one, copied; no former. PHW_EARG outside the size limits
 * of core/key.h; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_session_keys_start(phw_session_keys *out,
                                                       const phw_key *key);

/** The pair after a success of a session that `used` authenticated: the present key is
 * BLAKE2b, keyed by `used`, over the agreed key and the session's identity. PHW_ENOMEM.
 */
PHW_API PHW_MUST_USE phw_status phw_session_keys_refresh(phw_session_keys *out,
                                                         const phw_key *used,
                                                         const phw_bits *agreed,
                                                         const uint8_t id[32]);

/** The public name of a key. */
PHW_API void phw_session_keys_name(uint8_t out[PHW_SESSION_KEY_NAME_SIZE],
                                   const phw_key *key);

/** Reads a plain key file or what phw_session_keys_write() wrote. PHW_EINPUT when it is
 * not there, malformed or a key pool, PHW_EAUTH when others may read it. */
PHW_API PHW_MUST_USE phw_status phw_session_keys_read(phw_session_keys *out,
                                                      const char *path);

/** Writes the pair. PHW_EARG without a present key, PHW_EIO, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_session_keys_write(const phw_session_keys *keys,
                                                       const char *path);

PHW_END_C

#endif
