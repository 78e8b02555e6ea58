/** @file
 * How a session authenticates the public discussion.
 */
#ifndef PHW_KGEN_SESSION_CONFIG_H
#define PHW_KGEN_SESSION_CONFIG_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/key_pool.h"
#include "kgen/session_keys.h"

PHW_BEGIN_C

/** Ways to know that a message is the other end's. */
typedef enum phw_session_auth {
    PHW_SESSION_AUTH_NONE = 0, /**< none: open to a man in the middle */
    PHW_SESSION_AUTH_PSK,      /**< a tag on every frame, by a pre-shared key: as good
                                    as HMAC-SHA-512-256 */
    PHW_SESSION_AUTH_ONE_TIME, /**< besides, a one-time tag on the whole, paid from a
                                    pool: good against whoever can compute anything */
    PHW_N_SESSION_AUTHS
} phw_session_auth;

/** One end's. What it points to outlives the session. */
typedef struct phw_session_config {
    phw_session_auth auth;
    const phw_session_keys *keys; /**< with PSK: this end's; else NULL */
    phw_key_pool *pool;           /**< with ONE_TIME: this end's, spent and topped up by
                                       the session; else NULL */
    size_t top_up_bytes; /**< with ONE_TIME: of a new key, given to the pool, as far as
                              the key stays as long as the agreement demands. The same
                              at both ends, 0 .. PHW_SESSION_TOP_UP_MAX */
} phw_session_config;

/** Most bytes of a new key that the pool gets. */
#define PHW_SESSION_TOP_UP_MAX 65536

/** "none", "psk", "one-time"; never NULL. */
PHW_API const char *phw_session_auth_name(phw_session_auth auth);

/** The way of that name. PHW_EARG lists them. */
PHW_API PHW_MUST_USE phw_status phw_session_auth_find(phw_session_auth *out,
                                                      const char *name);

/** PHW_EARG when something is missing or out of range, PHW_ENOKEY when the pool can't
 * pay for a session: with the figures. */
PHW_API PHW_MUST_USE phw_status
phw_session_config_check(const phw_session_config *config);

PHW_END_C

#endif
