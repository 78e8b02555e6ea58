#include "tools/address.h"

#include <string.h>

#include <criterion/criterion.h>

static void expect(const char *text, const char *host, const char *port)
{
    phw_address a;
    cr_assert_eq(phw_address_read(&a, text), PHW_OK, "%s", phw_error_message());
    cr_expect_str_eq(a.host, host);
    cr_expect_str_eq(a.port, port);
}

Test(address, hosts_are_numbers_names_and_bracketed)
{
    expect("127.0.0.1:7700", "127.0.0.1", "7700");
    expect("[::1]:0", "::1", "0");
    expect("[fe80::1%eth0]:65535", "fe80::1%eth0", "65535");
    expect("alice.lan:1", "alice.lan", "1");
    expect(":7700", "", "7700");
}

Test(address, whatever_else_is_refused_with_what_was_expected)
{
    static const char *const bad[] = {
        "",       "127.0.0.1", "::1:7700",
        "[::1]",  "[::1]7700", "[::1:7700",
        "a:",     "a:65536",   "a:-1",
        "a:+1",   "a:77 ",     "a:0x10",
        "a:http", "a:7700:",   "a:000001",
        "[]7700", "a:7700 b",  "a:99999999999999999999",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
        phw_address a = {.host = "untouched"};
        cr_expect_eq(phw_address_read(&a, bad[i]), PHW_EARG, "%s", bad[i]);
        cr_expect_str_eq(a.host, "untouched");
    }
}

Test(address, a_host_longer_than_any_name_is_refused)
{
    char text[PHW_ADDRESS_HOST_SIZE + 8];
    phw_address a;
    memset(text, 'a', sizeof text);
    memcpy(text + PHW_ADDRESS_HOST_SIZE - 1, ":1", 3);
    cr_expect_eq(phw_address_read(&a, text), PHW_OK);
    memset(text, 'a', sizeof text);
    memcpy(text + PHW_ADDRESS_HOST_SIZE, ":1", 3);
    cr_expect_eq(phw_address_read(&a, text), PHW_EARG);
}
