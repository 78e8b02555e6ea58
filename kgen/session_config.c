#include "kgen/session_config.h"

#include <string.h>

static const char *const names[PHW_N_SESSION_AUTHS] = {
    [PHW_SESSION_AUTH_NONE] = "none",
    [PHW_SESSION_AUTH_PSK] = "psk",
    [PHW_SESSION_AUTH_ONE_TIME] = "one-time",
};

const char *phw_session_auth_name(phw_session_auth auth)
{
    return (unsigned)auth < PHW_N_SESSION_AUTHS ? names[auth] : "unknown";
}

phw_status phw_session_auth_find(phw_session_auth *out, const char *name)
{
    for (unsigned i = 0; i < PHW_N_SESSION_AUTHS; ++i) {
        if (strcmp(names[i], name) == 0) {
            *out = (phw_session_auth)i;
            return PHW_OK;
        }
    }
    return phw_fail(PHW_EARG,
                    "session: no authentication \"%s\"; there are none, psk, one-time",
                    name);
}

static phw_status check_pool(const phw_session_config *c)
{
    if (c->pool == NULL)
        return phw_fail(PHW_EARG, "session: one-time authentication needs a key pool");
    if (c->top_up_bytes > PHW_SESSION_TOP_UP_MAX)
        return phw_fail(PHW_EARG, "session: %zu bytes to top up; expected 0 to %d",
                        c->top_up_bytes, PHW_SESSION_TOP_UP_MAX);
    const size_t left = phw_key_pool_left(c->pool);
    if (left < PHW_KEY_POOL_TAKE)
        return phw_fail(PHW_ENOKEY,
                        "session: the key pool has %zu bytes and a session takes %d: "
                        "found a new pool from a fresh pre-shared key",
                        left, PHW_KEY_POOL_TAKE);
    return PHW_OK;
}

phw_status phw_session_config_check(const phw_session_config *c)
{
    if ((unsigned)c->auth >= PHW_N_SESSION_AUTHS)
        return phw_fail(PHW_EARG, "session: authentication %d is not one of %d",
                        (int)c->auth, PHW_N_SESSION_AUTHS);
    if (c->auth == PHW_SESSION_AUTH_ONE_TIME)
        return check_pool(c);
    if (c->auth == PHW_SESSION_AUTH_PSK &&
        (c->keys == NULL || c->keys->present.size < PHW_KEY_SIZE_MIN))
        return phw_fail(PHW_EARG,
                        "session: psk authentication needs a key of %d bytes or more",
                        PHW_KEY_SIZE_MIN);
    return PHW_OK;
}
