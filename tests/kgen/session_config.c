#include "kgen/session_config.h"

#include <string.h>

#include <criterion/criterion.h>

Test(session_config, every_way_is_found_by_its_name)
{
    for (unsigned i = 0; i < PHW_N_SESSION_AUTHS; ++i) {
        phw_session_auth auth = PHW_N_SESSION_AUTHS;
        const char *name = phw_session_auth_name((phw_session_auth)i);
        cr_expect_eq(phw_session_auth_find(&auth, name), PHW_OK);
        cr_expect_eq((unsigned)auth, i);
    }
    phw_session_auth auth = PHW_SESSION_AUTH_PSK;
    cr_expect_eq(phw_session_auth_find(&auth, "wep"), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "one-time"));
    cr_expect_eq(auth, PHW_SESSION_AUTH_PSK);
    cr_expect_str_eq(phw_session_auth_name(PHW_N_SESSION_AUTHS), "unknown");
}

Test(session_config, what_a_way_needs_has_to_be_there)
{
    phw_session_config c = {.auth = PHW_SESSION_AUTH_NONE};
    cr_expect_eq(phw_session_config_check(&c), PHW_OK);
    c.auth = PHW_SESSION_AUTH_PSK;
    cr_expect_eq(phw_session_config_check(&c), PHW_EARG);
    const phw_session_keys empty = {0};
    c.keys = &empty;
    cr_expect_eq(phw_session_config_check(&c), PHW_EARG);
    c.auth = PHW_SESSION_AUTH_ONE_TIME;
    cr_expect_eq(phw_session_config_check(&c), PHW_EARG);
    c.auth = PHW_N_SESSION_AUTHS;
    cr_expect_eq(phw_session_config_check(&c), PHW_EARG);
}

/* The founding key's first 32 bytes are set aside: 32 + 63 can't pay, 32 + 64 can. */
Test(session_config, a_pool_that_cannot_pay_is_refused_before_the_start)
{
    for (size_t size = 95; size <= 96; ++size) {
        phw_key start = {0};
        phw_session_config c = {.auth = PHW_SESSION_AUTH_ONE_TIME};
        cr_assert_eq(phw_key_alloc(&start, size), PHW_OK);
        cr_assert_eq(phw_key_pool_create(&c.pool, NULL, &start), PHW_OK);
        cr_expect_eq(phw_session_config_check(&c), size == 95 ? PHW_ENOKEY : PHW_OK);
        c.top_up_bytes = PHW_SESSION_TOP_UP_MAX + 1;
        cr_expect_eq(phw_session_config_check(&c), PHW_EARG);
        phw_key_pool_destroy(c.pool);
        phw_key_free(&start);
    }
}
